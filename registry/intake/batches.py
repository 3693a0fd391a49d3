"""One uploaded file between its dry run and its import."""

from dataclasses import asdict

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from registry.access.policy import Action, Actor, require
from registry.intake.mapping import Stated
from registry.intake.report import Report
from registry.intake.run import import_file
from registry.models import ImportBatch

# What a page can be asked to judge; the command has no such limit.
MOST_ROWS = 50_000


def receive(upload: UploadedFile, *, actor: Actor) -> ImportBatch:
    """Try an uploaded file without writing a case, and keep it for its confirmation.

    Raises Refused for an actor who imports nowhere, Unreadable for what is no table.
    """
    require(actor, Action.IMPORT)
    content = upload.read()
    name = (upload.name or "")[-255:]
    batch = ImportBatch(user_id=actor.user_id, file_name=name, content=content)
    _try(batch, actor, remembered(actor))
    return batch


def restate(batch: ImportBatch, stated: Stated, *, actor: Actor) -> None:
    """Try a file again with what is stated of its columns, unless it was imported."""
    require(actor, Action.IMPORT)
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if not batch.committed_at:
            _try(batch, actor, stated)


def stated_of(batch: ImportBatch) -> Stated:
    """Return what was stated of the columns of a file."""
    return Stated(**batch.report.get("stated", {}))


def remembered(actor: Actor) -> Stated:
    """Return what the actor's centres last stated of the columns of a file."""
    theirs = ImportBatch.objects.filter(
        committed_at__isnull=False,
        user__memberships__centre__in=actor.centres_for(Action.IMPORT),
        report__has_key="stated",
    )
    last = theirs.defer("content").order_by("-pk").first()
    return stated_of(last) if last else Stated()


def _try(batch: ImportBatch, actor: Actor, stated: Stated) -> None:
    report = import_file(
        bytes(batch.content),
        file_name=batch.file_name,
        actor=actor,
        dry_run=True,
        stated=stated,
        most_rows=MOST_ROWS,
    )
    batch.report = {**report.as_json(), "stated": asdict(stated)}
    batch.save()


def confirm(batch: ImportBatch, *, actor: Actor, reason: str) -> Report | None:
    """Import a received file's good rows; None when that was done before.

    The registry may have changed since the dry run: everything is judged again.
    """
    require(actor, Action.IMPORT)
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.committed_at:
            return None
        return import_file(
            bytes(batch.content),
            file_name=batch.file_name,
            actor=actor,
            reason=reason,
            stated=stated_of(batch),
            batch=batch,
        )
