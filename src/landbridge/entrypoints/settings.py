"""Settings from the environment, with safe defaults. docs/deploy.md lists them; a test compares the two."""

import os
from importlib.util import find_spec
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from landbridge.ground.postgres import connection_settings

ENV = os.environ
PACKAGE = Path(__file__).resolve().parent.parent
WEB = PACKAGE / "entrypoints" / "web"

DATA_DIR = Path(ENV.get("LANDBRIDGE_DATA_DIR", "var")).resolve()
SITE_URL = ENV.get("LANDBRIDGE_SITE_URL", f"http://localhost:{ENV.get('LANDBRIDGE_PORT', '8000')}").rstrip("/")
PRODUCTION = SITE_URL.startswith("https://")
DEBUG = False


def secret_key() -> str:
    """The installation's secret: from the environment, else made once and kept in a 0600 file of the data folder."""
    if "LANDBRIDGE_SECRET_KEY" in ENV:
        return ENV["LANDBRIDGE_SECRET_KEY"]
    path = DATA_DIR / "secret_key"
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(os.urandom(48).hex())
        except FileExistsError:
            pass
    return path.read_text()


SECRET_KEY = secret_key()
ALLOWED_HOSTS = [host for host in ENV.get("LANDBRIDGE_HOSTS", "").split(",") if host] or [
    "localhost",
    "127.0.0.1",
    "[::1]",
    SITE_URL.split("//")[1].split(":")[0].split("/")[0],
]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

ROOMS = [
    "evidence",
    "network",
    "projects",
    "agreements",
    "matchmaking",
    "spaces",
    "support",
    "outcomes",
    "events",
    "indicators",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "csp",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "landbridge.ground",
    *(f"landbridge.{room}" for room in ROOMS if find_spec(f"landbridge.{room}")),
    "landbridge.entrypoints.web",
]
AUTH_USER_MODEL = "network.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "landbridge.entrypoints.web.shell.preferences.AccountLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "landbridge.entrypoints.web.shell.errors.ErrorPages",
    "landbridge.entrypoints.gate.GateMiddleware",
    "landbridge.entrypoints.api.traffic.Traffic",
    "allauth.account.middleware.AccountMiddleware",
    "landbridge.entrypoints.web.account.activity.SessionActivity",
]
PERMISSION_TABLE = "landbridge.entrypoints.permissions.ROUTES"
ROOT_URLCONF = "landbridge.entrypoints.urls"
WSGI_APPLICATION = "landbridge.entrypoints.wsgi.application"

# ---- database: the application's role serves, the owner's role migrates
_connections = connection_settings(ENV)
_common = {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
DATABASES = {
    "default": {**_common, **_connections["app"], "TEST": {"MIRROR": "owner"}},
    "owner": {**_common, **_connections["owner"], "CONN_MAX_AGE": 0},
}
DATABASE_ROUTERS = ["landbridge.ground.roles.OwnerMigrates"]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "landbridge.entrypoints.web.context.shell",
            ],
            "builtins": ["landbridge.entrypoints.web.templatetags.landbridge"],
        },
    }
]

FORM_RENDERER = "landbridge.entrypoints.web.forms.Renderer"
CSRF_FAILURE_VIEW = "landbridge.entrypoints.web.shell.errors.csrf_failure"

# ---- languages and time
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Chinese"))]
LOCALE_PATHS = sorted((PACKAGE / "locale").glob("*")) if (PACKAGE / "locale").exists() else []
LANGUAGE_COOKIE_SAMESITE = "Lax"
FORMAT_MODULE_PATH = ["landbridge.entrypoints.web.formats"]

# ---- static files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# ---- what a browser may do
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20

# ---- log-in
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_ADAPTER = "landbridge.entrypoints.web.account.adapters.Accounts"
SOCIALACCOUNT_ADAPTER = "landbridge.entrypoints.web.account.adapters.SignOn"
WEBHOOK_NETWORKS = [net for net in ENV.get("LANDBRIDGE_WEBHOOK_NETWORKS", "").split(",") if net]
ALLAUTH_TRUSTED_PROXY_COUNT = int(ENV.get("LANDBRIDGE_PROXIES", "1" if PRODUCTION else "0"))
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Landbridge"
MFA_TOTP_TOLERANCE = 1  # half a minute early or late: clocks of phones go wrong; each code counts once all the same
MFA_FORMS = {
    "add_webauthn": "landbridge.entrypoints.web.account.factors.PasskeyForm",
    "edit_webauthn": "landbridge.entrypoints.web.account.factors.RenameForm",
    "activate_totp": "landbridge.entrypoints.web.account.factors.FirstCodeForm",
    "authenticate": "landbridge.entrypoints.web.account.factors.CodeForm",
    "reauthenticate": "landbridge.entrypoints.web.account.factors.CodeAgainForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
USERSESSIONS_TRACK_ACTIVITY = False  # a write on every page: web/account/activity.py notes it every few minutes
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
OIDC_DOMAINS = [
    domain.strip().lower() for domain in ENV.get("LANDBRIDGE_OIDC_DOMAINS", "").split(",") if domain.strip()
]
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": ENV.get("LANDBRIDGE_OIDC_NAME", "Single sign-on"),
                    "client_id": ENV["LANDBRIDGE_OIDC_CLIENT_ID"],
                    "secret": ENV.get("LANDBRIDGE_OIDC_SECRET", ""),
                    "settings": {
                        "server_url": ENV.get("LANDBRIDGE_OIDC_SERVER", "").rstrip("/"),
                        "oauth_pkce_enabled": True,
                    },
                }
            ]
        }
    }
    if ENV.get("LANDBRIDGE_OIDC_CLIENT_ID")
    else {}
)

# ---- mail: written to files unless an SMTP server is named
DEFAULT_FROM_EMAIL = ENV.get("LANDBRIDGE_MAIL_FROM", "landbridge@localhost")
EMAIL_HOST = ENV.get("LANDBRIDGE_SMTP_HOST", "")
EMAIL_PORT = int(ENV.get("LANDBRIDGE_SMTP_PORT", "587"))
EMAIL_HOST_USER = ENV.get("LANDBRIDGE_SMTP_USER", "")
EMAIL_HOST_PASSWORD = ENV.get("LANDBRIDGE_SMTP_PASSWORD", "")
EMAIL_USE_TLS = ENV.get("LANDBRIDGE_SMTP_TLS", "1") == "1"
READ_TROUBLES = ENV.get("LANDBRIDGE_TROUBLES", "1") == "1"
MAIL_PER_MINUTE = int(ENV.get("LANDBRIDGE_MAIL_PER_MINUTE", "60"))
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_BACKEND = (
    f"django.core.mail.backends.{'smtp' if EMAIL_HOST else ENV.get('LANDBRIDGE_MAIL', 'filebased')}.EmailBackend"
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"secrets": {"()": "landbridge.entrypoints.logs.RedactSecrets"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}},
    "root": {"handlers": ["stderr"], "level": ENV.get("LANDBRIDGE_LOG_LEVEL", "WARNING")},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
