"""All settings. Every value an operator may set comes from the environment and is checked here, once, loudly."""

import logging
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError
from marshmallow.validate import Length, OneOf, Range

from newsarchive.embedded.places import Place

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()


def _read(kind: str, name: str, **options: Any) -> Any:
    """Read the environment variable `name` as environs' type `kind`; stop with one sentence when it is not one."""
    try:
        return getattr(env, kind)(name, **options)
    except EnvError as trouble:
        problems = " ".join(map(str, getattr(trouble, "error_messages", [trouble])))
        raise ImproperlyConfigured(f"{name} is {os.environ.get(name)!r}, which is not usable: {problems}") from None


# --- What an operator may set -----------------------------------------------------------------------------------
# Where everything the archive keeps on disk lies: the embedded servers' data, originals, logs, secrets.
VAR = _read("path", "NEWSARCHIVE_VAR", default=BASE_DIR / "var").expanduser().resolve()
# Signs sessions and forms. Unset: made once and kept in var/secret-key.
GIVEN_SECRET_KEY = _read("str", "NEWSARCHIVE_SECRET_KEY", default="")
# Django's debug pages. They show settings and code to anyone: never where strangers reach it.
DEBUG = _read("bool", "NEWSARCHIVE_DEBUG", default=False)
# Host names the site answers to, separated by commas.
ALLOWED_HOSTS = _read("list", "NEWSARCHIVE_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
# Origins (https://archive.example) whose forms are trusted, separated by commas: needed behind a proxy that ends TLS.
CSRF_TRUSTED_ORIGINS = _read("list", "NEWSARCHIVE_CSRF_ORIGINS", default=[])
# Where `make run` listens.
PORT = _read("int", "NEWSARCHIVE_PORT", default=8000, validate=Range(1, 65535))
BIND = _read("str", "NEWSARCHIVE_BIND", default="127.0.0.1", validate=Length(min=1))
# The largest file taken in, and the most files in one upload.
MAX_FILE_MB = _read("int", "NEWSARCHIVE_MAX_FILE_MB", default=20, validate=Range(1, 1024))
MAX_UPLOAD_FILES = _read("int", "NEWSARCHIVE_MAX_UPLOAD_FILES", default=2000, validate=Range(1, 100_000))
# The most files in one upload that comes in portions or out of a zip, the most MB in one request, which a zip is, and
# the most MB that may come out of one zip.
MAX_LOAD_FILES = _read("int", "NEWSARCHIVE_MAX_LOAD_FILES", default=50_000, validate=Range(1, 1_000_000))
MAX_REQUEST_MB = _read("int", "NEWSARCHIVE_MAX_REQUEST_MB", default=1024, validate=Range(1, 100_000))
MAX_UNPACKED_MB = _read("int", "NEWSARCHIVE_MAX_UNPACKED_MB", default=4096, validate=Range(1, 1_000_000))
# For how many days what was withdrawn can be brought back, before it is deleted for good.
BIN_DAYS = _read("int", "NEWSARCHIVE_BIN_DAYS", default=30, validate=Range(1, 3650))
# Whether reading needs no login.
ANONYMOUS_READ = _read("bool", "NEWSARCHIVE_ANONYMOUS_READ", default=False)
# The zone times are shown in; they are kept in UTC.
TIME_ZONE = _read("str", "NEWSARCHIVE_TIME_ZONE", default="UTC")
# How many processes the Celery worker has, and how many the web server.
WORKERS = _read("int", "NEWSARCHIVE_WORKERS", default=2, validate=Range(1, 64))
WEB_WORKERS = _read("int", "NEWSARCHIVE_WEB_WORKERS", default=2, validate=Range(1, 64))
# The site is reached over https, through a proxy that says so in X-Forwarded-Proto.
HTTPS = _read("bool", "NEWSARCHIVE_HTTPS", default=False)
# Whether `make run` fills an empty archive with the stories of samples/.
SAMPLES = _read("bool", "NEWSARCHIVE_SAMPLES", default=True)
# The Django storage class that keeps originals, and its options as JSON. Unset: files under var/originals.
STORAGE = _read("str", "NEWSARCHIVE_STORAGE", default="newsarchive.archive.storage.WholeFiles")
STORAGE_OPTIONS = _read("json", "NEWSARCHIVE_STORAGE_OPTIONS", default={})
# How much is logged.
LOG_LEVEL = _read("str", "NEWSARCHIVE_LOG_LEVEL", default="INFO", validate=OneOf(["DEBUG", "INFO", "WARNING", "ERROR"]))
# Servers of one's own instead of the embedded ones: postgres://user:password@host/name and redis://host/0.
DATABASE_URL = _read("str", "DATABASE_URL", default="")
REDIS_URL = _read("str", "REDIS_URL", default="")

if TIME_ZONE not in available_timezones():
    raise ImproperlyConfigured(
        f"NEWSARCHIVE_TIME_ZONE is not usable: {TIME_ZONE!r} is no time zone; write one such as Europe/Vienna."
    )


def _prepare_var() -> str:
    """Make the working folder's parts that must exist before anything runs; the key that signs sessions."""
    try:
        for folder in (VAR, VAR / "incoming", VAR / "static"):
            folder.mkdir(parents=True, exist_ok=True)
        return str(GIVEN_SECRET_KEY) or _kept_key(VAR / "secret-key")
    except OSError as trouble:
        raise ImproperlyConfigured(
            f"The folder {VAR} cannot be used ({trouble.strerror}); "
            "make it writable for this user, or set NEWSARCHIVE_VAR to one that is."
        ) from None


def _kept_key(kept: Path) -> str:
    """The key kept in the file `kept`, made there (mode 0600) the first time."""
    if not kept.exists():
        # Written under a name of its own and linked into place: of two first starts at once, one key wins whole.
        draft = kept.with_name(f"{kept.name}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        with suppress(FileExistsError):
            kept.hardlink_to(draft)
        draft.unlink()
    return kept.read_text()


SECRET_KEY = _prepare_var()

# --- Servers ----------------------------------------------------------------------------------------------------
_place = Place.of(VAR)


# An article on its way in asks some eighty questions, nearly all of them the same each time. PostgreSQL, which plans
# them once a connection then, needs a fifth less for it.
_PREPARED = {"server_side_binding": True, "prepare_threshold": 3}


def _database() -> dict[str, Any]:
    """Django's description of the database at DATABASE_URL, or of the embedded one."""
    url = DATABASE_URL or _place.database_url()
    try:
        described = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    except ValueError:
        described = {}
    if described.get("ENGINE") != "django.db.backends.postgresql":
        raise ImproperlyConfigured(
            "DATABASE_URL is not usable: it must name a PostgreSQL database, as postgres://user:password@host:5432/name."
        )
    return described | {"OPTIONS": _PREPARED | described.get("OPTIONS", {})}


def _broker(url: str) -> str:
    """Celery's way of writing a Redis address; redis-py's own differs for sockets."""
    scheme, _, rest = url.partition("://")
    if scheme not in ("redis", "rediss", "unix") or not rest:
        raise ImproperlyConfigured(
            "REDIS_URL is not usable: write it as redis://host:6379/0 or unix:///path/to/socket."
        )
    return f"redis+socket://{rest}" if scheme == "unix" else url


DATABASES = {"default": _database()}
REDIS_ADDRESS = REDIS_URL or _place.redis_url()

CELERY_BROKER_URL = _broker(REDIS_ADDRESS)
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
# A task is acknowledged when done and handed out again when its worker dies: rows say what was done already.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 20 * 60
CELERY_TASK_TIME_LIMIT = 25 * 60
CELERY_WORKER_CONCURRENCY = WORKERS
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    # Finds what a lost message left lying. A sweep nobody took within its period is dropped, not queued up.
    "sweep": {"task": "archive.sweep", "schedule": 10.0, "options": {"expires": 10.0}},
    # Puts pairs before editors where the queue runs low; it is rung for besides when somebody works it off.
    "fill_reviews": {"task": "archive.fill_reviews", "schedule": 600.0, "options": {"expires": 600.0}},
    # What the overview tells of a large archive; the service says whether it is due.
    "count-holdings": {"task": "archive.count_holdings", "schedule": 60.0, "options": {"expires": 60.0}},
    "empty-bin": {"task": "archive.empty_bin", "schedule": 3600.0, "options": {"expires": 3600.0}},
}

# --- Django -----------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "newsarchive.archive.apps.ArchiveConfig",
    "newsarchive.archive.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django_htmx",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "newsarchive.archive.compressing.PagesCompressed",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "newsarchive.archive.turning.NothingTurned",
    "newsarchive.archive.views.refusals.WrongMethod",
]
ROOT_URLCONF = "newsarchive.urls"
WSGI_APPLICATION = "newsarchive.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
LANGUAGE_CODE = "en-gb"
USE_I18N = True
FORMAT_MODULE_PATH = ["newsarchive.formats"]
AUTHENTICATION_BACKENDS = ["newsarchive.archive.rights.Backend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# --- Files ------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Vendored style sheets may name source maps that are not shipped; a missing one is no reason to serve nothing.
WHITENOISE_MANIFEST_STRICT = False
if STORAGE in ("newsarchive.archive.storage.WholeFiles", "django.core.files.storage.FileSystemStorage"):
    STORAGE_OPTIONS = {"location": str(VAR / "originals"), **STORAGE_OPTIONS}
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(VAR / "files")},
    },
    "originals": {"BACKEND": STORAGE, "OPTIONS": STORAGE_OPTIONS},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Form fields besides the files; file contents do not count towards this.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# One more than allowed reaches the form, so that the person is told, rather than shown a bare "400".
DATA_UPLOAD_MAX_NUMBER_FILES = MAX_UPLOAD_FILES + 1
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_HANDLERS = [
    "newsarchive.archive.bodies.BoundedBody",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_TEMP_DIR = str(VAR / "incoming")
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# --- Security ---------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
# Trusted only where the operator said there is a proxy that sets it; else anyone could claim to come over https.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None


# --- Logging ----------------------------------------------------------------------------------------------------
def _refused_in_a_line(record: logging.LogRecord) -> bool:
    """What is refused as intended, for want of a right or of sense, is a line in the log, and no traceback."""
    status = getattr(record, "status_code", None)
    if isinstance(status, int) and 400 <= status < 500:
        record.exc_info = record.exc_text = None
        record.levelno = min(record.levelno, logging.WARNING)
        record.levelname = logging.getLevelName(record.levelno)
    return True


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"refused": {"()": "django.utils.log.CallbackFilter", "callback": _refused_in_a_line}},
    # At the handler, since what Django's security loggers say does not pass through the filters of loggers above them.
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["refused"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "newsarchive": {"level": LOG_LEVEL},
        "celery": {"level": LOG_LEVEL},
        # A line for every doorbell would bury what the tasks themselves have to say.
        **{name: {"level": "WARNING"} for name in ("celery.app.trace", "celery.worker.strategy", "celery.beat")},
        # Django's own handler would mail administrators and print a second time under DEBUG.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
    },
}
