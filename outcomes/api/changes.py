"""What changed since a cut, by REST."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.problems import Explained
from outcomes.api.cohorts import CohortView
from outcomes.api.defining import DifferenceSerializer, told_differences
from outcomes.cohorts.definition import parse
from outcomes.disclosure.shown import require_rows
from outcomes.endpoints import ENDPOINTS
from outcomes.past.changes import (
    MOST_ACTS,
    Changes,
    Redefined,
    TooManyActs,
    changes_since,
)
from outcomes.past.cohort import since_of
from outcomes.past.cut import NotACut
from outcomes.past.eras import eras_since
from outcomes.past.told import Told, told
from outcomes.past.walking import Of
from registry.access.policy import Refused
from registry.queries.patient_history import PatientEdit
from registry.queries.spelled import spelled

SINCE = OpenApiParameter(
    "since",
    OpenApiTypes.STR,
    required=True,
    description="A past day (its end), moment, number of a change, or version of the "
    "cohort (v3).",
)
ENDPOINT = OpenApiParameter("endpoint", OpenApiTypes.STR, enum=[*ENDPOINTS])


class ReadingSerializer(serializers.Serializer):
    """A curve at the horizon: shares between 0 and 1, the median in days."""

    n = serializers.IntegerField()
    events = serializers.IntegerField()
    estimate = serializers.FloatField(allow_null=True)
    lower = serializers.FloatField(allow_null=True)
    upper = serializers.FloatField(allow_null=True)
    median = serializers.FloatField(allow_null=True)


class FieldSerializer(serializers.Serializer):
    """One field of one form, in the reader's language."""

    form = serializers.CharField()
    record = serializers.IntegerField()
    operation = serializers.CharField()
    field = serializers.CharField(allow_null=True)
    old = serializers.CharField(allow_null=True)
    new = serializers.CharField(allow_null=True)


class ActSerializer(serializers.Serializer):
    """One act that moved the curve; the readings are those of the groups it touched."""

    change = serializers.IntegerField()
    at = serializers.DateTimeField()
    who = serializers.CharField(allow_null=True)
    reason = serializers.CharField()
    patient = serializers.IntegerField()
    study_no = serializers.CharField()
    edits = FieldSerializer(many=True)
    before = serializers.DictField(child=ReadingSerializer())
    after = serializers.DictField(child=ReadingSerializer())


class RedefinedSerializer(serializers.Serializer):
    """One edit of the definition or the centres; the readings are of all groups.

    ``change`` is null where the edit is not in the history that is kept.
    """

    change = serializers.IntegerField(allow_null=True)
    at = serializers.DateTimeField(allow_null=True)
    who = serializers.CharField()
    reason = serializers.CharField()
    version = serializers.IntegerField()
    differences = DifferenceSerializer(many=True)
    before = serializers.DictField(child=ReadingSerializer())
    after = serializers.DictField(child=ReadingSerializer())


class ChangesSerializer(serializers.Serializer):
    """Then and now by group, and what was done between them, each oldest first.

    ``then`` is under the definition of then; ``acts`` on patients and edits of the
    ``definitions``, in the order of their ``change``, lead from it to ``now``.
    ``hidden`` acts moved the curve and are on patients whom the caller may not see;
    ``still`` moved nothing.
    """

    since = serializers.CharField()
    endpoint = serializers.CharField()
    redefined = serializers.BooleanField()
    then = serializers.DictField(child=ReadingSerializer())
    now = serializers.DictField(child=ReadingSerializer())
    hidden = serializers.IntegerField()
    still = serializers.IntegerField()
    acts = ActSerializer(many=True)
    definitions = RedefinedSerializer(many=True)


class CohortChanges(CohortView):
    """What moved a cohort's curve since a cut."""

    @extend_schema(
        operation_id="cohorts_changes",
        parameters=[SINCE, ENDPOINT],
        responses=ChangesSerializer,
    )
    def get(self, request: Request, slug: str) -> Response:
        """Return the acts that moved one endpoint, each with its effect."""
        cohort = self.one(slug)
        chosen = parse(cohort.definition).endpoints
        endpoint = request.query_params.get("endpoint") or chosen[0]
        if endpoint not in chosen:
            names = ", ".join(chosen)
            raise _wrong("no-such-endpoint", f"endpoint must be one of {names}")
        try:
            require_rows(self.actor, cohort)
            cut = since_of(cohort, request.query_params.get("since", ""))
            for era in eras_since(cohort, cut):
                require_rows(self.actor, era.cohort)
            found = changes_since(cohort, cut, endpoint)
        except Refused as why:
            raise PermissionDenied(str(why)) from why
        except NotACut as why:
            raise _wrong("no-such-time", str(why)) from why
        except TooManyActs as why:
            text = f"More than {MOST_ACTS} acts since: choose a later day or change."
            raise _wrong("too-many-acts", text) from why
        return Response(_body(found, told(self.actor, found.moved)))


def _wrong(name: str, title: str) -> Explained:
    return Explained(status.HTTP_400_BAD_REQUEST, name, title)


def _body(found: Changes, acts: list[Told]) -> dict[str, Any]:
    return {
        "since": found.cut.text,
        "endpoint": found.endpoint,
        "redefined": bool(found.definitions),
        "then": _readings(found.start.of),
        "now": _readings(found.end.of),
        "hidden": len(found.moved) - len(acts),
        "still": found.still,
        "acts": [_act(one) for one in acts],
        "definitions": [_redefined(one) for one in found.definitions],
    }


def _redefined(one: Redefined) -> dict[str, Any]:
    era = one.era
    return {
        "change": era.number if era.at else None,
        "at": era.at,
        "who": era.who,
        "reason": era.why,
        "version": era.cohort.version,
        "differences": told_differences(one.differences),
        "before": _readings(one.before),
        "after": _readings(one.after),
    }


def _readings(of: Of) -> dict[str, Any]:
    return {group: ReadingSerializer(one).data for group, one in of.items()}


def _act(one: Told) -> dict[str, Any]:
    act = one.moved.act
    edits = [edit.edit for edit in one.edits]
    return {
        "change": act.number,
        "at": act.at,
        "who": next((edit.who for edit in edits), None),
        "reason": next((edit.reason for edit in edits if edit.reason), ""),
        "patient": one.patient.pk,
        "study_no": one.patient.study_no,
        "edits": [field for edit in one.edits for field in _fields(edit)],
        "before": _readings(one.moved.before),
        "after": _readings(one.moved.after),
    }


def _fields(edit: PatientEdit) -> list[dict[str, Any]]:
    what = {
        "form": edit.model.form,
        "record": edit.record_id,
        "operation": edit.edit.operation,
    }
    if edit.edit.operation in ("-", ">"):
        return [{**what, "field": None, "old": None, "new": None}]
    variables = edit.model.variables()
    return [
        {
            **what,
            "field": one.field,
            "old": spelled(variables[one.field], one.old, one.old_reason) or None,
            "new": spelled(variables[one.field], one.new, one.new_reason) or None,
        }
        for one in edit.edit.fields
    ]
