"""Import a spreadsheet: choose, see what it would do, confirm; correct the rest."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from registry.access.policy import Action, Actor, require
from registry.access.requests import actor_required
from registry.forms.upload import ConfirmForm, UploadForm
from registry.intake.batches import Overtaken, confirm, receive, try_again
from registry.intake.corrections import corrections
from registry.intake.remembering import homes_of, memory_of
from registry.intake.table import Unreadable
from registry.models import ImportBatch, User
from registry.services.sayings import remember
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
    try:
        done = confirm(batch, actor=request.actor, reason=form.cleaned_data["reason"])
    except Overtaken:
        batch.refresh_from_db()
        return _report(request, batch, form, status=409)
    if done is None:
        messages.warning(request, _("This file was imported before."))
    elif done.committed:
        said = _("%(count)d patients were imported.") % {"count": done.accepted}
        messages.success(request, said)
    return redirect("import-report", pk)


@actor_required
@require_http_methods(["GET", "POST"])
def columns(request: SignedIn, pk: int) -> HttpResponse:
    """Show how each column of a file is read, and take what is said of them."""
    batch, centres = _batch(request, pk), homes_of(request.actor)
    memory = memory_of(request.actor)
    posted = request.method == "POST"
    asked = ColumnsForm(batch, memory, request.POST if posted else None)
    if posted and not batch.committed_at and asked.is_valid():
        chosen = request.POST.get("centre")
        centre = next((c for c in centres if str(c.pk) == chosen), centres[0])
        reason = _("columns of %(file)s") % {"file": batch.file_name}
        remember(asked.said(), centre=centre, actor=request.actor, reason=reason)
        try_again(batch, actor=request.actor)
        messages.success(request, _("Remembered for %(centre)s.") % {"centre": centre})
        return redirect("import-report", pk)
    page = {"batch": batch, "form": asked, "centres": centres, "nav": "imports"}
    page["crumbs"] = [
        (reverse("imports"), _("Import")),
        (reverse("import-report", args=[pk]), batch.file_name),
        ("", _("Columns and words")),
    ]
    status = 422 if asked.errors else 200
    return render(request, "registry/import/columns.html", page, status=status)


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
    number = request.GET.get("page", "1")
    at = max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1
    page = {"batch": batch, "form": form, "nav": "imports", **told(batch, at)}
    return render(request, "registry/import/report.html", page, status=status)
