"""`python -m newsarchive.run.health`: status 0 when the web server on this machine answers, for a container's check."""

import os
import sys

from newsarchive.run.serve import answers

if __name__ == "__main__":
    sys.exit(0 if answers("127.0.0.1", int(os.environ.get("NEWSARCHIVE_PORT", "8000"))) else 1)
