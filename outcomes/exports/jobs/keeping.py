"""Where complete files lie until they are fetched or expire."""

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from outcomes.exports.export import Export
from outcomes.exports.progress import Progress
from outcomes.models import ExportJob, ExportLog, JobState

KEPT = timedelta(days=1)
# From a file in its place to the job that knows of it; a worker that is killed between
# the two leaves one that no job names.
TO_FINISH = timedelta(hours=1)


def path_of(job: ExportJob) -> Path:
    """Return where the file of a job lies that is done."""
    assert job.log is not None
    return _place(job, job.log)


def keep(job: ExportJob, made: Export, progress: Progress) -> Path:
    """Put a complete file in its place: under its name it is whole, or not there.

    The name goes by what is in it, so that of two workers neither replaces the other's.
    Raises Cancelled.
    """
    place = _place(job, made.log)
    beside = place.with_name(f"{job.pk}.{job.token}.part")
    try:
        with beside.open("wb") as out:
            beside.chmod(0o600)
            while block := made.file.read(1 << 20):
                progress.go_on()
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
        beside.rename(place)
    finally:
        beside.unlink(missing_ok=True)
    return place


def forget(jobs: Iterable[ExportJob]) -> None:
    """Delete the files of jobs."""
    for job in jobs:
        path_of(job).unlink(missing_ok=True)


def expire() -> int:
    """Delete files whose time is over, and what killed workers left; count the jobs."""
    now = timezone.now()
    done = ExportJob.objects.filter(state=JobState.DONE).select_related("log")
    over = done.filter(expires_at__lt=now)
    forget(over)
    expired = over.update(state=JobState.EXPIRED, given=None)
    _clear((now - KEPT - TO_FINISH).timestamp())
    return expired


def _clear(before: float) -> None:
    """Delete what has been there since ``before``: of no job, or of none any more."""
    folder = _folder()
    for left in (*folder.iterdir(), *folder.parent.glob("tmp*")):
        with suppress(FileNotFoundError):
            if left.stat().st_mtime >= before:
                continue
            if left.is_dir():
                shutil.rmtree(left)
            else:
                left.unlink()


def _place(job: ExportJob, log: ExportLog) -> Path:
    return _folder() / f"{job.pk}-{log.sha256[:16]}"


def _folder() -> Path:
    folder: Path = settings.MEDIA_ROOT / "exports" / "jobs"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
