"""Work at a claimed file: try it, or import it, and say how it ended.

The import is one transaction that ends with the claim: killed anywhere it has done
nothing, delivered twice it is done once.
"""

import logging

from celery.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError, transaction
from django.utils import translation

from registry.access.policy import Action, Actor, Refused, require
from registry.audit.context import SYSTEM
from registry.beside import Cancelled, LeaseLost
from registry.intake.claims import claim, finish
from registry.intake.garbage import young_alone
from registry.intake.keeping import keep
from registry.intake.progress import Progress, Told
from registry.intake.remembering import memory_of
from registry.intake.run import import_file
from registry.intake.table import Unreadable
from registry.models import ImportBatch
from registry.models import ImportPhase as Phase
from registry.models import ImportState as State
from registry.models import ImportTrouble as Trouble

log = logging.getLogger(__name__)

# What a page can be asked to judge, so that a worker stays within its memory (some 5 kB
# a record); the command has no such limit.
MOST_RECORDS = 100_000


class Overtaken(Exception):
    """The import would do something else than what was shown."""


def go_on() -> bool:
    """Work at the next file that waits; tell whether there was one."""
    batch = claim()
    if batch is None:
        return False
    with Told(batch) as progress, young_alone():
        work(batch, progress)
    return True


def work(batch: ImportBatch, progress: Progress) -> None:
    """Bring a claimed file to its end, in the language of whoever sent it.

    A lost database is left to the lease: the file is taken up again.
    """
    try:
        with translation.override(batch.language):
            _work(batch, progress)
    except Cancelled:
        _end(batch, State.CANCELLED)
    except LeaseLost:
        log.warning("import %s: another worker has taken it up", batch.pk)
    except Unreadable as unreadable:
        _end(batch, State.FAILED, Trouble.UNREADABLE, str(unreadable))
    except Refused:
        _end(batch, State.FAILED, Trouble.REFUSED)
    except SoftTimeLimitExceeded:
        _end(batch, State.FAILED, Trouble.TOO_LONG)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        # Its message may quote a patient's values: the kind of error is enough.
        log.error("import %s: %s", batch.pk, type(error).__name__)
        _end(batch, State.FAILED, Trouble.FAULT, type(error).__name__)


def _end(
    batch: ImportBatch, state: State, trouble: Trouble | None = None, advice: str = ""
) -> None:
    try:
        with transaction.atomic():
            finish(batch, state, cancellable=False)
            batch.trouble, batch.advice = trouble or "", advice
            batch.save(update_fields=["trouble", "advice"])
    except LeaseLost:
        log.warning("import %s: ended after its lease", batch.pk)


def _work(batch: ImportBatch, progress: Progress) -> None:
    actor = batch.user.actor() if batch.user else SYSTEM
    require(actor, Action.IMPORT)
    if batch.state == State.WAITING:
        _try(batch, actor, progress)
        return
    try:
        _import(batch, actor, progress)
    except Overtaken:
        _try(batch, actor, progress, overtaken=True)


def _try(
    batch: ImportBatch, actor: Actor, progress: Progress, *, overtaken: bool = False
) -> None:
    report = import_file(
        bytes(batch.content),
        file_name=batch.file_name,
        actor=actor,
        dry_run=True,
        stated=memory_of(actor),
        most_records=MOST_RECORDS,
        progress=progress,
    )
    progress.at(Phase.KEEPING)
    with transaction.atomic():
        keep(batch, report, overtaken=overtaken)
        batch.save(update_fields=["report"])
        finish(batch, State.TRIED)


def _import(batch: ImportBatch, actor: Actor, progress: Progress) -> None:
    """Import the good rows, judged again: the registry may have changed meanwhile."""
    shown = batch.report.get("digest")
    with transaction.atomic():
        report = import_file(
            bytes(batch.content),
            file_name=batch.file_name,
            actor=actor,
            reason=batch.reason,
            stated=memory_of(actor),
            batch=batch,
            progress=progress,
        )
        if not report.committed or report.digest() != shown:
            raise Overtaken
        finish(batch, State.DONE)
