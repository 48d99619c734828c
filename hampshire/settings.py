"""Settings, read loudly from the environment; `.env.example` explains each one.

With DATABASE_URL and REDIS_URL set, those servers are used and nothing is embedded. Without them (a clone, the
demo) a PostgreSQL and a Redis-protocol server from wheels are started under var/: see hampshire/embedded.py.
"""

import sys
from pathlib import Path

import dj_database_url
import dj_email_url
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from environs import Env

from hampshire import logs

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)

# ---- What kind of place this is -------------------------------------------------------------------------------------

# "demo": a clone with embedded services and made-up families. "test": bin/test. "production": everything else.
MODE: str = env.str("HAMPSHIRE_MODE", "production" if env.str("DATABASE_URL", "") else "demo")
if MODE not in {"demo", "test", "production"}:
    raise ImproperlyConfigured(f"HAMPSHIRE_MODE is {MODE!r}: use demo, test or production.")
IS_DEMO = MODE == "demo"
IS_PRODUCTION = MODE == "production"

DEBUG: bool = env.bool("DEBUG", False)
NOT_A_SECRET = "not-a-secret-for-demonstration-and-tests-only"  # noqa: S105
SECRET_KEY: str = env.str("SECRET_KEY", "") or NOT_A_SECRET
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", [] if IS_PRODUCTION else ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
SECURE_COOKIES: bool = env.bool("SECURE_COOKIES", IS_PRODUCTION)

if IS_PRODUCTION:
    if SECRET_KEY == NOT_A_SECRET or len(SECRET_KEY) < 50:
        raise ImproperlyConfigured("Set SECRET_KEY to 50 or more random characters: see .env.example.")
    if DEBUG:
        raise ImproperlyConfigured("DEBUG shows children's records in error pages: it must be off in production.")
    if not SECURE_COOKIES:
        raise ImproperlyConfigured("SECURE_COOKIES must be on in production: sign-in cookies never cross plain HTTP.")
    if not ALLOWED_HOSTS:
        raise ImproperlyConfigured("Set ALLOWED_HOSTS to the names this service answers to.")

# ---- Services: PostgreSQL and a Redis-protocol server ---------------------------------------------------------------

DATABASE_URL: str = env.str("DATABASE_URL", "")
DATABASE_OWNER_URL: str = env.str("DATABASE_OWNER_URL", "")
REDIS_URL: str = env.str("REDIS_URL", "")
if bool(DATABASE_URL) != bool(REDIS_URL):
    raise ImproperlyConfigured("Set both DATABASE_URL and REDIS_URL, or neither.")
if IS_PRODUCTION and not DATABASE_URL:
    raise ImproperlyConfigured("Set DATABASE_URL and REDIS_URL: production embeds no servers.")
if not DATABASE_URL:
    from hampshire import embedded

    _services = embedded.ensure_running(BASE_DIR / "var")
    DATABASE_URL, DATABASE_OWNER_URL, REDIS_URL = _services.database_url, _services.owner_url, _services.redis_url

# The web and the workers connect as a role that owns no table, so that no bug of theirs can switch off a trigger that
# keeps the audit append-only. Only these commands change tables.
_OWNER_COMMANDS = {"migrate", "flush", "test", "sqlmigrate"}
_connect_as_owner = DATABASE_OWNER_URL and (MODE == "test" or (len(sys.argv) > 1 and sys.argv[1] in _OWNER_COMMANDS))

_database_url = DATABASE_OWNER_URL if _connect_as_owner else DATABASE_URL
DATABASES = {"default": dj_database_url.parse(_database_url, conn_max_age=600, conn_health_checks=True)}
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
# What hampshire/prepared.py asks is planned once on a connection, from the second time on; nothing else is prepared.
# A PgBouncer in transaction mode has to know of it: version 1.22 or later, with max_prepared_statements.
DATABASES["default"]["OPTIONS"].setdefault("prepare_threshold", 1)
# Test runs side by side on one server each name their database.
DATABASES["default"]["TEST"] = {"NAME": "_".join(filter(None, ["test_hampshire", env.str("TEST_DB_SUFFIX", "")]))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# One Redis-protocol server for the cache, sessions and the broker, kept apart by key prefix. The prefix also keeps
# test processes that run side by side out of each other's keys.
REDIS_PREFIX: str = env.str("REDIS_PREFIX", "hampshire")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": REDIS_PREFIX,
    }
}

# ---- Celery ---------------------------------------------------------------------------------------------------------

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://")
CELERY_BROKER_TRANSPORT_OPTIONS = {"global_keyprefix": f"{REDIS_PREFIX}-broker:", "visibility_timeout": 3600}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Results are rows of ours (jobs, metric snapshots), so Celery keeps none. A task is acknowledged after it is done, and
# one whose worker was killed is given out again.
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/London"
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "give-out-lost-jobs": {"task": "hampshire.jobs.tasks.give_out_lost_jobs", "schedule": 60.0},
    # One asked for in vain, because no worker was up, is not asked for again and again once there is one.
    "figures-of-stale-teams": {
        "task": "outcomes.tasks.recompute_stale_teams", "schedule": 60.0, "options": {"expires": 55},
    },
    "all-figures": {"task": "outcomes.tasks.rebuild_all", "schedule": crontab(hour=2, minute=30)},
}  # fmt: skip

# ---- What is in the house -------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "hampshire.accounts",
    "hampshire.audit",
    "hampshire.jobs",
    "hampshire.links",
    "hampshire",
    "cases",
    "practice.register",
    "practice",
    "practice.relationship",
    "practice.assessments",
    "practice.plans",
    "practice.letters",
    "practice.learning",
    "practice.supervision",
    "outcomes",
    "allauth",
    "allauth.account",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "drf_spectacular",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "hampshire.static.StaticFiles",
    "django.forms",
]

if not IS_PRODUCTION:
    INSTALLED_APPS += ["demo"]  # made-up families; production cannot even find them

MIDDLEWARE = [
    "hampshire.views.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "hampshire.middleware.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "hampshire.request_log.RequestLogMiddleware",
    "hampshire.audit.middleware.WhereFromMiddleware",
    "hampshire.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "hampshire.urls"
WSGI_APPLICATION = "hampshire.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hampshire.navigation.navigation",
            ],
            "builtins": ["hampshire.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # so that templates/django/forms/ draws every field

# ---- Who may sign in ------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.Staff"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "hampshire.accounts.adapter.StaffAdapter"
ACCOUNT_FORMS = {
    "change_password": "hampshire.accounts.sign_in_forms.ChangePasswordForm",
    "set_password": "hampshire.accounts.sign_in_forms.SetPasswordForm",
    "reset_password_from_key": "hampshire.accounts.sign_in_forms.ResetPasswordKeyForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False  # closing the browser signs out
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nothing is sent to an address because somebody typed it
# Locked out for five minutes after five wrong passwords for one account; the second limit is for one address, wide
# enough for a whole office behind it.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,100/5m/ip"}

# Sessions live in the cache: nothing is lost with one, since what is half written is a draft in the database.
SESSION_ENGINE = "django.contrib.sessions.backends.cache"
SESSION_COOKIE_AGE: int = env.int("SESSION_MINUTES", 30) * 60
SESSION_SAVE_EVERY_REQUEST = True  # the time-out counts from the last thing you did
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# ---- What a browser may do ------------------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF],
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": [], "microphone": [], "geolocation": [], "payment": [], "usb": [], "display-capture": [],
}  # fmt: skip
SECURE_SSL_REDIRECT: bool = env.bool("SECURE_SSL_REDIRECT", IS_PRODUCTION)
SECURE_HSTS_SECONDS: int = env.int("SECURE_HSTS_SECONDS", 31_536_000 if IS_PRODUCTION else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_PRODUCTION
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # browsers' preload lists are for a whole domain: the council's to decide
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Believe the proxy's word on TLS and on who is calling only when told that there is one.
TRUST_PROXY: bool = env.bool("TRUST_PROXY", False)
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # sign-in limits count the caller's address, not the proxy's

# ---- Language, time, files ------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
# Django refuses a page of more than 1,000 fields. A plan of 45 goals with three actions each sends more, and everything
# typed on it would be lost. The bytes of a page stay limited as they are.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT: Path = env.path("STATIC_ROOT", BASE_DIR / "var" / "static")
FRONTEND_DIR: Path = env.path("FRONTEND_DIR", BASE_DIR / "var" / "frontend")  # made by bin/frontend from npm packages
STATICFILES_DIRS = [BASE_DIR / "static", FRONTEND_DIR]
_static_storage = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if MODE == "test"  # hashing every file costs a minute that tests do not need
    else "hampshire.static.HashedStaticFiles"
)
WHITENOISE_USE_FINDERS = MODE == "test"
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("jpg", "png", "webp", "gif", "woff", "woff2", "gz", "br", "zip", "map")
UPLOADS_DIR: Path = env.path("UPLOADS_DIR", BASE_DIR / "var" / "uploads")  # returns waiting to be imported
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(UPLOADS_DIR)}},
    "staticfiles": {"BACKEND": _static_storage},
}

# ---- E-mail: carries no child's details -----------------------------------------------------------------------------

EMAIL_URL: str = env.str("EMAIL_URL", "")
if IS_PRODUCTION and not EMAIL_URL:
    raise ImproperlyConfigured("Set EMAIL_URL: without it, links that reset a password would be written to the logs.")
_email = dj_email_url.parse(EMAIL_URL or "console:")
_smtp = {
    "host": "HOST", "port": "PORT", "username": "HOST_USER", "password": "HOST_PASSWORD",
    "use_tls": "USE_TLS", "use_ssl": "USE_SSL", "timeout": "TIMEOUT",
}  # fmt: skip
MAILERS = {
    "default": {
        "BACKEND": _email["EMAIL_BACKEND"],
        "OPTIONS": {ours: _email[f"EMAIL_{theirs}"] for ours, theirs in _smtp.items()} if _email["EMAIL_HOST"] else {},
    }
}
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "hampshire@hampshire.example")

# ---- API ------------------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "hampshire.api.pages.CursorPages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "hampshire.api.handler.as_problem",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Hampshire",
    "DESCRIPTION": "What the pages know and do, for programs: the same people may do the same things.",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "hampshire.api.schema.add_problems",
    ],
}

# ---- Logs: one JSON line an event, never a name ---------------------------------------------------------------------

LOGGING = logs.configure(env.str("LOG_LEVEL", "INFO"))
DJANGO_STRUCTLOG_CELERY_ENABLED = True  # the request's and the task's id on each line of a task
