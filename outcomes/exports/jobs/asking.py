"""Ask for a file in the background, and take that back."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from config.rest.problems import problem
from outcomes.exports.jobs.keeping import forget
from outcomes.exports.whose import still_given
from outcomes.models import ExportJob, JobState
from registry.access.policy import Actor


def jobs_of(actor: Actor) -> QuerySet[ExportJob]:
    """Return the files that ``actor`` asked for."""
    own = ExportJob.objects.filter(user_id=actor.person)
    return own.select_related("log").defer("given")


def ask(
    *, actor: Actor, dataset: str, kind: str, query: str, language: str
) -> ExportJob:
    """Have a file written; who asks twice waits for the same one."""
    asked = {"dataset": dataset, "kind": kind, "query": query, "language": language}
    under_way = jobs_of(actor).filter(state=JobState.WAITING, cancel_asked=False)
    same = under_way.filter(**asked).first()
    return same or ExportJob.objects.create(user_id=actor.person, **asked)


def drop(job: ExportJob) -> None:
    """Cancel a file that is being written; delete one that is there."""
    with transaction.atomic():
        job = ExportJob.objects.select_for_update().get(pk=job.pk)
        if job.is_under_way and job.is_held:
            job.cancel_asked = True
        elif job.is_under_way:
            job.state = JobState.CANCELLED
        elif job.state == JobState.DONE:
            forget([job])
            job.state, job.given = JobState.EXPIRED, None
        job.save(update_fields=["cancel_asked", "state", "given"])


def still_there(actor: Actor, job: ExportJob) -> ExportJob:
    """Return a job as it stands today.

    A complete file that the person could not have today, as a right or a consent behind
    it ended, is deleted and not handed out.
    """
    if job.state != JobState.DONE or still_given(actor, job):
        return job
    drop(job)
    job.refresh_from_db()
    job.problem = problem(
        410,
        _("A right or a consent behind this file has ended since it was written."),
        _("Ask for it again: you get what you may have now."),
        name="file-gone",
    )
    job.save(update_fields=["problem"])
    return job
