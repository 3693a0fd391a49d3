"""Ask for a file in the background, and take that back."""

from django.db import transaction
from django.db.models import QuerySet

from outcomes.exports.jobs.keeping import forget
from outcomes.models import ExportJob, JobState
from registry.access.policy import Actor


def jobs_of(actor: Actor) -> QuerySet[ExportJob]:
    """Return the files that ``actor`` asked for."""
    return ExportJob.objects.filter(user_id=actor.person).select_related("log")


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
            job.state = JobState.EXPIRED
        job.save(update_fields=["cancel_asked", "state"])
