"""One uploaded file between its dry run and its import."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from registry.access.policy import Action, Actor, require
from registry.intake.report import Report
from registry.intake.run import import_file
from registry.models import ImportBatch


def receive(upload: UploadedFile, *, actor: Actor) -> ImportBatch:
    """Try an uploaded file without writing a case, and keep it for its confirmation.

    Raises Refused for an actor who imports nowhere, Unreadable for what is no table.
    """
    require(actor, Action.IMPORT)
    content = upload.read()
    name = (upload.name or "")[-255:]
    report = import_file(content, file_name=name, actor=actor, dry_run=True)
    return ImportBatch.objects.create(
        user_id=actor.user_id,
        file_name=name,
        content=content,
        report=report.as_json(),
    )


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
            batch=batch,
        )
