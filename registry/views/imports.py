"""Import a spreadsheet: choose, see what it would do, confirm; correct the rest."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from registry.access.policy import Action, Actor, require
from registry.access.requests import actor_required
from registry.forms.upload import ConfirmForm, UploadForm
from registry.intake.batches import confirm, receive, restate, stated_of
from registry.intake.corrections import corrections
from registry.intake.table import Unreadable
from registry.models import ImportBatch, User
from registry.views.import_columns import ColumnsForm
from registry.views.import_report import told, was_told
from registry.views.import_workbooks import workbook

SHOWN = 30


class SignedIn(HttpRequest):
    """A request that has passed ``actor_required``."""

    actor: Actor
    user: User


@actor_required
@require_http_methods(["GET", "POST"])
def upload(request: SignedIn) -> HttpResponse:
    """Take a file and show what importing it would do."""
    require(request.actor, Action.IMPORT)
    posted = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if posted else UploadForm()
    if posted and form.is_valid():
        try:
            batch = receive(form.cleaned_data["file"], actor=request.actor)
            return redirect("import-report", batch.pk)
        except Unreadable as unreadable:
            form.add_error("file", str(unreadable))
    batches = _own(request).defer("content")[:SHOWN]
    page = {"form": form, "past": was_told(batches), "nav": "imports"}
    status = 422 if form.errors else 200
    return render(request, "registry/import/upload.html", page, status=status)


@actor_required
@require_GET
def report(request: SignedIn, pk: int) -> HttpResponse:
    """Show what a file would change, or what it changed, row by row."""
    return _report(request, _batch(request, pk), ConfirmForm())


@actor_required
@require_POST
def confirmed(request: SignedIn, pk: int) -> HttpResponse:
    """Import the good rows of a file that was shown."""
    batch = _batch(request, pk)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _report(request, batch, form, status=422)
    done = confirm(batch, actor=request.actor, reason=form.cleaned_data["reason"])
    if done is None:
        messages.warning(request, _("This file was imported before."))
    elif done.committed:
        said = _("%(count)d patients were imported.") % {"count": done.accepted}
        messages.success(request, said)
    return redirect("import-report", pk)


@actor_required
@require_POST
def columns(request: SignedIn, pk: int) -> HttpResponse:
    """Try the file again with what is stated of its columns."""
    batch = _batch(request, pk)
    form = ColumnsForm(batch.report, stated_of(batch), request.POST)
    if form.is_valid():
        restate(batch, form.stated(), actor=request.actor)
    return redirect("import-report", pk)


@actor_required
@require_GET
def to_correct(request: SignedIn, pk: int) -> HttpResponse:
    """Hand out the rows with errors as a workbook, each problem beside its row."""
    batch = _batch(request, pk)
    content = corrections(
        bytes(batch.content), batch.report["problems"], batch.file_name
    )
    return workbook(content, f"to-correct-{pk}.xlsx")


def _own(request: SignedIn) -> Any:
    return ImportBatch.objects.filter(user=request.user)


def _batch(request: SignedIn, pk: int) -> ImportBatch:
    """Return one of the person's own files: it may hold rows of any centre."""
    require(request.actor, Action.IMPORT)
    batch: ImportBatch = get_object_or_404(_own(request), pk=pk)
    return batch


def _report(
    request: SignedIn, batch: ImportBatch, form: ConfirmForm, status: int = 200
) -> HttpResponse:
    asked = ColumnsForm(batch.report, stated_of(batch))
    page = {"batch": batch, "form": form, "columns": asked, "nav": "imports"}
    page |= told(batch)
    return render(request, "registry/import/report.html", page, status=status)
