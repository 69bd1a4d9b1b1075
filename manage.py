#!/usr/bin/env python
"""The archive's command line: `python manage.py help` lists what it can do.

PostgreSQL and Valkey are found running, or run for as long as the command does.
"""

import os
import sys

OLDEST_PYTHON = (3, 11)


def main() -> None:
    if sys.version_info < OLDEST_PYTHON:
        have = ".".join(map(str, sys.version_info[:2]))
        sys.exit("newsarchive needs Python 3.11 or newer; this is " + have + ". Install a newer Python and try again.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsarchive.settings")
    from newsarchive.entry import run_command_line

    run_command_line(sys.argv)


if __name__ == "__main__":
    main()
