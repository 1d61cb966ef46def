"""All settings, read from the environment; unsafe production values are refused at start."""

from importlib.util import find_spec
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from chungtay.config import environment

PACKAGE = Path(__file__).resolve().parent.parent
ENVIRONMENT = environment.text("ENV", "demo")
if ENVIRONMENT not in ("demo", "production"):
    raise ImproperlyConfigured(f"CHUNGTAY_ENV is {ENVIRONMENT!r}; write demo or production.")
PRODUCTION = ENVIRONMENT == "production"
DEMO = not PRODUCTION
DATA_DIR = Path(environment.text("DATA_DIR", "data")).absolute()

if PRODUCTION:
    missing = [n for n in ("SECRET_KEY", "MASTER_KEY", "ALLOWED_HOSTS", "DATA_DIR") if not environment.text(n)]
    if missing:
        raise ImproperlyConfigured(
            "In production set " + ", ".join(f"CHUNGTAY_{n}" for n in missing) + " (see .env.example)."
        )

SECRET_KEY = environment.kept_secret("SECRET_KEY", DATA_DIR)
MASTER_KEY = environment.kept_secret("MASTER_KEY", DATA_DIR)
if PRODUCTION and min(len(SECRET_KEY), len(MASTER_KEY)) < 50:
    raise ImproperlyConfigured("CHUNGTAY_SECRET_KEY and CHUNGTAY_MASTER_KEY need at least 50 characters.")
DEBUG = False
ALLOWED_HOSTS = environment.text("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")

DATABASES = {
    "default": environment.database(environment.text("DATABASE_URL", f"sqlite:///{DATA_DIR / 'chungtay.sqlite3'}"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "lucide",
    "django_tasks",
    "django_tasks_db",
    "chungtay.reference.places",
    "chungtay.reference.audit",
    "chungtay.reference.actors",
    "chungtay.reference.sources",
    "chungtay.reference.indicators",
    "chungtay.reference.forms",
    "chungtay.ledger",
    "chungtay.checks",
    "chungtay.gathering.programmes",
    "chungtay.gathering.registers.lists",
    "chungtay.gathering.registers.community",
    "chungtay.gathering.registers.activities",
    "chungtay.gathering.registers.forces",
    "chungtay.gathering.registers.tallies",
    "chungtay.gathering.registers.standards",
    "chungtay.gathering.registers.commendations",
    "chungtay.gathering.intake",
    "chungtay.gathering.approval",
    "chungtay.results.warehouse",
    "chungtay.results.analysis",
    "chungtay.results.analysis.dashboards",
    "chungtay.results.analysis.studies",
    "chungtay.results.reviews",
    "chungtay.results.issuing",
    "chungtay.results.publishing",
    "chungtay.faces.desk",
    "chungtay.faces.portal",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "chungtay.faces.desk.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "chungtay.faces.desk.auditing.AuditMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "chungtay.config.urls"
WSGI_APPLICATION = "chungtay.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "chungtay.faces.desk.context.desk",
            ],
        },
    }
]

AUTH_USER_MODEL = "actors.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
if environment.flag("BEHIND_PROXY"):
    # Else every visitor has the proxy's address, and whoever knows an account's name can shut its owner out.
    AXES_CLIENT_IP_CALLABLE = "chungtay.faces.desk.middleware.address_behind_proxy"
AXES_LOCKOUT_TEMPLATE = "desk/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True
PASSWORD_HASHERS = [
    "chungtay.config.hashing.Argon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "chungtay.reference.actors.passwords.LocalPasswordValidator"},
]
SECOND_FACTOR_ROLES = environment.roles(
    "SECOND_FACTOR_ROLES", "approver,administrator,oversight" if PRODUCTION else "none"
)
"""Accounts of these roles must sign in with a second factor."""
SECOND_FACTOR_GRACE_DAYS = environment.number("SECOND_FACTOR_GRACE_DAYS", 14)
"""From the first sign-in that lacked one."""
OIDC_ISSUER = environment.provider("OIDC_ISSUER", may_be_plain=not PRODUCTION)
"""Another provider that may say who somebody is; "" for none (docs/access.md)."""
OIDC_CLIENT_ID, OIDC_CLIENT_SECRET = environment.text("OIDC_CLIENT_ID"), environment.text("OIDC_CLIENT_SECRET")
OIDC_NAME = environment.text("OIDC_NAME", "OpenID Connect")
OIDC_TRUST_MFA = environment.flag("OIDC_TRUST_MFA")
TWO_PEOPLE = environment.flag("TWO_PEOPLE", PRODUCTION)
"""Whether freezing an issued term again and changing the catalogue take a second person."""
AUDIT = True
"""Off only where a test counts rows and the audit is not what it is about."""
LOGIN_URL = "/vao/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/vao/"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LANGUAGE_BY_ADDRESS = {"/cong-khai/": "vi", "/public/": "en"}
"""Where the address says which language its pages are in; everywhere else the reader's choice does."""
LOCALE_PATHS = [PACKAGE / "config" / "locale"]
FORMAT_MODULE_PATH = "chungtay.config.formats"
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
_unfold = find_spec("unfold")
# Only Inter is taken from this package: the one font of the product, with all Vietnamese letters.
STATICFILES_DIRS = (
    [("unfold", f"{_unfold.submodule_search_locations[0]}/static/unfold")]
    if _unfold and _unfold.submodule_search_locations
    else []
)
WHITENOISE_USE_FINDERS = True
SOURCES_DIR = DATA_DIR / "sources"
WAREHOUSE_DIR = DATA_DIR / "warehouse"
WAREHOUSE = environment.text("WAREHOUSE", "duckdb")
"""Where wide questions are worked out: here by DuckDB, or by Spark (local[2], spark://host:7077)."""
WAREHOUSE_SEEN_AS = environment.text("WAREHOUSE_SEEN_AS")
WAREHOUSE_STORE = environment.shared_store(environment.text("WAREHOUSE_STORE"))
"""Where several machines share what is laid down: s3://bucket/prefix, or a folder."""
WAREHOUSE_STORE_ENDPOINT = environment.endpoint(
    "WAREHOUSE_STORE_ENDPOINT", may_be_plain=not PRODUCTION or environment.flag("PLAIN_HTTP")
)
WAREHOUSE_STORE_REGION = environment.text("WAREHOUSE_STORE_REGION")
WAREHOUSE_STORE_KEY = environment.text("WAREHOUSE_STORE_KEY")
WAREHOUSE_STORE_SECRET = environment.text("WAREHOUSE_STORE_SECRET")
WAREHOUSE_MEMORY = environment.text("WAREHOUSE_MEMORY", "2GB")
"""What DuckDB may hold while a generation is built; the rest goes to files beside it."""
WAREHOUSE_READ_MEMORY = environment.text("WAREHOUSE_READ_MEMORY", "512MB")
"""What DuckDB may hold in each process that asks; the files themselves are shared by all."""
WAREHOUSE_TAIL_FIGURES = environment.number("WAREHOUSE_TAIL_FIGURES", 20_000)
"""When so many figures were decided of since the last generation, the worker builds the next."""
WAREHOUSE_REMEMBERED_SECONDS = 1.0
"""For so long nobody looks again whether places, duties and forms are still the same. Figures count at once."""
WAREHOUSE_SHEETS_FROM = 100_000
"""Claims from which finished answers are laid down with a generation; the general way is quick enough for fewer."""
WAREHOUSE_MOST_CELLS = environment.number("WAREHOUSE_MOST_CELLS", 20_000_000)
"""Numbers that one question may ask for; beyond it, it is refused before anything is read."""
UPLOADS_DIR = DATA_DIR / "uploads"
OPEN_DIR = DATA_DIR / "open"
PICTURES_DIR = DATA_DIR / "pictures"
DATA_LICENCE = environment.text("DATA_LICENCE", "https://creativecommons.org/licenses/by/4.0/")
"""Under which licence open data are given, as an address."""
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
MAX_UPLOAD_BYTES = 25 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["chungtay.faces.desk.uploads.BoundedMemoryUploadHandler"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
    }
}
SESSION_ENGINE = "chungtay.reference.actors.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = environment.number("SESSION_HOURS", 12) * 3600
"""A session ends so long after signing in, whatever happens; and when nobody worked in it for the time below."""
SESSION_IDLE_SECONDS = environment.number("SESSION_IDLE_MINUTES", 60) * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION and not environment.flag("PLAIN_HTTP")
LANGUAGE_COOKIE_SECURE = SESSION_COOKIE_SECURE
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
if SESSION_COOKIE_SECURE:
    # Browsers take such a cookie from this very host alone, by TLS alone: no neighbour of its domain can set it.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    LANGUAGE_COOKIE_NAME = "__Host-language"
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if environment.flag("BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

TASK_SOON_DAYS = environment.number("TASK_SOON_DAYS", 3)
# How long a task may be late before the body above its owner is told.
TASK_ESCALATE_DAYS = environment.number("TASK_ESCALATE_DAYS", 7)

# No mail leaves until a server is named: a demonstration writes to nobody.
_mail = environment.mail_server(environment.text("SMTP_URL"))
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _mail.host else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.begins_tls, _mail.is_tls
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.text("MAIL_FROM", "chung-tay@localhost")
PUBLIC_URL = environment.text("PUBLIC_URL", "http://localhost:8000/")

LOG_KEY = environment.text("LOG_KEY") if PRODUCTION else environment.kept_secret("LOG_KEY", DATA_DIR)
"""What heads of the public log are signed with; without one nothing is made public, everything else works."""
LOG_NAME = environment.text("LOG_NAME", f"{environment.bare_host(PUBLIC_URL)}/cong-khai/so")
if "+" in LOG_NAME or LOG_NAME.split() != [LOG_NAME]:
    raise ImproperlyConfigured(f"CHUNGTAY_LOG_NAME is {LOG_NAME!r}; write a name without blanks and plus signs.")
LOG_FORMER_KEYS = environment.text("LOG_FORMER_KEYS")

BACKUP_KEY = environment.text("BACKUP_KEY")
"""What backups are sealed with; empty: they are not."""
if BACKUP_KEY and len(BACKUP_KEY) < 50:
    raise ImproperlyConfigured("CHUNGTAY_BACKUP_KEY needs at least 50 characters.")

METRICS_TOKEN = environment.text("METRICS_TOKEN")
"""Whoever bears it reads /metrics; empty: nobody does."""
if METRICS_TOKEN and len(METRICS_TOKEN) < 20:
    raise ImproperlyConfigured("CHUNGTAY_METRICS_TOKEN needs at least 20 characters.")

LOG_FORMAT = environment.text("LOG_FORMAT", "json" if PRODUCTION else "text")
"""json: a line an event, which names nobody. text: with whatever was put in, for whoever works on the program."""
if LOG_FORMAT not in ("json", "text") or (PRODUCTION and LOG_FORMAT == "text"):
    raise ImproperlyConfigured(f"CHUNGTAY_LOG_FORMAT is {LOG_FORMAT!r}; write json (text only outside production).")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "chungtay.config.logs.Nameless"}, "text": {"format": "%(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": environment.text("LOG_LEVEL", "WARNING")},
    "loggers": {"axes": {"level": "ERROR"}},
}
