"""Files for statisticians, complete before the first byte is sent."""

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.views import Pages
from outcomes.api.exporting import (
    FOR_ABROAD,
    ManifestSerializer,
    MayExport,
    WhateverIsAccepted,
)
from outcomes.api.jobs import PREFER, JobSerializer, waiting, wants_no_wait
from outcomes.api.sending import sent_whole
from outcomes.api.taking import taken, understood
from outcomes.exports.catalogue import FORMATS
from outcomes.exports.profiles import Profile
from outcomes.models import ExportLog

CONTENT_TYPES = dict.fromkeys(
    each.content_type.partition(";")[0] for each in FORMATS.values()
)


class Log(MayExport):
    """What the caller took out."""

    pagination_class = Pages

    @extend_schema(
        operation_id="exports_log",
        responses=ManifestSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """List the caller's exports, a page at a time, oldest first."""
        own = ExportLog.objects.filter(user=self.actor.user_id).select_related("user")
        pages = self.pagination_class()
        page = pages.paginate_queryset(own, request, self)
        return pages.get_paginated_response(ManifestSerializer(page, many=True).data)


class File(MayExport):
    """A dataset as a file."""

    content_negotiation_class = WhateverIsAccepted

    @extend_schema(
        operation_id="exports_file",
        parameters=[
            OpenApiParameter("cohort", OpenApiTypes.STR, description="Its short name"),
            OpenApiParameter(
                "cut",
                OpenApiTypes.STR,
                description="The name of a data cut; without it the data of now",
            ),
            OpenApiParameter(
                "profile",
                OpenApiTypes.STR,
                enum=[profile.value for profile in Profile],
                description="full: study numbers and dates; shifted: pseudonyms and "
                "shifted dates; ages: pseudonyms, no dates. Without it the fullest "
                "that the caller may use, for others than the own centre ages",
            ),
            OpenApiParameter(
                "safe",
                OpenApiTypes.STR,
                enum=["0", "1"],
                description="1: no cell can run as a formula in a spreadsheet",
            ),
            OpenApiParameter(
                "columns",
                OpenApiTypes.STR,
                description="Names with commas, in the order wanted; without, all",
            ),
            OpenApiParameter(
                "centre", OpenApiTypes.STR, many=True, description="Codes of centres"
            ),
            OpenApiParameter(
                "updated_since",
                OpenApiTypes.STR,
                description="A day or moment: rows with a change since then",
            ),
            OpenApiParameter(
                "language",
                OpenApiTypes.STR,
                enum=["en", "zh-hans"],
                description="Of the labels; without, that of the request",
            ),
            *FOR_ABROAD,
            PREFER,
        ],
        responses={
            **{(200, one): OpenApiTypes.BINARY for one in CONTENT_TYPES},
            (202, "application/json"): JobSerializer,
        },
    )
    def get(self, request: Request, dataset: str, kind: str) -> FileResponse | Response:
        """Take a dataset out: of one cohort, or of all that the caller may see.

        Every column is also a parameter: ``PARAMCD=OS&PARAMCD=LFS`` keeps these rows.
        A large one is written by a worker: 202, and a job to follow.
        """
        asked = understood(self.actor, dataset, kind, request.query_params)
        if wants_no_wait(request) or asked.is_large:
            return waiting(request, self.actor, dataset, kind)
        return sent_whole(taken(self.actor, asked))
