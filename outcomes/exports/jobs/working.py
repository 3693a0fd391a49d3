"""Work at a claimed job: write its file, put it in its place, and say how it ended."""

import logging
from collections.abc import Callable
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException

from config.rest.problems import problem, problem_of
from outcomes.exports.export import Export
from outcomes.exports.jobs.claims import claim, finish
from outcomes.exports.jobs.keeping import KEPT, keep
from outcomes.exports.jobs.telling import Telling
from outcomes.exports.progress import Progress
from outcomes.models import ExportJob, JobState
from registry.access.policy import Actor, Refused
from registry.access.reach import reach_of, reaching
from registry.beside import Cancelled, LeaseLost

log = logging.getLogger(__name__)

Make = Callable[[ExportJob, Actor, Progress], Export]


def go_on(make: Make) -> bool:
    """Write the next file that waits, by ``make``; tell whether there was one.

    Killed anywhere, it has put nothing in place, and the job is taken up again.
    """
    job = claim()
    if job is None:
        return False
    with translation.override(job.language), Telling(job) as telling:
        _work(job, make, telling.progress)
    return True


def _work(job: ExportJob, make: Make, progress: Progress) -> None:
    """Bring a claimed job to its end; a lost database is left to the lease."""
    try:
        _write(job, make, progress)
    except (Cancelled, LeaseLost):
        _end(job, JobState.CANCELLED)
    except (APIException, Http404) as told:
        answer = problem_of(told)
        _end(job, JobState.FAILED, answer.data if answer else None)
    except Refused:
        _end(job, JobState.FAILED, problem(403, _("Your role does not allow this.")))
    except SoftTimeLimitExceeded:
        _end(job, JobState.FAILED, problem(503, _("It took longer than an hour.")))
    except (OperationalError, InterfaceError):
        if not _cancelled(job):
            raise
        _end(job, JobState.CANCELLED)
    except Exception as error:
        # Its message may quote a patient's values: the kind of error is enough.
        log.error("export %s: %s", job.pk, type(error).__name__)
        says = _("Something went wrong that the registry did not foresee.")
        _end(job, JobState.FAILED, problem(500, says, type(error).__name__))


def _write(job: ExportJob, make: Make, progress: Progress) -> None:
    actor = job.user.actor()
    with reaching(reach_of(actor)):
        made = make(job, actor, progress)
    with made.file:
        place = keep(job, made, progress)
    given = made.given.kept if made.given else None
    rows = dict.fromkeys(("rows_read", "rows_total", "rows_written"), made.log.rows)
    kept = {"log": made.log, "given": given, **rows}
    try:
        finish(job, JobState.DONE, expires_at=timezone.now() + KEPT, **kept)
    except (Cancelled, LeaseLost):
        place.unlink(missing_ok=True)
        raise


def _cancelled(job: ExportJob) -> bool:
    return ExportJob.objects.filter(pk=job.pk, cancel_asked=True).exists()


def _end(job: ExportJob, state: JobState, why: dict[str, Any] | None = None) -> None:
    try:
        finish(job, state, problem=why)
    except LeaseLost:
        log.warning("export %s: another worker has taken it up", job.pk)
