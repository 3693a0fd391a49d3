"""An empty registry of a benchmark's own, with Django set up on it."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


@contextmanager
def own_database() -> Iterator[None]:
    """Hold up a migrated database, whose every row is reached; then remove it."""
    with tempfile.TemporaryDirectory(prefix="dayzero-bench-") as place:
        os.environ["VAR_DIR"] = place
        os.environ["DAYZERO_ROLE"] = "owner"
        for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
            os.environ.pop(name, None)
        os.chdir(ROOT)
        # After the folder is named: both read it once, when they are imported.
        from config.embedded.environment import services

        with services(migrated=True):
            import django

            django.setup()
            from registry.access.reach import everywhere

            with everywhere():
                yield
