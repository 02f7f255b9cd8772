"""Settings of Slik, read top to bottom. The environment decides; nothing else reads it.

With DJANGO_DEBUG unset the process is a production server and every value marked
``required`` must be given: a missing or unsafe one stops the start and is named.
"""

import logging
import os
import re
import sys
from pathlib import Path

import dj_database_url
import structlog
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from portfolio.database import embedded_server

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("SLIK_VAR", BASE_DIR / "var"))


def flag(name, *, default):
    """Read a boolean that is spelled True or False and nothing else."""
    value = os.environ.get(name, str(default))
    if value not in {"True", "False"}:
        raise ImproperlyConfigured(f"{name} must be True or False, not {value!r}.")
    return value == "True"


def number(name, *, default):
    """Read a whole number that is one or more."""
    value = os.environ.get(name, str(default))
    if not value.isascii() or not value.isdigit() or int(value) < 1:
        raise ImproperlyConfigured(f"{name} must be a whole number from 1 up, not {value!r}.")
    return int(value)


def rate(name, *, default):
    """Read limits such as 10/m/ip,5/5m/key: how many, in how long, for whom; comma-separated."""
    value = os.environ.get(name, default)
    if not re.fullmatch(r"\d+/\d*[smhd](/(ip|user|key))?(,\d+/\d*[smhd](/(ip|user|key))?)*", value):
        raise ImproperlyConfigured(f"{name} must look like {default}, not {value!r}.")
    return value


def required(name, *, development):
    """Read a value that production must give; development has one of its own."""
    value = os.environ.get(name, "")
    if value:
        return value
    if DEVELOPMENT:
        return development
    raise ImproperlyConfigured(f"Set {name}: see docs/operations.md.")


# --- Mode ---------------------------------------------------------------------------------

DEVELOPMENT = flag("DJANGO_DEBUG", default=False)
# Demo people with a public password exist only here, and never beside production settings.
DEMO = flag("SLIK_DEMO", default=False)
if DEMO and not DEVELOPMENT:
    raise ImproperlyConfigured("SLIK_DEMO is for demonstrations: it cannot be True in production.")
DEBUG = DEVELOPMENT and not DEMO  # whoever tries Slik meets its own pages for errors

# --- Address and secrets ------------------------------------------------------------------

SECRET_KEY = required("SECRET_KEY", development="development-only-" + "0" * 48)
if not DEVELOPMENT and (len(SECRET_KEY) < 50 or SECRET_KEY.startswith("development-only-")):
    raise ImproperlyConfigured("SECRET_KEY must be at least 50 random characters.")
ALLOWED_HOSTS = required("ALLOWED_HOSTS", development="127.0.0.1,localhost,[::1],testserver").split(
    ","
)
if not DEVELOPMENT and "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts; * lets any name in.")
# Empty in development only: addresses then begin as that of the request does.
BASE_URL = required("BASE_URL", development="").rstrip("/")
if BASE_URL and not BASE_URL.startswith(("https://", "http://")):
    raise ImproperlyConfigured(
        "BASE_URL must begin with https:// (or http:// on a closed network)."
    )
for server_setting, usual in {"PORT": 8000, "WORKERS": 2}.items():  # gunicorn.conf.py reads them
    number(server_setting, default=usual)
# One proxy in front sets X-Forwarded-Proto and X-Forwarded-For, and is believed.
BEHIND_PROXY = flag("BEHIND_PROXY", default=False)
HTTPS = BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL else []

# --- Applications -------------------------------------------------------------------------

INSTALLED_APPS = [
    "portfolio",
    "projects",
    "accounts",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "drf_spectacular_sidecar",
    "django_filters",
    "django_htmx",
    "csp",
    "django_structlog",
]

MIDDLEWARE = [
    # Headers first, so that every response has them: static files and errors included.
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "portfolio.middleware.NoStoreByDefault",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portfolio.middleware.DatabaseUnavailable",
    "django.middleware.gzip.GZipMiddleware",
    "portfolio.middleware.RequestLog",
    "portfolio.middleware.ReadableRequest",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "portfolio.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portfolio.middleware.KeptForm",
    "allauth.account.middleware.AccountMiddleware",
    "portfolio.middleware.HistoryContext",
]

ROOT_URLCONF = "portfolio.urls"
WSGI_APPLICATION = "portfolio.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "portfolio.templating.loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portfolio.context.page_context",
            ],
            "builtins": [
                "django.templatetags.static",
                "django.templatetags.i18n",
                "portfolio.templatetags.components",
            ],
        },
    }
]
FORM_RENDERER = "accounts.forms.renderer.DesignsystemetRenderer"

# --- Database -----------------------------------------------------------------------------

EMBEDDED_POSTGRES = None
if os.environ.get("DATABASE_URL"):
    DATABASES = {"default": dj_database_url.config()}
    if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured(
            "DATABASE_URL must begin with postgres://: Slik runs on PostgreSQL 18."
        )
elif DEVELOPMENT:
    EMBEDDED_POSTGRES = VAR_DIR / "postgres-18"
    # `manage.py embedded_db status` must not start what it asks about.
    is_database_command = "embedded_db" in sys.argv[1:2]
    DATABASES = {
        "default": embedded_server.ensure(EMBEDDED_POSTGRES, start=not is_database_command)
    }
else:
    raise ImproperlyConfigured("Set DATABASE_URL: see docs/operations.md.")
DATABASES["default"] |= {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
DATABASES["default"]["OPTIONS"] = {
    "prepare_threshold": 2,  # for the API's own cursors; Django's never prepare
    "pool": {"min_size": 1, "max_size": number("DATABASE_POOL", default=8), "timeout": 5},
    "options": "-c statement_timeout=15s -c lock_timeout=5s"
    " -c idle_in_transaction_session_timeout=30s -c pg_trgm.word_similarity_threshold=0.4",
} | DATABASES["default"].get("OPTIONS", {})

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Above it entries are dropped, and with them the limits of sign-in that they count.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- People and sessions ------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.signing_in.backends.SessionBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.signing_in.passwords.StrengthValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "overview"
ACCOUNT_ADAPTER = "accounts.signing_in.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses are given by the administrator
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "accounts.signing_in.links.LinkTokenGenerator"  # noqa: S105
ACCOUNT_FORMS = {
    "change_password": "accounts.forms.passwords.ChangeForm",
    "reset_password_from_key": "accounts.forms.passwords.ResetForm",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900  # seconds
# The key of a failed sign-in is address and network together; of mails it is the address.
ACCOUNT_RATE_LIMITS = {
    "login": rate("LOGIN_RATE", default="30/m/ip"),
    "login_failed": rate("LOGIN_FAILED_RATE", default="10/m/ip,5/5m/key"),
    "login_failed_known": "30/5m/key",  # from a network where the person signs in
    "login_failed_address": "50/h/key",  # from all other networks together
    "reset_password": "20/m/ip,3/h/key,10/d/key",
    "mail_stranger": "1/d/key",  # mails to an address that nobody here has
    "mail_strangers": "60/h/key",  # and to all of them together
}
SESSION_COOKIE_AGE = number("SESSION_HOURS", default=12) * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:  # no other name, path or scheme can set them
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# --- API ----------------------------------------------------------------------------------

API_REQUESTS_PER_MINUTE = number("API_RATE", default=600)  # for each token and server process
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.signing_in.authentication.TokenAuthentication",  # first: it makes 401 right
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["portfolio.api.access.HasScope"],
    "DEFAULT_THROTTLE_CLASSES": ["portfolio.api.throttling.TokenThrottle"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["portfolio.api.parsing.StrictJSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "portfolio.api.access.Negotiation",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "portfolio.api.problems.exception_handler",
}

# --- Language and time --------------------------------------------------------------------

LANGUAGE_CODE = "nb"
LANGUAGE_COOKIE_NAME = "language"
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Oslo"
FORMAT_MODULE_PATH = "portfolio.formats"

# --- Files --------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEVELOPMENT
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEVELOPMENT
UPLOAD_LIMIT = number("UPLOAD_LIMIT_MB", default=20) * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["projects.forms.uploads.BoundedUpload"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # the texts of a file that an import asks about
IMPORT_DAYS = number("IMPORT_DAYS", default=14)  # uploaded files are kept this long
IMPORT_IN_CHILD = True  # long imports get a process of their own; tests do the work at once

# --- Mail ---------------------------------------------------------------------------------

EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
if EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
elif DEVELOPMENT:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
else:  # never to the console: the links in mails would be in the log
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
EMAIL_PORT = number("EMAIL_PORT", default=25)
EMAIL_USE_TLS = flag("EMAIL_TLS", default=False)
EMAIL_HOST_USER = os.environ.get("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_PASSWORD", "")
EMAIL_TIMEOUT = 10
MAIL_IN_BACKGROUND = True  # a slow mail server delays no page; tests send at once
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "slik@localhost")

# --- Security headers ---------------------------------------------------------------------

SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Whom to tell of a weakness: a mailto: or https: address, shown in security.txt.
SECURITY_CONTACT = os.environ.get("SECURITY_CONTACT", f"mailto:{DEFAULT_FROM_EMAIL}")
if not SECURITY_CONTACT.startswith(("mailto:", "https://")):
    raise ImproperlyConfigured("SECURITY_CONTACT must begin with mailto: or https://.")
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # unique it is: accounts_user_email_is_unique
    "security.W005",  # other names below ours are not ours to bind to https
    "security.W008",  # the proxy redirects to https
    "security.W021",  # nor is the browsers' preload list
]
if not HTTPS:  # a closed network: BASE_URL says so
    SILENCED_SYSTEM_CHECKS += ["security.W004", "security.W012", "security.W016"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Designsystemet draws its icons as data: masks
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# --- Logs ---------------------------------------------------------------------------------

LOG_PROCESSORS = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.format_exc_info,
]
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *LOG_PROCESSORS,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # the proxy knows it, and whether to believe it
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG  # one line a request: when it has ended
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "lines": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": LOG_PROCESSORS,
            "processor": structlog.dev.ConsoleRenderer(colors=False)
            if DEVELOPMENT
            else structlog.processors.JSONRenderer(),
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # They repeat what RequestLog logs, one of them with the query string.
        "django.request": {"level": "CRITICAL"},
        "django.server": {"level": "CRITICAL"},
    },
}

# --- History ------------------------------------------------------------------------------

PGHISTORY_APPEND_ONLY = True
