"""Settings, from the environment. docs/operations.md explains each variable."""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from config.environment import flag, words
from config.folders import ROOT, VAR
from config.logs import logging_config
from registry.codelists.countries import COUNTRIES

DEBUG = flag("DAYZERO_DEBUG")
DEMO = flag("DAYZERO_DEMO")
TRAINING = flag("DAYZERO_TRAINING")
ON_OWN_MACHINE = DEBUG or DEMO

# ---- Application

INSTALLED_APPS = [
    "config.apps.PlatformConfig",
    "registry",
    "outcomes",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "simple_history",
    "rest_framework",
    "knox",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "csp",
    "axes",
]
MIDDLEWARE = [
    # Outermost, so that refusals and files carry the policy, too.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.rest.middleware.problems_everywhere",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "config.limits.RefuseTooLarge",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "config.limits.RefuseNul",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.caching.KeepNowhere",
    "registry.access.sessions.SessionLimits",
    "registry.access.middleware.rows_of_the_person",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "registry.access.log.NoteAccess",
    "axes.middleware.AxesMiddleware",
    "registry.access.sessions.SecondFactorFirst",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "registry.context.person",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Triggers write history, whatever the way of writing: design rule 3.
SIMPLE_HISTORY_ENABLED = False
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
# History and change log are closed to writing by this role.
APPLICATION_ROLE = os.environ.get("DAYZERO_APPLICATION_ROLE", "dayzero_app")
# Tables and functions are this role's.
OWNER_ROLE = os.environ.get("DAYZERO_OWNER_ROLE", "dayzero_owner")
# Roles that may go round the guards, beside the one that the cluster was made with: a
# database's administrators, a backup that replicates.
TRUSTED_ROLES = words("DAYZERO_TRUSTED_ROLES")
# Where the head of the sealed change log is noted, out of the database's reach.
AUDIT_HEADS = Path(os.environ.get("DAYZERO_AUDIT_HEADS", VAR / "audit" / "heads.jsonl"))
AUDIT_MAIL_TO = words("DAYZERO_AUDIT_MAIL_TO")

# Counts from one to below this are hidden from those who see sums alone.
SMALLEST_CELL = int(os.environ.get("DAYZERO_SMALLEST_CELL", "11"))

# Where the registry is. Human genetic resource data leave this country by a number.
COUNTRY = os.environ.get("DAYZERO_COUNTRY") or "CN"
if COUNTRY not in COUNTRIES:
    raise ImproperlyConfigured(
        f"DAYZERO_COUNTRY must be two letters of ISO 3166-1, not {COUNTRY!r}."
    )

# ---- Database: the application's role, and the owner's for migrations only

_AS_OWNER = os.environ.get("DAYZERO_ROLE") == "owner"
_DATABASE_VARIABLE = "DATABASE_OWNER_URL" if _AS_OWNER else "DATABASE_URL"
_DATABASE = os.environ.get(_DATABASE_VARIABLE)
DATABASES = {
    "default": dj_database_url.parse(
        _DATABASE, conn_max_age=60, conn_health_checks=True
    )
    if _DATABASE
    # Commands that need no database run without one, and notice when they do.
    else {"ENGINE": "django.db.backends.dummy"}
}
if _AS_OWNER and not _DATABASE:
    raise ImproperlyConfigured(
        "Set DATABASE_OWNER_URL: DATABASE_URL's role owns nothing and cannot migrate."
    )

# ---- Secrets, hosts, cookies

_SERVES = "DATABASE_URL" in os.environ and not ON_OWN_MACHINE
SECRET_KEY = os.environ.get("DAYZERO_SECRET_KEY", "")
if not SECRET_KEY and _SERVES:
    raise ImproperlyConfigured(
        "Set DAYZERO_SECRET_KEY to a long random text and keep it: "
        'python -c "import secrets; print(secrets.token_urlsafe(50))"'
    )
SECRET_KEY = SECRET_KEY or get_random_secret_key()
# Replaced ones, newest first: what was signed and masked with them is still read.
SECRET_KEY_FALLBACKS = words("DAYZERO_OLD_SECRET_KEYS")
_OWN_NAMES = "localhost,127.0.0.1,[::1]"
ALLOWED_HOSTS = words("DAYZERO_ALLOWED_HOSTS", _OWN_NAMES)
CSRF_TRUSTED_ORIGINS = words("DAYZERO_CSRF_TRUSTED_ORIGINS")

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not ON_OWN_MACHINE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_IDLE_SECONDS = 60 * int(os.environ.get("DAYZERO_IDLE_MINUTES", "30"))
SECURE_SSL_REDIRECT = not ON_OWN_MACHINE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 0 if ON_OWN_MACHINE else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not ON_OWN_MACHINE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
BEHIND_PROXY = flag("DAYZERO_BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# ---- People

AUTH_USER_MODEL = "registry.User"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
_VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATORS}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATORS}.NumericPasswordValidator"},
]
# Who must show a second factor: off, administrators, all.
SECOND_FACTOR = os.environ.get(
    "DAYZERO_SECOND_FACTOR", "off" if ON_OWN_MACHINE else "administrators"
)
if SECOND_FACTOR not in ("off", "administrators", "all"):
    raise ImproperlyConfigured(
        "DAYZERO_SECOND_FACTOR must be off, administrators or all, "
        f"not {SECOND_FACTOR!r}."
    )
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_USERNAME_CALLABLE = "registry.access.tried_names.counted_name"
AXES_LOCKOUT_CALLABLE = "registry.views.sign_in.locked_out"
AXES_CLIENT_IP_CALLABLE = "config.addresses.counted_address"

# ---- Languages and time

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_TZ = True
TIME_ZONE = os.environ.get("DAYZERO_TIME_ZONE", "UTC")

# ---- Files

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_ROOT = VAR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
if ON_OWN_MACHINE:
    # Compressing takes seconds of the start, and nothing crosses a network.
    _STORAGE = "StaticFilesStorage" if DEBUG else "ManifestStaticFilesStorage"
    STORAGES["staticfiles"] = {
        "BACKEND": f"django.contrib.staticfiles.storage.{_STORAGE}"
    }
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

# ---- Mail: to a server, into a folder, or else to the standard output

BASE_URL = os.environ.get("DAYZERO_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
DEFAULT_FROM_EMAIL = os.environ.get("DAYZERO_EMAIL_FROM", "dayzero@localhost")
EMAIL_HOST = os.environ.get("DAYZERO_EMAIL_HOST", "")
EMAIL_FILE_PATH = os.environ.get("DAYZERO_EMAIL_FOLDER", "")
_BACKEND = "smtp" if EMAIL_HOST else "filebased" if EMAIL_FILE_PATH else "console"
EMAIL_BACKEND = f"django.core.mail.backends.{_BACKEND}.EmailBackend"
EMAIL_PORT = int(os.environ.get("DAYZERO_EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("DAYZERO_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("DAYZERO_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = EMAIL_PORT != 25
EMAIL_TIMEOUT = 20

# ---- API

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "knox.auth.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "registry.api.problems.problem_details",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Day Zero",
    "DESCRIPTION": "A clinical registry for CAR-T and stem-cell transplant.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    # Code lists stay where they are used: a name for each would be a second catalogue.
    "POSTPROCESSING_HOOKS": ["config.rest.schema.with_headers"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    # Some 300 operations: one line a form, each opened by a click, found by the filter.
    "SWAGGER_UI_SETTINGS": {
        "deepLinking": True,
        "docExpansion": "none",
        "filter": True,
    },
}
REST_KNOX = {"AUTH_HEADER_PREFIX": "Token"}
KNOX_TOKEN_MODEL = "registry.ApiToken"

# A dataset that has about more rows is written by a worker, not while somebody waits.
EXPORT_ROWS_AT_ONCE = int(os.environ.get("DAYZERO_EXPORT_ROWS_AT_ONCE", "2000000"))

# Hosts that webhooks may call inside the own network, and by http. Others only by
# https and outside of it.
WEBHOOK_HOSTS = words("DAYZERO_WEBHOOK_HOSTS")
# A webhook is told once in so many seconds; versions in between are passed over.
WEBHOOK_SECONDS = int(os.environ.get("DAYZERO_WEBHOOK_SECONDS", "30"))

# ---- Work in the background

CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL", "memory://")
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "config.beat:SteadyScheduler"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_TASK_TIME_LIMIT = 300  # below the visibility timeout, or work is done twice
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# In kB: a worker process that has grown past it is replaced after its task.
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 768_000
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
}

# ---- Logs

LOGGING = logging_config(as_json=not ON_OWN_MACHINE)
