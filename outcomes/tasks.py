"""The tasks that Celery runs. Thin: the work is elsewhere."""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from outcomes.api.taking import taken_by_job
from outcomes.cuts.making import make_cuts as make
from outcomes.exports.jobs.keeping import expire
from outcomes.exports.jobs.working import go_on
from outcomes.past.looking import look_back as look
from outcomes.pipeline.sweep import sweep as run
from outcomes.webhooks.telling import tell

log = logging.getLogger(__name__)


@shared_task(name="outcomes.sweep")
def sweep() -> None:
    """Work off the queue. Safe to run twice, at once, and to kill anywhere."""
    run(call_another=wake)


def wake() -> None:
    """Ask for a sweep; when the broker is down, beat's next one does it."""
    try:
        sweep.apply_async(retry=False, expires=5)
    except OperationalError as error:
        log.warning("no wake-up: %s", error)


# Above the time after which a task is delivered again: its lock lets that do nothing.
@shared_task(name="outcomes.look_back", soft_time_limit=3300, time_limit=3600)
def look_back() -> None:
    """Compute the past that a reader waits for. Safe to kill and to repeat."""
    look()


@shared_task(name="outcomes.make_cuts", soft_time_limit=3300, time_limit=3600)
def make_cuts() -> None:
    """Make the data cut that waits longest. Safe to kill and to repeat."""
    make()


@shared_task(name="outcomes.write_exports", soft_time_limit=3300, time_limit=3600)
def write_exports() -> None:
    """Write the next large file that somebody waits for. Safe to kill and to repeat."""
    go_on(taken_by_job)


@shared_task(name="outcomes.expire_exports")
def expire_exports() -> None:
    """Delete files that were kept long enough. Safe to kill and to repeat."""
    expire()


@shared_task(name="outcomes.tell_webhooks", soft_time_limit=120, time_limit=150)
def tell_webhooks() -> None:
    """Tell programs elsewhere of a new data version. Safe to kill and to repeat."""
    tell()
