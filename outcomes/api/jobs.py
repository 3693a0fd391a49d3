"""Files that a worker writes: asked for, followed, fetched in pieces, dropped."""

from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from config.rest.examples import read
from config.rest.problems import Explained
from config.rest.views import Pages
from outcomes.api.exporting import ManifestSerializer, MayExport, WhateverIsAccepted
from outcomes.api.sending import sent_of_job
from outcomes.exports.jobs.asking import ask, drop, jobs_of, still_there
from outcomes.models import ExportJob, JobState
from registry.access.policy import Actor

RETRY_SECONDS = 2
PREFER = OpenApiParameter(
    "Prefer",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="respond-async: a worker writes the file (RFC 7240)",
)
RANGE = OpenApiParameter(
    "Range",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="A part of the file, so that a broken download goes on: bytes=1000-",
)


@read(
    {
        "id": 12,
        "dataset": "adtte",
        "kind": "parquet",
        "query": "cohort=children",
        "state": "done",
        "asked_at": "2026-03-01T12:00:00Z",
        "rows_total": 1000000,
        "rows_read": 1000000,
        "rows_written": 1000000,
        "attempts": 1,
        "cancel_asked": False,
        "expires_at": "2026-03-02T12:00:41Z",
        "file": "https://registry.example/api/v1/exports/jobs/12/file",
        "problem": None,
    }
)
class JobSerializer(serializers.ModelSerializer[ExportJob]):
    """A file on its way: how far it is, its manifest and address once it is there.

    ``rows_total`` is the exact number, null until a worker has counted them; all are
    read first, then written in the format.
    """

    state = serializers.ChoiceField(choices=JobState.choices)
    manifest = ManifestSerializer(source="log", allow_null=True)
    file = serializers.SerializerMethodField()
    problem = serializers.DictField(allow_null=True)

    class Meta:
        """What whoever waits wants to know."""

        model = ExportJob
        fields = (
            *("id", "dataset", "kind", "query", "state", "asked_at"),
            *("rows_total", "rows_read", "rows_written"),
            *("attempts", "cancel_asked", "expires_at", "manifest", "file", "problem"),
        )

    def get_file(self, job: ExportJob) -> str | None:
        """Return where the complete file is fetched, null while there is none."""
        if job.state != JobState.DONE:
            return None
        request = self.context["request"]
        return reverse("api-export-job-file", [job.pk], request=request)


def wants_no_wait(request: Request) -> bool:
    """Tell whether the caller would rather follow a job than wait."""
    asked = request.headers.get("Prefer", "").split(",")
    return "respond-async" in [one.strip().lower() for one in asked]


def waiting(request: Request, actor: Actor, dataset: str, kind: str) -> Response:
    """Have the address written by a worker: 202, and where to follow it."""
    query = urlencode(sorted(request.query_params.lists()), doseq=True)
    language = get_language() or "en"
    job = ask(actor=actor, dataset=dataset, kind=kind, query=query, language=language)
    return _told(request, job, status.HTTP_202_ACCEPTED)


def _told(request: Request, job: ExportJob, code: int) -> Response:
    place = reverse("api-export-job", [job.pk], request=request)
    headers = {"Location": place} if code == status.HTTP_202_ACCEPTED else {}
    if job.is_under_way:
        headers["Retry-After"] = str(RETRY_SECONDS)
    body = JobSerializer(job, context={"request": request}).data
    return Response(body, code, headers=headers)


class Jobs(MayExport):
    """The files that the caller asked a worker for."""

    pagination_class = Pages

    @extend_schema(operation_id="exports_jobs_list", responses=JobSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List them, a page at a time, oldest first."""
        pages = self.pagination_class()
        page = pages.paginate_queryset(jobs_of(self.actor), request, self)
        told = JobSerializer(page, many=True, context={"request": request})
        return pages.get_paginated_response(told.data)


class OneJob(MayExport):
    """One file that a worker writes, or wrote."""

    @extend_schema(operation_id="exports_job", responses=JobSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """Say how far it is; ask again after Retry-After."""
        return _told(request, get_object_or_404(jobs_of(self.actor), pk=pk), 200)

    @extend_schema(operation_id="exports_job_drop", responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        """Cancel it while it is being written; delete the file afterwards."""
        drop(get_object_or_404(jobs_of(self.actor), pk=pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


class JobFile(MayExport):
    """The complete file of one job."""

    content_negotiation_class = WhateverIsAccepted

    @extend_schema(
        operation_id="exports_job_file",
        parameters=[RANGE],
        responses={
            (code, "application/octet-stream"): OpenApiTypes.BINARY
            for code in (200, 206)
        },
    )
    def get(self, request: Request, pk: int) -> HttpResponseBase:
        """Fetch the file, whole or from where a broken download ended."""
        job = get_object_or_404(jobs_of(self.actor), pk=pk)
        if still_there(self.actor, job).state != JobState.DONE:
            raise _not_there(job)
        return sent_of_job(job, request.headers)


def _not_there(job: ExportJob) -> Explained:
    if job.is_under_way:
        return Explained(
            status.HTTP_409_CONFLICT,
            "not-ready",
            _("The file is not written yet."),
            _("Follow the job until its state is done."),
        )
    told = (job.problem or {}) if job.state == JobState.EXPIRED else {}
    return Explained(
        status.HTTP_410_GONE,
        "file-gone",
        told.get("title") or _("There is no file of this job, or not any more."),
        told.get("detail") or _("Ask for the address of the dataset again."),
        state=job.state,
    )
