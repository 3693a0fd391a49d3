"""Visits and completeness by REST: read only, of the caller's centres."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import get_language
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.examples import read
from config.rest.views import ApiView, Pages
from registry.access.log import saw, saw_rows
from registry.access.policy import Action
from registry.models import FORMS, Centre, Patient, ScheduledVisit
from registry.queries.completeness import field_counts, form_counts
from registry.queries.visits import days_for, planned_of, visits_in, visits_of
from registry.schedule import BY_KEY, State, Track, state_on, why


@read(
    {
        "id": 12,
        "patient": 7,
        "study_no": "C001",
        "centre": "LDP",
        "track": "car_t",
        "number": 1,
        "code": "D28",
        "name": "Day 28",
        "state": "due",
        "day_zero": "2024-01-15",
        "due_on": "2024-02-12",
        "opens_on": "2024-02-05",
        "closes_on": "2024-02-26",
        "lacking": ["day28"],
        "why": ["28 days after the infusion"],
    }
)
class VisitSerializer(serializers.ModelSerializer[ScheduledVisit]):
    """One visit of one patient, and how it stands today at the patient's centre."""

    study_no = serializers.CharField(source="patient.study_no")
    centre = serializers.CharField(source="centre.code")
    name = serializers.SerializerMethodField()
    state = serializers.SerializerMethodField()
    why = serializers.SerializerMethodField()

    class Meta:
        """Everything that is kept of a visit."""

        model = ScheduledVisit
        fields = (
            *("id", "patient", "study_no", "centre", "track", "number", "code"),
            *("name", "state", "day_zero", "due_on", "opens_on", "closes_on"),
            *("optional", "safety", "forms", "events", "lacking"),
            *("answered", "answered_by", "answered_on"),
            *("ended", "ended_on", "ended_no", "why"),
        )
        read_only_fields = fields

    def get_name(self, visit: ScheduledVisit) -> str:
        """Return what the visit is called in the reader's language."""
        row = BY_KEY[Track(visit.track), visit.code]
        return row.label.in_language(get_language())

    @extend_schema_field(serializers.ChoiceField(choices=[s.value for s in State]))
    def get_state(self, visit: ScheduledVisit) -> str:
        """Return how the visit stands today."""
        today: dict[int, Any] = self.context["today"]
        return state_on(visit, today[visit.centre_id]).value

    def get_why(self, visit: ScheduledVisit) -> list[str]:
        """Return why the visit is due, moved or cancelled."""
        said = why(planned_of(visit))
        return [label.in_language(get_language()) for label in said]


class VisitFilters(filters.FilterSet):
    """How the list of visits is narrowed."""

    patient = filters.NumberFilter(field_name="patient_id", label="The patient's id")
    study_no = filters.CharFilter(
        field_name="patient__study_no", lookup_expr="iexact", label="Study number"
    )
    centre = filters.CharFilter(
        field_name="centre__code", lookup_expr="iexact", label="Centre's code"
    )
    track = filters.ChoiceFilter(
        choices=[(track.value, track.value) for track in Track], label="Track"
    )
    state = filters.MultipleChoiceFilter(
        choices=[(state.value, state.value) for state in State],
        method="standing",
        label="State today; may be given several times",
    )

    def standing(
        self, rows: QuerySet[ScheduledVisit], name: str, states: list[str]
    ) -> QuerySet[ScheduledVisit]:
        """Keep the visits that stand so today."""
        view: Any = self.request.parser_context["view"]  # type: ignore[attr-defined]
        kinds = [State(one) for one in states]
        return rows.filter(visits_in(kinds, view.days)) if kinds else rows


class VisitViewSet(mixins.RetrieveModelMixin, ApiView, viewsets.GenericViewSet):
    """The visits that the schedule asks for, and what became of them."""

    serializer_class = VisitSerializer
    queryset = ScheduledVisit.objects.none()
    filterset_class = VisitFilters
    pagination_class = Pages
    lookup_value_regex = r"\d+"
    actions_needed = {"*": Action.READ_RECORD}

    @property
    def days(self) -> Any:
        """Return today at the caller's centres, read once a request."""
        if not hasattr(self, "_days"):
            self._days = days_for(self.actor)
        return self._days

    def get_queryset(self) -> QuerySet[ScheduledVisit]:
        """Return the visits of the caller's centres."""
        return visits_of(self.actor).select_related("patient", "centre")

    def get_serializer_context(self) -> dict[str, Any]:
        """Give the serializer the day that it is at each centre."""
        today = {pk: day for day, centres in self.days.items() for pk in centres}
        return {**super().get_serializer_context(), "today": today}

    def get_object(self) -> ScheduledVisit:
        """Return the visit of the address, and note whose it is."""
        visit: ScheduledVisit = super().get_object()
        saw(visit.patient)
        return visit

    def list(self, request: Request) -> Response:
        """List the visits, a page at a time."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        assert page is not None
        saw_rows(page)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


@read(
    {
        "centre": "LDP",
        "form": "crs_episode",
        "meant": 60,
        "patients": 58,
        "records": 58,
        "begun": 4,
        "complete": 54,
        "missing": 7,
    }
)
class FormCountSerializer(serializers.Serializer):
    """How far one form has come at one centre."""

    centre = serializers.CharField()
    form = serializers.CharField()
    meant = serializers.IntegerField(help_text="Patients whom the form is for")
    patients = serializers.IntegerField(help_text="Of them, those who have it")
    records = serializers.IntegerField()
    begun = serializers.IntegerField()
    complete = serializers.IntegerField()
    missing = serializers.IntegerField(help_text="Core answers that are missing")


class FieldCountSerializer(serializers.Serializer):
    """How far one core field of a form has come at one centre."""

    centre = serializers.CharField()
    form = serializers.CharField()
    field = serializers.CharField()
    expected = serializers.IntegerField()
    answered = serializers.IntegerField()
    explained = serializers.IntegerField(help_text="With a reason for no value")
    missing = serializers.IntegerField()


class Completeness(ApiView):
    """Completeness of every form at the caller's centres."""

    actions_needed = {"*": Action.READ_RECORD}

    @extend_schema(responses=FormCountSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Return every form at each centre."""
        codes = _codes(self.actor.readable_centres)
        counts = form_counts(codes)
        return Response(_said(FormCountSerializer, counts, codes))


class FormCompleteness(ApiView):
    """Completeness of every core field of one form at the caller's centres."""

    actions_needed = {"*": Action.READ_RECORD}

    @extend_schema(
        operation_id="completeness_of_form", responses=FieldCountSerializer(many=True)
    )
    def get(self, request: Request, form: str) -> Response:
        """Return every core field at each centre."""
        codes = _codes(self.actor.readable_centres)
        if not codes or form not in {*FORMS, Patient.form}:
            raise Http404(form)
        return Response(_said(FieldCountSerializer, field_counts(form, codes), codes))


def _codes(centres: frozenset[int]) -> dict[int, str]:
    found = Centre.objects.filter(Q(pk__in=centres))
    return dict(found.values_list("pk", "code"))


def _said(
    serializer: type[serializers.Serializer[Any]], counts: Any, codes: dict[int, str]
) -> Any:
    names: list[str] = [*serializer().fields]
    rows = [
        {name: getattr(one, name) for name in names} | {"centre": codes[one.centre]}
        for one in counts
    ]
    return serializer(rows, many=True).data
