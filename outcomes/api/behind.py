"""Who is behind a mark of a figure, by REST."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.problems import Explained
from config.rest.views import Pages
from outcomes.api.cohorts import CohortView
from outcomes.behind.lines import Line, lines_of
from outcomes.behind.mark import NAMES, NUMBERS, NoSuchMark, mark_of
from outcomes.behind.who import Behind, behind
from outcomes.cohorts.definition import parse
from registry.access.log import saw_rows

PARAMETERS = [
    OpenApiParameter(name, int if name in NUMBERS else str) for name in sorted(NAMES)
]


class SourceSerializer(serializers.Serializer):
    """The record that made it so, and the address of its history."""

    form = serializers.CharField()
    record = serializers.IntegerField(allow_null=True)
    history = serializers.CharField()


class LineSerializer(serializers.Serializer):
    """One subject, or a patient without day 0; the rest where an endpoint was asked."""

    patient = serializers.IntegerField()
    study_no = serializers.CharField()
    centre = serializers.CharField()
    index_date = serializers.DateField(allow_null=True)
    day = serializers.IntegerField(allow_null=True)
    cause = serializers.IntegerField(allow_null=True)
    end = serializers.DateField(allow_null=True)
    happened = serializers.CharField(allow_null=True)
    by = SourceSerializer()


class BehindSerializer(serializers.Serializer):
    """A page of those who may be listed; ``others`` null: not told."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    count = serializers.IntegerField()
    others = serializers.IntegerField(allow_null=True)
    results = LineSerializer(many=True)


class SubjectPages(Pages):
    """Pages of subjects, with whom the reader may not see counted beside."""

    found: Behind

    def get_paginated_response(self, data: Any) -> Response:
        """Add the two counts."""
        answer = CursorPagination.get_paginated_response(self, data)
        counts = {"count": self.found.count, "others": self.found.others}
        answer.data = counts | answer.data
        return answer


class CohortPatients(CohortView):
    """The patients behind a mark of a cohort's figures."""

    pagination_class = SubjectPages

    @extend_schema(
        operation_id="cohorts_patients",
        parameters=PARAMETERS,
        responses=BehindSerializer,
    )
    def get(self, request: Request, slug: str) -> Response:
        """List those whom the caller may see; every parameter narrows."""
        cohort = self.one(slug)
        try:
            mark = mark_of(request.query_params.dict(), parse(cohort.definition))
            found = behind(self.actor, cohort, mark)
        except NoSuchMark as why:
            raise Explained(
                status.HTTP_400_BAD_REQUEST, "no-such-mark", str(why)
            ) from why
        pages = self.pagination_class()
        pages.found = found
        page = pages.paginate_queryset(found.listed, request, self) or []
        saw_rows(page)
        return pages.get_paginated_response(
            [_line(one) for one in lines_of(page, mark)]
        )


def _line(line: Line) -> dict[str, Any]:
    outcome, patient, source = line.outcome, line.patient, line.source
    return {
        "patient": patient.pk,
        "study_no": patient.study_no,
        "centre": patient.centre.code,
        "index_date": line.subject.index_date if line.subject else None,
        "day": line.day if outcome else None,
        "cause": line.cause if outcome else None,
        "end": line.end if outcome else None,
        "happened": line.happened if outcome else None,
        "by": {
            "form": source.form,
            "record": source.record,
            "history": _history(patient.pk, source.form, source.record),
        },
    }


def _history(patient: int, form: str, record: int | None) -> str:
    if form == "patient" or record is None:
        return reverse("api-patients-history", args=[patient])
    return reverse(f"api-{form}-history", args=[record])
