"""The archive's own settings, in a working folder of the tests' own: pytest never touches anybody's `var/`.

Processes that run tests side by side have a folder each, and so servers of their own: no worker can take another's
doorbell off the broker. The environment is set before the settings are read, so that every process a test starts
inherits it.
"""

import os
import tempfile
from pathlib import Path

_given = os.environ.get("NEWSARCHIVE_TESTS_VAR")
TESTS_VAR = Path(_given or tempfile.mkdtemp(prefix=f"newsarchive-tests-{os.getpid()}-", dir="/tmp"))
if _given:
    # pytest-xdist calls its processes "gw0", "gw1" …; the one that hands out the tests, or runs them all, has no name.
    TESTS_VAR /= os.environ.get("PYTEST_XDIST_WORKER", "")
    TESTS_VAR.mkdir(parents=True, exist_ok=True)
# The servers' account, another one under root, has to pass through; what is private inside has modes of its own.
TESTS_VAR.chmod(0o755)
for _name in [name for name in os.environ if name.startswith("NEWSARCHIVE_")]:
    if _name not in ("NEWSARCHIVE_REQUIRE_BROWSER", "NEWSARCHIVE_TESTS_VAR"):
        del os.environ[_name]
os.environ["NEWSARCHIVE_VAR"] = str(TESTS_VAR)

from newsarchive import settings as _real  # noqa: E402 - the environment comes first

globals().update({name: value for name, value in vars(_real).items() if name.isupper()})

STORAGES = _real.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Logging in thousands of times a second is no risk here.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
