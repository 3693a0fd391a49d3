"""The tasks that Celery runs. Thin: the work is in ``registry.services``."""

from celery import shared_task

from registry.audit.context import SYSTEM
from registry.services.checking import begin_run, go_on

# Short turns, so that figures are refreshed meanwhile.
SECONDS = 4.0


@shared_task(name="registry.begin_checks")
def begin_checks() -> None:
    """Ask for a run of the checks over the whole registry."""
    begin_run(actor=SYSTEM)


@shared_task(name="registry.go_on_with_checks")
def go_on_with_checks() -> None:
    """Take up the runs that have not ended. Safe to run twice and to kill anywhere."""
    go_on(seconds=SECONDS)
