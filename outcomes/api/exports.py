"""Files for statisticians, complete before the first byte is sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import FileResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.examples import read
from config.rest.problems import Explained
from config.rest.views import Pages
from outcomes.api.exporting import ManifestSerializer, MayExport, WhateverIsAccepted
from outcomes.api.jobs import PREFER, JobSerializer, waiting, wants_no_wait
from outcomes.api.sending import sent_whole
from outcomes.cohorts.access import cohort_or_404
from outcomes.cuts.results import NotInTheCut
from outcomes.cuts.thawing import Damaged
from outcomes.exports.asked import options_of
from outcomes.exports.catalogue import DATASETS, FORMATS, is_known
from outcomes.exports.export import Export, export
from outcomes.exports.formats.refused import CannotHold
from outcomes.exports.profiles import Profile
from outcomes.exports.size import is_large
from outcomes.exports.table import Options
from outcomes.exports.writing import UnknownColumn
from outcomes.models import DataCut, ExportJob, ExportLog
from registry.access.policy import Actor


class ColumnSerializer(serializers.Serializer):
    """One column of a dataset."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    kind = serializers.CharField()
    unit = serializers.CharField()
    codes = serializers.DictField(child=serializers.CharField())


@read(
    {
        "name": "adtte",
        "label": "Times to event, one row an endpoint",
        "formats": ["csv"],
        "columns": [
            {"name": "USUBJID", "label": "Unique subject identifier", "kind": "text"}
        ],
    }
)
class DatasetSerializer(serializers.Serializer):
    """What can be taken out."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    formats = serializers.ListField(child=serializers.CharField())
    columns = ColumnSerializer(many=True)


CONTENT_TYPES = dict.fromkeys(
    each.content_type.partition(";")[0] for each in FORMATS.values()
)


class Datasets(MayExport):
    """What can be taken out."""

    @extend_schema(operation_id="exports_list", responses=DatasetSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List the datasets, their formats and their columns."""
        return Response([_described(name) for name in DATASETS])


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
        _known(dataset, kind)
        asked = request.query_params
        cohort = cohort_or_404(self.actor, asked.get("cohort"))
        if wants_no_wait(request) or is_large(DATASETS[dataset], cohort):
            _options(asked, dataset), _cut(self.actor, asked), _profile(asked)
            return waiting(request, self.actor, dataset, kind)
        return sent_whole(taken(self.actor, dataset, kind, asked))


def taken(actor: Actor, dataset: str, kind: str, asked: QueryDict) -> Export:
    """Return the file of an address; for whoever waits, and for a worker.

    Raises Http404, Refused, and problems.
    """
    _known(dataset, kind)
    cut, profile = _cut(actor, asked), _profile(asked)
    try:
        with from_cuts():
            return export(
                dataset=dataset,
                kind=kind,
                cohort=cohort_or_404(actor, asked.get("cohort")),
                actor=actor,
                options=_options(asked, dataset),
                profile=profile,
                cut=cut,
            )
    except UnknownColumn as error:
        raise _no_column(error) from error
    except CannotHold as error:
        raise _cannot_hold(error) from error


def taken_by_job(job: ExportJob, actor: Actor) -> Export:
    """Return the file of the address that a job was asked for."""
    return taken(actor, job.dataset, job.kind, QueryDict(job.query))


@contextmanager
def from_cuts() -> Iterator[None]:
    """Turn why a cut does not give what is asked into a problem."""
    try:
        yield
    except NotInTheCut as missing:
        raise Explained(
            status.HTTP_404_NOT_FOUND,
            "not-in-the-cut",
            str(missing),
            _("The cut’s manifest says what it holds."),
        ) from missing
    except Damaged as damaged:
        raise Explained(
            status.HTTP_500_INTERNAL_SERVER_ERROR,
            "damaged-cut",
            _("What is stored of this cut is not what was stored."),
            _("Tell those who run the registry: a backup has it."),
        ) from damaged


def _cut(actor: Actor, asked: QueryDict) -> DataCut | None:
    """Return the data cut that is asked for, None for the registry as it is now."""
    name = asked.get("cut")
    if not name:
        return None
    visible = DataCut.objects.visible_to(actor).filter(manifest__isnull=False)
    return get_object_or_404(visible.select_related("manifest"), name=name)


def _profile(asked: QueryDict) -> Profile | None:
    """Return the profile that is asked for. Raises a problem for an unknown one."""
    name = asked.get("profile")
    try:
        return Profile(name) if name else None
    except ValueError as unknown:
        raise Explained(
            status.HTTP_400_BAD_REQUEST,
            "no-such-profile",
            _("There is no profile %(name)s.") % {"name": name},
            _("There are: %(names)s.") % {"names": ", ".join(Profile)},
        ) from unknown


def _options(asked: QueryDict, dataset: str) -> Options:
    language = get_language() or "en"
    options, unclear = options_of(asked, DATASETS[dataset], language)
    if unclear:
        errors = {one.parameter: one.says.in_language(language) for one in unclear}
        raise serializers.ValidationError(errors)
    return options


def _no_column(error: UnknownColumn) -> Explained:
    return Explained(
        status.HTTP_400_BAD_REQUEST,
        "no-such-column",
        _("There is no column %(name)s for you.") % {"name": error.name},
        _("There are: %(names)s.") % {"names": ", ".join(error.known)},
    )


def _cannot_hold(error: CannotHold) -> Explained:
    return Explained(
        status.HTTP_422_UNPROCESSABLE_ENTITY,
        "format-cannot-hold",
        _("The format cannot hold what was asked for."),
        error.why.in_language(get_language()),
    )


def _known(dataset: str, kind: str) -> None:
    if is_known(dataset, kind):
        return
    raise Explained(
        status.HTTP_404_NOT_FOUND,
        "no-such-export",
        _("There is no %(name)s to take out.") % {"name": f"{dataset}.{kind}"},
        _("There are: %(names)s.")
        % {"names": ", ".join(f"{d}.{f}" for d in DATASETS for f in FORMATS)},
        datasets=list(DATASETS),
        formats=list(FORMATS),
    )


def _described(name: str) -> dict[str, Any]:
    dataset, language = DATASETS[name], get_language()
    return {
        "name": name,
        "label": dataset.label.in_language(language),
        "formats": list(FORMATS),
        "columns": [
            {
                "name": column.name,
                "label": column.label.in_language(language),
                "kind": column.kind.value,
                "unit": column.unit,
                "codes": {
                    code.value: code.label.in_language(language)
                    for code in column.codes or ()
                },
            }
            for column in dataset.columns
        ],
    }
