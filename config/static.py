"""Collect the static files when they have changed since the last time."""

import hashlib
from pathlib import Path

from django.conf import settings

from config.folders import ROOT, VAR


def collect_if_changed() -> None:
    """Run ``collectstatic`` unless the files are those of the last run."""
    from django.core.management import call_command

    stamp, now = VAR / "static-files", fingerprint()
    if stamp.exists() and stamp.read_text() == now:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(now)


def fingerprint() -> str:
    """Summarise names, sizes and times of our files, and the packages' versions."""
    seen = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for folder in settings.STATICFILES_DIRS:
        for path in sorted(Path(folder).rglob("*")):
            found = path.stat()
            seen.update(f"{path}{found.st_size}{found.st_mtime_ns}\n".encode())
    return seen.hexdigest()
