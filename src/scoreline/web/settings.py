"""Django's settings for the web pages. The workspace is the folder that SCORELINE_WORKSPACE names.

There is no sign-in yet, so the pages answer to loopback names only: `ALLOWED_HOSTS` refuses every other Host header, which
also keeps a foreign site from reaching them by DNS rebinding. The content policy allows files of our own and nothing else:
no inline script, no inline style, nothing from another host.
"""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF

from scoreline.state.settings import FILE, database
from scoreline.web.locales import LANGUAGE_NAMES, language_code
from scoreline.web.secret import secret_key

_HERE = Path(__file__).parent
_FOLDER = os.environ.get("SCORELINE_WORKSPACE", "")

WORKSPACE: Path | None = Path(_FOLDER).absolute() if _FOLDER else None
"""The workspace served by this process; None only where tools read the settings."""

DEBUG = False
SECRET_KEY = secret_key(WORKSPACE)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ROOT_URLCONF = "scoreline.web.urls"
WSGI_APPLICATION = "scoreline.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True

INSTALLED_APPS = ["django.contrib.staticfiles", "django_htmx", "csp", "scoreline.state", "scoreline.web"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "scoreline.web.pages.problems.ProblemMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request", "scoreline.web.pages.current.context"],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "scoreline.web.templatetags.scoreline"],
        },
    }
]

DATABASES = {"default": database(WORKSPACE / FILE if WORKSPACE else ":memory:")}

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 0

USE_I18N = True
LANGUAGES = list(LANGUAGE_NAMES.items())
LANGUAGE_CODE = language_code(WORKSPACE)
LANGUAGE_COOKIE_NAME = "scoreline-language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LOCALE_PATHS = [_HERE / "locale"]

CSRF_COOKIE_NAME = "scoreline-csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.security.DisallowedHost": {"handlers": ["console"], "level": "CRITICAL", "propagate": False},
    },
}
