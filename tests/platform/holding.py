"""A task that holds its process, as an import of an hour does."""

import time
from pathlib import Path
from uuid import uuid4

from celery import shared_task


# Acknowledged at its beginning: whoever kills the worker does not see it come again.
@shared_task(name="tests.hold", acks_late=False)
def hold(folder: str) -> None:
    """Say in ``folder`` that a process is held, and hold it."""
    Path(folder, uuid4().hex).touch()
    time.sleep(120)
