"""The settings of a test run: servers and files in a folder of its own."""

import os
import tempfile
from pathlib import Path

from config.embedded.broker import Broker
from config.embedded.place import Place
from config.embedded.postgres import OWNER, Postgres

# The first process of a run makes the folder; pytest-xdist's workers inherit it.
STATE = Path(
    os.environ.setdefault("DAYZERO_TEST_STATE", tempfile.mkdtemp(prefix="dayzero-"))
)
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
TEMPLATE_NAME, DATABASE_NAME = "template_dayzero", f"dayzero_{WORKER}"

PLACE = Place(STATE)
PLACE.create()
POSTGRES, BROKER = Postgres(PLACE, durable=False), Broker(PLACE)

os.environ["VAR_DIR"] = str(STATE)
os.environ["DATABASE_URL"] = POSTGRES.url(database=DATABASE_NAME)
os.environ["DATABASE_OWNER_URL"] = POSTGRES.url(OWNER, TEMPLATE_NAME)
os.environ["DAYZERO_SECRET_KEY"] = "for tests alone"
os.environ.pop("CELERY_BROKER_URL", None)
os.environ.pop("DAYZERO_DEMO", None)

from config.settings import *  # noqa: E402, F403

SECOND_FACTOR = "off"
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
