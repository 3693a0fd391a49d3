"""Claim a file that waits for a worker, by a lease that is committed before the work.

As ADR 0037 has it for imports: a worker that is killed has counted its attempt, and
what a claim does counts only while its token stands.
"""

from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.utils.translation import gettext as _

from config.rest.problems import problem
from outcomes.models import ExportJob, JobState
from outcomes.pipeline.alone import Lock
from registry.beside import Cancelled, LeaseLost
from registry.models.leased import held, lease_end

ATTEMPTS = 3
FREE: dict[str, Any] = {"token": None, "lease_until": None}


def claim() -> ExportJob | None:
    """Claim the file that waits longest; None when one is being written, or none waits.

    All workers together write one: of two processes one is left for figures.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [Lock.EXPORT])
        waiting = ExportJob.objects.filter(state=JobState.WAITING)
        if waiting.filter(held()).exists():
            return None
        waiting.filter(cancel_asked=True).update(state=JobState.CANCELLED, **FREE)
        given_up = waiting.filter(attempts__gte=ATTEMPTS)
        given_up.update(state=JobState.FAILED, problem=died(), **FREE)
        job = waiting.select_for_update(skip_locked=True).order_by("pk").first()
        if job is not None:
            job.token, job.attempts = uuid4(), job.attempts + 1
            job.lease_until = lease_end()
            job.rows_read, job.rows_total, job.rows_written = 0, None, 0
            rows = ["rows_read", "rows_total", "rows_written"]
            job.save(update_fields=["token", "attempts", "lease_until", *rows])
        return job


def finish(job: ExportJob, state: JobState, **kept: Any) -> None:
    """End a claim with what came of it. Raises Cancelled, LeaseLost."""
    mine = ExportJob.objects.filter(pk=job.pk, token=job.token)
    wanted = mine.filter(cancel_asked=False) if state == JobState.DONE else mine
    if not wanted.update(state=state, **kept, **FREE):
        raise Cancelled if mine.exists() else LeaseLost


def died() -> dict[str, Any]:
    """Return the problem of a job that nobody was left to explain."""
    return problem(
        503,
        _("The worker was stopped each time it wrote this file."),
        _("Ask for it again; if that fails too, tell those who run the registry."),
        name="export-stopped",
    )
