"""What people do with a file that they bring in: try, confirm, cancel, try again.

A small file is worked at while they wait; a larger one waits for a worker. Both go
through ``registry.intake.jobs``.
"""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import get_language

from registry.access.policy import Action, Actor, require
from registry.intake.claims import claim
from registry.intake.jobs import work
from registry.intake.progress import SILENT
from registry.intake.reading import read_tables
from registry.models import ImportBatch
from registry.models import ImportState as State

# What is done within a second or two.
ROWS_AT_ONCE, BYTES_AT_ONCE = 300, 2**20
ENDED = (State.TRIED, State.FAILED, State.CANCELLED)


def receive(upload: UploadedFile, *, actor: Actor) -> ImportBatch:
    """Keep an uploaded file and have it tried; no case is written.

    Raises Refused for an actor who imports nowhere, Unreadable for a small file that
    is no table; a large one says so on its page.
    """
    require(actor, Action.IMPORT)
    content, name = upload.read(), (upload.name or "")[-255:]
    small = len(content) <= BYTES_AT_ONCE
    rows = sum(len(t.rows) for t in read_tables(content, name)) if small else None
    batch = ImportBatch.objects.create(
        user_id=actor.user_id,
        file_name=name,
        content=content,
        language=get_language() or "en",
    )
    return _take_up(batch, rows)


def try_again(batch: ImportBatch, *, actor: Actor) -> ImportBatch | None:
    """Try a file again with what is remembered now; None for an imported one."""
    require(actor, Action.IMPORT)
    return _asked(batch, State.WAITING)


def confirm(batch: ImportBatch, *, actor: Actor, reason: str) -> ImportBatch | None:
    """Import a tried file's good rows; None when that was asked or done before.

    The registry may have changed since the dry run: everything is judged again. Where
    that would do something else than what was shown, nothing is imported, and the
    batch is tried anew, with ``overtaken`` in its report.
    """
    require(actor, Action.IMPORT)
    return _asked(batch, State.ASKED, reason=reason)


def _asked(batch: ImportBatch, state: State, *, reason: str = "") -> ImportBatch | None:
    """Let a file that nobody is at wait for ``state``; None for any other."""
    with transaction.atomic():
        rows = ImportBatch.objects.select_for_update()
        batch = rows.get(pk=batch.pk)
        tried = state == State.WAITING or "digest" in batch.report
        if batch.state not in ENDED or not tried:
            return None
        batch.state, batch.reason, batch.attempts = state, reason, 0
        batch.trouble, batch.advice = "", ""
        batch.language = get_language() or batch.language
        batch.save(
            update_fields=[
                *("state", "reason", "attempts"),
                *("trouble", "advice", "language"),
            ]
        )
    return _take_up(batch, batch.report.get("rows"))


def cancel(batch: ImportBatch, *, actor: Actor) -> bool:
    """Take back what was asked; tell whether it is, or will be, without effect.

    A worker that has the file drops it, and nothing of it is written.
    """
    require(actor, Action.IMPORT)
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if not batch.is_under_way:
            return batch.state == State.CANCELLED
        if batch.is_held:
            batch.cancel_asked = True
        else:
            batch.state, batch.token = State.CANCELLED, None
        batch.save(update_fields=["cancel_asked", "state", "token"])
        return True


def _take_up(batch: ImportBatch, rows: int | None) -> ImportBatch:
    if rows is not None and rows <= ROWS_AT_ONCE and (mine := claim(batch.pk)):
        work(mine, SILENT)
    batch.refresh_from_db()
    return batch
