"""Files for statisticians, complete before the first byte is sent."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.examples import read
from config.rest.problems import Explained
from config.rest.views import ApiView, Pages
from outcomes.cuts.results import NotInTheCut
from outcomes.cuts.thawing import Damaged
from outcomes.exports.asked import options_of
from outcomes.exports.catalogue import DATASETS, FORMATS
from outcomes.exports.export import Export, export
from outcomes.exports.formats.refused import CannotHold
from outcomes.exports.profiles import Profile
from outcomes.exports.table import Options
from outcomes.exports.writing import UnknownColumn
from outcomes.models import Cohort, DataCut, ExportLog
from registry.access.policy import Action, Actor, Refused, may


class ManifestSerializer(serializers.ModelSerializer[ExportLog]):
    """The manifest of a file that was taken out."""

    who = serializers.CharField(source="user.username")

    class Meta:
        """Everything but the key of the user."""

        model = ExportLog
        exclude = ("user",)


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


class WhateverIsAccepted(BaseContentNegotiation):
    """The address names the format; problems are JSON whatever was asked for."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """Return the only parser."""
        return parsers[0]

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> Any:
        """Return the only renderer."""
        return renderers[0], renderers[0].media_type


class MayExport(ApiView):
    """Views for those who may take data out, with names or without."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse those whose role takes nothing out."""
        super().initial(request, *args, **kwargs)
        exports = (Action.EXPORT, Action.EXPORT_PSEUDONYMISED)
        if not any(may(self.actor, action) for action in exports):
            raise Refused(f"{self.actor.name} may not export")


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
        ],
        responses={(200, one): OpenApiTypes.BINARY for one in CONTENT_TYPES},
    )
    def get(self, request: Request, dataset: str, kind: str) -> FileResponse:
        """Take a dataset out: of one cohort, or of all that the caller may see.

        Every column is also a parameter: ``PARAMCD=OS&PARAMCD=LFS`` keeps these rows.
        """
        _known(dataset, kind)
        cut, profile = _cut(self.actor, request), _profile(request)
        cohort = None
        if slug := request.query_params.get("cohort"):
            visible = Cohort.objects.visible_to(self.actor)
            cohort = get_object_or_404(visible, slug=slug)
        options = _options(request, dataset)
        try:
            with from_cuts():
                made = export(
                    dataset=dataset,
                    kind=kind,
                    cohort=cohort,
                    actor=self.actor,
                    options=options,
                    profile=profile,
                    cut=cut,
                )
        except UnknownColumn as error:
            raise _no_column(error) from error
        except CannotHold as error:
            raise _cannot_hold(error) from error
        return _sent(made)


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


def _cut(actor: Actor, request: Request) -> DataCut | None:
    """Return the data cut that is asked for, None for the registry as it is now."""
    name = request.query_params.get("cut")
    if not name:
        return None
    visible = DataCut.objects.visible_to(actor).filter(manifest__isnull=False)
    return get_object_or_404(visible.select_related("manifest"), name=name)


def _profile(request: Request) -> Profile | None:
    """Return the profile that is asked for. Raises a problem for an unknown one."""
    name = request.query_params.get("profile")
    try:
        return Profile(name) if name else None
    except ValueError as unknown:
        raise Explained(
            status.HTTP_400_BAD_REQUEST,
            "no-such-profile",
            _("There is no profile %(name)s.") % {"name": name},
            _("There are: %(names)s.") % {"names": ", ".join(Profile)},
        ) from unknown


def _options(request: Request, dataset: str) -> Options:
    options, unclear = options_of(
        request.query_params, DATASETS[dataset], get_language() or "en"
    )
    if unclear:
        language = get_language()
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


def _sent(made: Export) -> FileResponse:
    log = made.log
    named = [log.dataset, log.cohort, log.cut or str(log.data_version)]
    name = "-".join(filter(None, named))
    response = FileResponse(
        made.file,
        as_attachment=True,
        filename=f"{name}.{FORMATS[log.kind].suffix or log.kind}",
        content_type=FORMATS[log.kind].content_type,
    )
    digest = base64.b64encode(bytes.fromhex(log.sha256)).decode()
    response["Content-Length"] = log.size
    response["X-Content-SHA256"] = log.sha256
    response["Repr-Digest"] = f"sha-256=:{digest}:"
    response["X-Rows"] = log.rows
    response["X-Data-Version"] = log.data_version
    response["X-Profile"] = log.profile
    if log.cut:
        response["X-Cut"] = log.cut
    if log.smallest_group is not None:
        response["X-Smallest-Group"] = log.smallest_group
        response["X-In-Small-Groups"] = log.in_small_groups or 0
    response["Cache-Control"] = "private, no-store"
    return response


def _known(dataset: str, kind: str) -> None:
    if dataset in DATASETS and kind in FORMATS:
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
