"""The tasks that Celery runs. Thin: the work is in ``outcomes.pipeline``."""

from celery import shared_task

from outcomes.pipeline.sweep import sweep as run


@shared_task(name="outcomes.sweep")
def sweep() -> None:
    """Work off the queue. Safe to run twice, at once, and to kill anywhere."""
    run()
