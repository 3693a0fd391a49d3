"""Cohorts and their results."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.etags import tagged, unchanged
from config.rest.examples import read
from config.rest.problems import Explained
from config.rest.views import ApiView, Pages
from outcomes.api.defining import (
    DEFINITION,
    IF_MATCH,
    ChangeSerializer,
    DefinedSerializer,
    DefineSerializer,
    change,
    define,
)
from outcomes.cohorts.kept import whole
from outcomes.cuts.results import PREFIX
from outcomes.disclosure.shown import newest_for, past_for
from outcomes.figures.drawn import version
from outcomes.models import Cohort, Lookback, Snapshot
from outcomes.past.cut import NotACut
from outcomes.past.lookback import StillLooking
from outcomes.pipeline.status import recomputing
from registry.access.policy import Action, Actor, Refused

IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The ETag that the reader has; 304 when nothing changed.",
)

AS_OF = OpenApiParameter(
    "as_of",
    OpenApiTypes.STR,
    description="A past day (its end), moment, or number of a change.",
)


CUT = OpenApiParameter(
    "cut", OpenApiTypes.STR, description="A data cut, whose results never change."
)


@read(
    {
        "slug": "children",
        "title": "Children",
        "version": 2,
        "definition": DEFINITION,
        "centres": ["LDP"],
        "data_version": 1695,
        "computed_at": "2026-03-01T12:00:00Z",
        "recomputing": False,
    }
)
class CohortSerializer(serializers.ModelSerializer[Cohort]):
    """A cohort: its definition, and how new its results are."""

    title = serializers.SerializerMethodField()
    centres: Any = serializers.SlugRelatedField("code", many=True, read_only=True)
    data_version = serializers.IntegerField(allow_null=True)
    computed_at = serializers.DateTimeField(allow_null=True)
    recomputing = serializers.BooleanField()

    class Meta:
        """What everybody who sees a cohort may know of it."""

        model = Cohort
        fields = (
            "slug",
            "title",
            "version",
            "definition",
            "centres",
            "data_version",
            "computed_at",
            "recomputing",
        )

    def get_title(self, cohort: Cohort) -> str:
        """Give the title in the reader's language."""
        return cohort.title.in_language(get_language())


class ResultsSerializer(serializers.Serializer):
    """The results of a cohort, with the data and code that they came from."""

    cohort = serializers.CharField()
    cohort_version = serializers.IntegerField()
    data_version = serializers.IntegerField()
    code_version = serializers.CharField()
    computed_at = serializers.DateTimeField()
    set_aside = serializers.IntegerField()
    few_set_aside = serializers.BooleanField(
        required=False,
        help_text="To whoever sees sums alone: some were, too few to say; 0 is said.",
    )
    recomputing = serializers.BooleanField()
    results = serializers.JSONField()
    as_of = serializers.CharField(
        required=False, help_text="Of results of the past: what was asked for."
    )
    withdrawn_since = serializers.IntegerField(
        required=False,
        help_text="Patients who were there and are left out: they withdrew since.",
    )


class LookingBackSerializer(serializers.Serializer):
    """How many patients of a past day were read; ask again after Retry-After."""

    as_of = serializers.CharField()
    done = serializers.IntegerField()
    total = serializers.IntegerField()


class CohortView(ApiView):
    """Views of the cohorts that the caller may see."""

    actions_needed = {"POST": Action.EDIT_COHORT, "*": Action.VIEW_COHORT}

    def visible(self) -> QuerySet[Any]:
        """Return them with what their newest results say of themselves."""
        newest = Snapshot.objects.filter(cohort=OuterRef("pk")).order_by("-id")
        return (
            Cohort.objects.visible_to(self.actor)
            .prefetch_related("centres")
            .annotate(
                data_version=Subquery(newest.values("data_version")[:1]),
                computed_at=Subquery(newest.values("computed_at")[:1]),
            )
        )

    def one(self, slug: str) -> Any:
        """Return one cohort, or say that there is none."""
        (cohort,) = _with_state([get_object_or_404(self.visible(), slug=slug)])
        return cohort


def _with_state(cohorts: list[Any]) -> list[Any]:
    """Say of each cohort whether its figures are about to change."""
    waiting = recomputing(cohorts)
    for cohort in cohorts:
        cohort.recomputing = cohort.pk in waiting
    return cohorts


class Cohorts(CohortView):
    """The cohorts."""

    pagination_class = Pages

    @extend_schema(
        operation_id="cohorts_list",
        responses=CohortSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """List the cohorts, a page at a time."""
        pages = self.pagination_class()
        page = pages.paginate_queryset(self.visible(), request, self)
        told = CohortSerializer(_with_state(page or []), many=True).data
        return pages.get_paginated_response(told)

    @extend_schema(
        operation_id="cohorts_create",
        request=DefineSerializer,
        responses={201: DefinedSerializer},
    )
    def post(self, request: Request) -> Response:
        """Define a cohort; groups of the future are refused with what to do instead."""
        made = define(self, request)
        told = DefinedSerializer(made).data
        return Response(told, status.HTTP_201_CREATED, headers=tagged(made.version))


class OneCohort(CohortView):
    """One cohort."""

    headers_read = {"PATCH": (IF_MATCH,)}

    @extend_schema(operation_id="cohorts_retrieve", responses=CohortSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """Read a cohort's definition; its ETag is its version."""
        cohort = self.one(slug)
        return Response(CohortSerializer(cohort).data, headers=tagged(cohort.version))

    @extend_schema(
        operation_id="cohorts_partial_update",
        request=ChangeSerializer,
        responses=DefinedSerializer,
    )
    def patch(self, request: Request, slug: str) -> Response:
        """Change a cohort, or archive it; each change is a version with a reason."""
        made = change(self, request, slug)
        return Response(DefinedSerializer(made).data, headers=tagged(made.version))


class CohortResults(CohortView):
    """The newest results of one cohort."""

    headers_read = {"GET": (IF_NONE_MATCH,)}

    @extend_schema(
        operation_id="cohorts_results",
        parameters=[AS_OF, CUT],
        responses={200: ResultsSerializer, 202: LookingBackSerializer},
    )
    def get(self, request: Request, slug: str) -> Response:
        """Read the newest results; the ETag names the data that they came from.

        With ``as_of``, a day, a moment or the number of a change, those of then; 202
        while they are computed in the background.
        """
        cohort = self.one(slug)
        as_of = request.query_params.get("as_of")
        if name := request.query_params.get("cut"):
            as_of = f"{PREFIX}{name}"
        if as_of:
            return _as_of(request, self.actor, cohort, as_of)
        newest = newest_for(self.actor, cohort)
        if newest is None:
            raise Explained(
                status.HTTP_404_NOT_FOUND,
                "not-computed",
                _("This cohort has no results yet."),
                _("They are computed in the background; ask again in a moment."),
            )
        tag = version(newest)
        if same := unchanged(request, tag):
            return same
        return Response(_results(cohort, newest), headers=tagged(tag))


def _as_of(request: Request, actor: Actor, cohort: Cohort, as_of: str) -> Response:
    try:
        past = past_for(actor, cohort, as_of)
    except NotACut as why:
        raise Explained(
            status.HTTP_400_BAD_REQUEST,
            "no-such-time",
            _("as_of is not a past time."),
            str(why),
        ) from why
    except Refused as why:
        raise PermissionDenied(str(why)) from why
    except StillLooking as waiting:
        return _waiting(waiting.lookback)
    tag = version(past.snapshot)
    if same := unchanged(request, tag):
        return same
    said = _results(cohort, past.snapshot)
    more = {"as_of": as_of, "withdrawn_since": past.withdrawn_since}
    return Response(said | more | {"recomputing": False}, headers=tagged(tag))


def _waiting(lookback: Lookback) -> Response:
    """Say how far a worker is; ask the same address again."""
    if lookback.failed:
        raise Explained(
            status.HTTP_500_INTERNAL_SERVER_ERROR,
            "not-computed",
            _("These results could not be computed."),
            _("The log of the worker says why."),
        )
    said = {"as_of": lookback.cut, "done": lookback.done, "total": lookback.total}
    return Response(said, status.HTTP_202_ACCEPTED, headers={"Retry-After": "2"})


def _results(cohort: Any, newest: Snapshot) -> dict[str, Any]:
    return {
        "cohort": cohort.slug,
        "cohort_version": newest.cohort_version,
        "data_version": newest.data_version,
        "code_version": newest.code_version,
        "computed_at": newest.computed_at,
        "set_aside": newest.set_aside,
        "few_set_aside": newest.few_aside,
        "recomputing": cohort.recomputing,
        "results": whole(newest),
    }
