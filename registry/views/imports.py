"""Import a spreadsheet: choose, see what it would do, confirm; correct the rest."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from registry.access.policy import Action, Actor, require
from registry.access.requests import actor_required
from registry.forms.upload import ConfirmForm, UploadForm
from registry.intake.batches import cancel, confirm, receive, try_again
from registry.intake.corrections import corrections, problems_as_csv
from registry.intake.remembering import homes_of, memory_of
from registry.intake.table import Unreadable
from registry.models import ImportBatch, User
from registry.models import ImportState as State
from registry.services.sayings import remember
from registry.views.import_columns import ColumnsForm
from registry.views.import_questions import sheets_asked
from registry.views.import_report import MAY_CONFIRM, told, was_told
from registry.views.import_report import progress as how_far
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
    asked = confirm(batch, actor=request.actor, reason=form.cleaned_data["reason"])
    batch.refresh_from_db()
    if asked and batch.state == State.TRIED:
        return _report(request, batch, form, status=409)
    if not asked and batch.committed_at:
        messages.warning(request, _("This file was imported before."))
    elif asked and batch.committed_at:
        said = _("%(count)d patients were imported.")
        messages.success(request, said % {"count": batch.report["accepted"]})
    return redirect("import-report", pk)


@actor_required
@require_GET
def progress(request: SignedIn, pk: int) -> HttpResponse:
    """Say how far a file is; the page is fetched anew when it has come to its end."""
    batch = _batch(request, pk)
    if not batch.is_under_way:
        return HttpResponseClientRefresh()
    return render(request, "registry/import/_progress.html", how_far(batch))


@actor_required
@require_POST
def cancelled(request: SignedIn, pk: int) -> HttpResponse:
    """Take back a file that is being tried or imported."""
    if cancel(_batch(request, pk), actor=request.actor):
        messages.success(request, _("Cancelled: nothing of the file is imported."))
    else:
        messages.warning(request, _("It was too late to cancel: the file is done."))
    return redirect("import-report", pk)


@actor_required
@require_POST
def again(request: SignedIn, pk: int) -> HttpResponse:
    """Try a file anew that was stopped, or that the registry has moved on from."""
    try_again(_batch(request, pk), actor=request.actor)
    return redirect("import-report", pk)


@actor_required
@require_GET
def problems(request: SignedIn, pk: int) -> HttpResponse:
    """Hand out every problem of a file as CSV."""
    batch = _batch(request, pk)
    answer = HttpResponse(
        problems_as_csv(batch), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="problems-{pk}.csv"'
    return answer


@actor_required
@require_http_methods(["GET", "POST"])
def columns(request: SignedIn, pk: int) -> HttpResponse:
    """Show how each column of a file is read, and take what is said of them."""
    batch, centres = _batch(request, pk), homes_of(request.actor)
    memory = memory_of(request.actor)
    posted = request.method == "POST"
    if "digest" not in batch.report:
        return redirect("import-report", pk)
    asked = ColumnsForm(batch, memory, request.POST if posted else None)
    if posted and batch.state in MAY_CONFIRM and asked.is_valid():
        chosen = request.POST.get("centre")
        centre = next((c for c in centres if str(c.pk) == chosen), centres[0])
        reason = _("columns of %(file)s") % {"file": batch.file_name}
        remember(asked.said(), centre=centre, actor=request.actor, reason=reason)
        try_again(batch, actor=request.actor)
        messages.success(request, _("Remembered for %(centre)s.") % {"centre": centre})
        return redirect("import-report", pk)
    page = {"batch": batch, "form": asked, "centres": centres, "nav": "imports"}
    page["sheets"] = sheets_asked(asked)
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
    of_rows = batch.problems.exclude(row=None).values()
    content = corrections(bytes(batch.content), of_rows, batch.file_name)
    return workbook(content, f"to-correct-{pk}.xlsx")


def _own(request: SignedIn) -> Any:
    return ImportBatch.objects.filter(user=request.user)


def _batch(request: SignedIn, pk: int) -> ImportBatch:
    """Return one of the person's own files: it may hold rows of any centre."""
    require(request.actor, Action.IMPORT)
    batch: ImportBatch = get_object_or_404(_own(request).defer("content"), pk=pk)
    return batch


def _report(
    request: SignedIn, batch: ImportBatch, form: ConfirmForm, status: int = 200
) -> HttpResponse:
    number = request.GET.get("page", "1")
    at = max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1
    page = {"batch": batch, "form": form, "nav": "imports", **told(batch, at)}
    if batch.is_under_way:
        page["progress"] = how_far(batch)
    return render(request, "registry/import/report.html", page, status=status)
