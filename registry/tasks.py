"""The tasks that Celery runs. Thin: the work is in ``registry.services``."""

from celery import shared_task

from registry.audit.context import SYSTEM
from registry.audit.sealing import mail_head, seal
from registry.digests.emergencies import tell_of_emergencies
from registry.digests.sending import send_digests
from registry.intake.jobs import go_on as go_on_with_files
from registry.services.checking import begin_run, go_on
from registry.services.schedule import catch_up

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


# Above the time after which a task is delivered again: its lease lets that do nothing.
@shared_task(name="registry.go_on_with_imports", soft_time_limit=3300, time_limit=3600)
def go_on_with_imports() -> None:
    """Work at the next file that somebody brought in. Safe to kill and to repeat."""
    go_on_with_files()


@shared_task(name="registry.digests")
def digests() -> int:
    """Send the digests that are due."""
    return send_digests()


@shared_task(name="registry.tell_of_emergencies")
def emergencies() -> int:
    """Tell administrators of what was opened in an emergency."""
    return tell_of_emergencies()


@shared_task(name="registry.reschedule")
def reschedule_behind() -> int:
    """Make the visits again of patients who were changed round the services."""
    return catch_up()


@shared_task(name="registry.seal")
def seal_changes() -> int:
    """Seal what was changed since the last second. Safe to repeat and to kill."""
    return seal(SECONDS)


@shared_task(name="registry.mail_audit_head")
def mail_audit_head() -> int:
    """Send the head of the chain out of the house, where the settings say to whom."""
    return mail_head()
