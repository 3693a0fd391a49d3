"""One uploaded file between its dry run and its import."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from registry.access.policy import Action, Actor, require
from registry.intake.remembering import memory_of
from registry.intake.report import Report
from registry.intake.run import import_file
from registry.models import ImportBatch

# What a page can be asked to judge; the command has no such limit.
MOST_ROWS = 50_000


class Overtaken(Exception):
    """The import would do something else than what was shown."""


def receive(upload: UploadedFile, *, actor: Actor) -> ImportBatch:
    """Try an uploaded file without writing a case, and keep it for its confirmation.

    Raises Refused for an actor who imports nowhere, Unreadable for what is no table.
    """
    require(actor, Action.IMPORT)
    content = upload.read()
    name = (upload.name or "")[-255:]
    batch = ImportBatch(user_id=actor.user_id, file_name=name, content=content)
    _try(batch, actor)
    return batch


def try_again(batch: ImportBatch, *, actor: Actor) -> None:
    """Try a file again with what is remembered now, unless it was imported."""
    require(actor, Action.IMPORT)
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if not batch.committed_at:
            _try(batch, actor)


def _try(batch: ImportBatch, actor: Actor, *, overtaken: bool = False) -> None:
    report = import_file(
        bytes(batch.content),
        file_name=batch.file_name,
        actor=actor,
        dry_run=True,
        stated=memory_of(actor),
        most_rows=MOST_ROWS,
    )
    batch.report = {**report.as_json(), "overtaken": overtaken}
    batch.save()


def confirm(batch: ImportBatch, *, actor: Actor, reason: str) -> Report | None:
    """Import a received file's good rows; None when that was done before.

    The registry may have changed since the dry run: everything is judged again. Where
    that would do something else than what was shown, nothing is imported, the batch
    shows what it would do now, and Overtaken is raised.
    """
    require(actor, Action.IMPORT)
    try:
        with transaction.atomic():
            batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
            if batch.committed_at:
                return None
            shown = batch.report.get("digest")
            report = import_file(
                bytes(batch.content),
                file_name=batch.file_name,
                actor=actor,
                reason=reason,
                stated=memory_of(actor),
                batch=batch,
            )
            if report.digest() != shown:
                raise Overtaken
            return report
    except Overtaken:
        _try(ImportBatch.objects.get(pk=batch.pk), actor, overtaken=True)
        raise
