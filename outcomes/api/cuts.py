"""Data cuts by REST: list, ask for one, read its manifest, compare two."""

from typing import Any

from django.db.models import Sum
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.views import ApiView, Pages, body_of
from outcomes.api.cut_serializers import (
    CutAskSerializer,
    CutComparisonSerializer,
    CutManifestSerializer,
    CutSerializer,
)
from outcomes.api.taking import from_cuts
from outcomes.cohorts.access import cohort_or_404
from outcomes.cuts.asking import NotMade, ask_as_typed
from outcomes.cuts.comparing import PAGE, Question, compare, kept_by_one, page_of
from outcomes.cuts.sight import (
    cut_or_404,
    cuts_seen_by,
    made_or_404,
    require_sight,
)
from outcomes.models import Cohort, CutPart, CutStudy, DataCut
from registry.access.log import saw_list
from registry.access.policy import Action, Refused


class CutView(ApiView):
    """Views of cuts."""

    actions_needed = {"POST": Action.MAKE_CUT}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse those who see no cut at all."""
        super().initial(request, *args, **kwargs)
        require_sight(self.actor)


class Newest(Pages):
    """Newest first."""

    ordering = "-pk"


class Cuts(CutView):
    """The data cuts."""

    pagination_class = Newest

    @extend_schema(operation_id="cuts_list", responses=CutSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List the cuts, newest first."""
        pages = self.pagination_class()
        page: Any = pages.paginate_queryset(cuts_seen_by(self.actor), request, self)
        return pages.get_paginated_response(CutSerializer(page, many=True).data)

    @extend_schema(
        operation_id="cuts_create",
        request=CutAskSerializer,
        responses={202: CutSerializer},
    )
    def post(self, request: Request) -> Response:
        """Ask for a cut; it is made in the background: read it until it is ``made``."""
        said = body_of(request, CutAskSerializer)
        try:
            cut = ask_as_typed(self.actor, **said)
        except NotMade as why:
            raise serializers.ValidationError({why.field: str(why)}) from why
        return Response(CutSerializer(cut).data, status.HTTP_202_ACCEPTED)


class OneCut(CutView):
    """One data cut."""

    @extend_schema(operation_id="cuts_retrieve", responses=CutManifestSerializer)
    def get(self, request: Request, name: str) -> Response:
        """Read a cut's manifest: its datasets and studies with their hashes."""
        cut = cut_or_404(self.actor, name)
        held = {"datasets": self._datasets(cut), "cohorts": self._studies(cut)}
        return Response(CutSerializer(cut).data | held)

    def _datasets(self, cut: DataCut) -> list[dict[str, Any]]:
        own = self.actor.readable_centres
        parts = CutPart.objects.filter(dataset__cut=cut, centre__in=own)
        counts = parts.order_by().values_list("dataset").annotate(n=Sum("rows"))
        rows = dict(counts)
        return [
            {
                "name": one.name,
                "columns": [column["name"] for column in one.columns],
                "sha256": one.sha256,
                "rows": rows.get(one.pk, 0) if own else None,
            }
            for one in cut.datasets.all()
        ]

    def _studies(self, cut: DataCut) -> list[dict[str, Any]]:
        visible = Cohort.objects.visible_to(self.actor)
        kept = CutStudy.objects.filter(cut=cut, cohort__in=visible)
        return [
            {"cohort": slug, "version": version, "sha256": sha256}
            for slug, version, sha256 in kept.values_list(
                "cohort__slug", "version", "sha256"
            )
        ]


class CutComparison(CutView):
    """Two cuts held against each other."""

    @extend_schema(
        operation_id="cuts_compare",
        parameters=[
            OpenApiParameter("dataset", OpenApiTypes.STR, description="adsl without"),
            OpenApiParameter("cohort", OpenApiTypes.STR, description="Its short name"),
            OpenApiParameter(
                "page", OpenApiTypes.INT, description=f"{PAGE} records each"
            ),
        ],
        responses=CutComparisonSerializer,
    )
    def get(self, request: Request, name: str, other: str) -> Response:
        """Read which records of a dataset ``other`` has otherwise than ``name``."""
        before = made_or_404(self.actor, name)
        after = made_or_404(self.actor, other)
        asked = request.query_params
        cohort = cohort_or_404(self.actor, asked.get("cohort"))
        dataset, page = asked.get("dataset") or "adsl", page_of(asked.get("page", ""))
        try:
            with from_cuts():
                asked_for = Question(before, after, dataset, cohort, page)
                found = compare(self.actor, asked_for)
        except Refused as why:
            raise PermissionDenied(str(why)) from why
        saw_list(len(found.rows))
        records = [
            {
                "subject": row.who,
                "record": row.which,
                "kind": row.kind,
                "fields_changed": [
                    {"field": one.name, "old": one.old, "new": one.new}
                    for one in row.fields
                ],
            }
            for row in found.rows
        ]
        return Response(
            {
                "before": before.name,
                "after": after.name,
                "dataset": dataset,
                "counts": found.counts,
                "page": found.page,
                "pages": found.pages,
                "records": records,
                "only_before": [one.name for one in kept_by_one(before, after)],
                "only_after": [one.name for one in kept_by_one(after, before)],
            }
        )
