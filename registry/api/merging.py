"""Two registrations of one person, by REST: suspected, compared, merged, reopened."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.etags import etag, tagged, version_seen
from config.rest.examples import read
from config.rest.views import ApiView, body_of
from registry.access.policy import Action, require
from registry.api.headers import IF_MATCH, REASON, reason_of
from registry.api.stale import stale
from registry.api.visible import Why, patient_seen
from registry.models import Patient
from registry.queries.cases import records_of
from registry.queries.duplicates import WHY, candidates
from registry.queries.matching import Match, differing, matches
from registry.services.errors import Stale
from registry.services.merging import OWN, Choice, keep_apart, merge_patients, reopen

MERGE = OpenApiExample(
    "The other’s weight stands, its relapse is another one",
    {
        "other_version": 3,
        "theirs": ["patient:9:weight_kg"],
        "apart": ["relapse:31"],
        "reason": "registered twice",
    },
    request_only=True,
)


@read(
    {
        "one": 7,
        "one_study_no": "C001",
        "other": 9,
        "other_study_no": "C-1",
        "why": ["birth"],
    }
)
class PairSerializer(serializers.Serializer):
    """Two registrations that may be one person."""

    one = serializers.IntegerField()
    one_study_no = serializers.CharField()
    other = serializers.IntegerField()
    other_study_no = serializers.CharField()
    why = serializers.ListField(child=serializers.ChoiceField(choices=[*WHY]))


class ComparedSerializer(serializers.Serializer):
    """A form of one, of the other, or of both; ``key`` names it in a merge."""

    form = serializers.CharField()
    key = serializers.CharField()
    one = serializers.IntegerField(allow_null=True)
    other = serializers.IntegerField(allow_null=True)
    differing = serializers.ListField(child=serializers.CharField())


class ComparisonSerializer(serializers.Serializer):
    """Both registrations, form by form, with the fields that differ."""

    one = serializers.IntegerField()
    other = serializers.IntegerField()
    version = serializers.IntegerField()
    other_version = serializers.IntegerField()
    forms = ComparedSerializer(many=True)


class MergeSerializer(Why):
    """What stands where the two differ; ``theirs`` and ``apart`` name forms by key."""

    other_version = serializers.IntegerField(min_value=1)
    theirs = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        default=list,
        help_text=_("key:field where the other’s answer stands"),
    )
    apart = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        default=list,
        help_text=_("keys of matched forms that are two events after all"),
    )


class SurvivorSerializer(serializers.Serializer):
    """The registration that stands."""

    patient = serializers.IntegerField()
    study_no = serializers.CharField()
    version = serializers.IntegerField()


class ApartSerializer(serializers.Serializer):
    """The pair that is two people, and why."""

    one = serializers.IntegerField()
    other = serializers.IntegerField()
    reason = serializers.CharField()


class Duplicates(ApiView):
    """The pairs that are suspected at the caller's centres."""

    actions_needed = {"*": Action.MOVE_RECORD}

    @extend_schema(operation_id="duplicates", responses=PairSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List at most a hundred pairs, with why each is suspected."""
        return Response(
            [
                {
                    "one": pair.one.pk,
                    "one_study_no": pair.one.study_no,
                    "other": pair.other.pk,
                    "other_study_no": pair.other.study_no,
                    "why": pair.why,
                }
                for pair in candidates(self.actor)
            ]
        )


class TwoPatients(ApiView):
    """What is about two registrations at which the caller may move forms."""

    def both(self, pk: int, other_id: int) -> tuple[Patient, Patient]:
        """Return the two; anybody else's, or one twice, does not exist."""
        if pk == other_id:
            raise Http404
        one, other = (patient_seen(self.actor, key) for key in (pk, other_id))
        for patient in (one, other):
            require(self.actor, Action.MOVE_RECORD, patient.centre_id)
        return one, other


class Merge(TwoPatients):
    """One registration of two: the first keeps its number."""

    headers_read = {"POST": (IF_MATCH, REASON)}

    @extend_schema(operation_id="patients_compare", responses=ComparisonSerializer)
    def get(self, request: Request, pk: int, other_id: int) -> Response:
        """Compare the two, form by form; the ETag is the first one's version."""
        one, other = self.both(pk, other_id)
        found = matches(records_of(one), records_of(other))
        own = [name for name in differing(one, other) if name not in OWN]
        body = {
            "one": one.pk,
            "other": other.pk,
            "version": one.version,
            "other_version": other.version,
            "forms": [
                _compared(Patient.form, one.pk, other.pk, own),
                *(_matched(match) for match in found),
            ],
        }
        return Response(body, headers=tagged(one.version))

    @extend_schema(
        operation_id="patients_merge",
        request=MergeSerializer,
        responses=SurvivorSerializer,
        examples=[MERGE],
    )
    def post(self, request: Request, pk: int, other_id: int) -> Response:
        """Give everything of the other to the first, whose study number stands."""
        one, other = self.both(pk, other_id)
        version = version_seen(request)
        said = body_of(request, MergeSerializer)
        try:
            survivor = merge_patients(
                survivor_id=one.pk,
                other_id=other.pk,
                versions=(version, said["other_version"]),
                choice=Choice(frozenset(said["theirs"]), frozenset(said["apart"])),
                actor=self.actor,
                reason=reason_of(request, said["reason"]),
            )
        except Stale as error:
            seen = version if error.current.pk == one.pk else said["other_version"]
            raise stale(seen, {}, _survivor(error.current)) from error
        survivor.refresh_from_db(fields=["version"])
        return Response(_survivor(survivor), headers={"ETag": etag(survivor.version)})


class Apart(TwoPatients):
    """The decision that two registrations are two people."""

    headers_read = {"POST": (REASON,)}

    @extend_schema(
        operation_id="patients_apart", request=Why, responses=ApartSerializer
    )
    def post(self, request: Request, pk: int, other_id: int) -> Response:
        """Decide so; the pair is not listed again."""
        one, other = self.both(pk, other_id)
        decided = keep_apart(
            one_id=one.pk,
            other_id=other.pk,
            actor=self.actor,
            reason=_why(request),
        )
        body = {"one": decided.one_id, "other": decided.other_id}
        return Response(body | {"reason": decided.reason})


class Reopen(ApiView):
    """Let a registration that was merged be a patient again."""

    headers_read = {"POST": (REASON,)}

    @extend_schema(
        operation_id="patients_reopen", request=Why, responses=SurvivorSerializer
    )
    def post(self, request: Request, pk: int) -> Response:
        """Open it, without forms: they are moved back one by one."""
        merged = Patient.objects.merged_visible_to(self.actor)
        found = get_object_or_404(merged, pk=pk)
        require(self.actor, Action.MOVE_RECORD, found.centre_id)
        opened = reopen(patient_id=pk, actor=self.actor, reason=_why(request))
        opened.refresh_from_db(fields=["version"])
        return Response(_survivor(opened), headers=tagged(opened.version))


def _why(request: Request) -> str:
    return reason_of(request, body_of(request, Why)["reason"])


def _survivor(patient: Any) -> dict[str, Any]:
    return {
        "patient": patient.pk,
        "study_no": patient.study_no,
        "version": patient.version,
    }


def _matched(match: Match) -> dict[str, Any]:
    one, other = (side.pk if side else None for side in (match.one, match.other))
    return _compared(match.form, one, other, match.differing)


def _compared(form: str, one: Any, other: Any, fields: Any) -> dict[str, Any]:
    return {
        "form": form,
        "key": f"{form}:{other}" if other else "",
        "one": one,
        "other": other,
        "differing": list(fields),
    }
