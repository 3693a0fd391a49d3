"""The files that a worker writes for a person: how far each is, fetch it, drop it."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import (
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    QueryDict,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from outcomes.api.sending import sent_of_job
from outcomes.exports.address import asked_of
from outcomes.exports.catalogue import is_known
from outcomes.exports.jobs.asking import ask, drop, jobs_of, still_there
from outcomes.exports.permission import require_export
from outcomes.models import ExportJob, JobState
from registry.access.requests import ActorRequest, actor_required

SHOWN = 30
NOT_SAID = ("safe", "language")
OVER = (JobState.FAILED, JobState.CANCELLED, JobState.EXPIRED)
DRAWN = {
    JobState.WAITING: "due",
    JobState.DONE: "done",
    JobState.FAILED: "err",
    JobState.CANCELLED: "missed",
    JobState.EXPIRED: "missed",
}


@never_cache
@actor_required
@require_http_methods(["GET", "HEAD", "POST"])
def export_jobs(request: ActorRequest) -> HttpResponse:
    """Show the person's files and how far each is; ask for another."""
    require_export(request.actor)
    return _ask(request) if request.method == "POST" else _jobs(request)


def _jobs(request: ActorRequest, status: int = 200) -> HttpResponse:
    jobs = list(jobs_of(request.actor)[:SHOWN])
    page = {
        "jobs": [_told(job) for job in jobs],
        "under_way": any(job.is_under_way for job in jobs),
        "nav": "exports",
        "crumbs": [(reverse("exports"), _("Export")), ("", _("Files being written"))],
    }
    part = request.htmx and not request.htmx.boosted
    name = "_jobs.html" if part else "jobs.html"
    return render(request, f"outcomes/jobs/{name}", page, status=status)


@actor_required
@require_POST
def export_job_drop(request: ActorRequest, pk: int) -> HttpResponse:
    """Cancel a file that is being written, or delete one that is there."""
    require_export(request.actor)
    drop(get_object_or_404(jobs_of(request.actor), pk=pk))
    messages.success(request, _("There will be no file of it."))
    return redirect("export-jobs")


@never_cache
@actor_required
@require_safe
def export_job_file(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Hand out a complete file, or a part of it."""
    require_export(request.actor)
    done = get_object_or_404(jobs_of(request.actor), pk=pk, state=JobState.DONE)
    job = still_there(request.actor, done)
    if job.state != JobState.DONE:
        messages.error(request, _said(job))
        return _jobs(request, status=410)
    return sent_of_job(job, request.headers)


def _ask(request: ActorRequest) -> HttpResponseRedirect:
    """Have an address written, if it can be read; what it asks is read again then."""
    dataset, kind, query = (
        request.POST.get(name, "") for name in ("dataset", "kind", "query")
    )
    language = get_language() or "en"
    back = HttpResponseRedirect(reverse("export-jobs"))
    if not is_known(dataset, kind):
        messages.error(request, _("There is no such dataset in this format."))
        return back
    sent = QueryDict(query)
    _asked, unclear = asked_of(request.actor, dataset, kind, sent, language=language)
    for one in unclear:
        says = one.says.in_language(language)
        messages.error(request, f"{one.parameter}: {says}")
    if not unclear:
        ask(
            actor=request.actor,
            dataset=dataset,
            kind=kind,
            query=query,
            language=language,
        )
        messages.success(request, _("The file is being written. You may go on."))
    return back


def _told(job: ExportJob) -> dict[str, Any]:
    return {
        "job": job,
        "name": f"{job.dataset}.{job.kind}",
        "of": " · ".join(_of(job)),
        "asked": date_format(timezone.localtime(job.asked_at), "Y-m-d H:i"),
        "state": DRAWN[JobState(job.state)],
        "said": _said(job),
        "file": reverse("export-job-file", args=[job.pk])
        if job.state == JobState.DONE
        else "",
        "again": _again(job) if job.state in OVER else "",
        "droppable": job.state in (JobState.WAITING, JobState.DONE)
        and not job.cancel_asked,
    }


def _of(job: ExportJob) -> Iterator[str]:
    """Yield what the address says beside the dataset, briefly."""
    for name, values in QueryDict(job.query).lists():
        said = [one for value in values for one in value.split(",") if one]
        if name == "columns":
            n = len(said)
            yield ngettext("%(n)s column", "%(n)s columns", n) % {"n": n}
        elif said and name not in NOT_SAID:
            yield Truncator(f"{name} = {', '.join(said)}").chars(60)


def _again(job: ExportJob) -> str:
    """Return the page on which the same can be chosen, and changed, once more."""
    asked = urlencode({"dataset": job.dataset, "kind": job.kind})
    return f"{reverse('exports')}?{asked}{'&' + job.query if job.query else ''}"


def _far(job: ExportJob) -> str:
    """Return how many of its rows are read, or written once all are."""
    if job.rows_total is None:
        return _("counts the rows")
    done, says = job.rows_read, _("%(rows)s of %(total)s rows read")
    if job.rows_read >= job.rows_total:
        done, says = job.rows_written, _("%(rows)s of %(total)s rows written")
    return says % {"rows": f"{done:,}", "total": f"{job.rows_total:,}"}


def _said(job: ExportJob) -> str:
    """Return how far the file is, in words."""
    if job.cancel_asked and job.is_under_way:
        return _("is being cancelled")
    if job.is_under_way and not job.is_held:
        return _("waits for a worker")
    if job.is_under_way:
        return _far(job)
    if job.state == JobState.DONE and job.log and job.expires_at:
        return _("%(rows)s rows, %(size)s, kept until %(until)s") % {
            "rows": f"{job.log.rows:,}",
            "size": filesizeformat(job.log.size),
            "until": date_format(timezone.localtime(job.expires_at), "Y-m-d H:i"),
        }
    if job.problem:
        return " ".join(
            filter(None, (job.problem.get("title"), job.problem.get("detail")))
        )
    return str(job.get_state_display())
