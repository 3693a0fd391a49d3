"""The folder of a run, named before anything else is imported.

``config.folders`` and the settings read it once, when they are imported.
"""

import os
import tempfile


def name_folder() -> None:
    """Let settings and servers be those of a new folder."""
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="dayzero-faults-")
    os.environ["DAYZERO_DEMO"] = "1"  # plain HTTP, on this machine alone
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "CELERY_BROKER_URL"):
        os.environ.pop(name, None)
