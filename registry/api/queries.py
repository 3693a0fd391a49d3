"""Queries: list, read, open, assign, answer, confirm, send back, close."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from config.rest.etags import tagged, unchanged, version_seen
from config.rest.views import ApiView, Pages, body_of
from registry.access.log import saw, saw_rows
from registry.access.policy import Action
from registry.api.headers import IF_MATCH
from registry.api.query_acts import (
    FORM_NAMES,
    AssignSerializer,
    OpenSerializer,
    SaidSerializer,
    person_named,
)
from registry.api.query_serializers import QuerySerializer, ThreadSerializer
from registry.api.stale import stale
from registry.models import ClosedAs, DataQuery, Status
from registry.services.errors import Stale
from registry.services.queries import (
    answer_query,
    assign_query,
    close_query,
    comment_on_query,
    confirm_query,
    open_query,
    send_back_query,
    withdraw_query,
)

BESIDE = ("patient__centre", "assigned_to", "opened_by", "closed_by")
SAY = extend_schema(request=SaidSerializer, responses=ThreadSerializer, filters=False)


class QueryFilters(filters.FilterSet):
    """How the list of queries is narrowed."""

    patient = filters.NumberFilter(field_name="patient_id", label="The patient's id")
    study_no = filters.CharFilter(
        field_name="patient__study_no", lookup_expr="iexact", label="Study number"
    )
    centre = filters.CharFilter(
        field_name="patient__centre__code", lookup_expr="iexact", label="Centre's code"
    )
    form = filters.ChoiceFilter(choices=[(f, f) for f in FORM_NAMES], label="Form")
    record = filters.NumberFilter(field_name="record_id", label="The record's id")
    check = filters.CharFilter(field_name="code", label="The check's number")
    status = filters.MultipleChoiceFilter(choices=Status.choices, label="State")
    closed_as = filters.ChoiceFilter(choices=ClosedAs.choices, label="How it ended")
    assigned_to = filters.CharFilter(
        field_name="assigned_to__username", label="Who is to answer"
    )


class QueryViewSet(ApiView, viewsets.GenericViewSet):
    """Questions about what the forms say, and all that was said about them."""

    queryset = DataQuery.objects.none()
    serializer_class = QuerySerializer
    pagination_class = Pages
    filterset_class = QueryFilters
    lookup_value_regex = r"\d+"
    actions_needed = {"POST": Action.OPEN_QUERY, "*": Action.READ_RECORD}

    @property
    def headers_read(self) -> dict[str, tuple[Any, ...]]:
        """Return the headers of each method: an act names the version it saw."""
        return {} if self.action == "create" else {"POST": (IF_MATCH,)}

    def get_queryset(self) -> QuerySet[DataQuery]:
        """Return the queries that the caller may see."""
        rows = DataQuery.objects.visible_to(self.actor)
        return rows.select_related(*BESIDE)

    def get_object(self) -> DataQuery:
        """Return the query of the address, and note whom it is about."""
        query: DataQuery = super().get_object()
        saw(query.patient)
        return query

    def list(self, request: Request) -> Response:
        """List the queries, a page at a time."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        assert page is not None
        saw_rows(page)
        return self.get_paginated_response(QuerySerializer(page, many=True).data)

    @extend_schema(responses=ThreadSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """Read one query with its entries; its ETag is its version."""
        query = self.get_object()
        if same := unchanged(request, query.version):
            return same
        return self._shown(query)

    @extend_schema(request=OpenSerializer, responses={201: ThreadSerializer})
    def create(self, request: Request) -> Response:
        """Ask about a field, a record, or a form that the patient has not got."""
        asked = body_of(request, OpenSerializer, self.get_serializer_context())
        patient = asked["patient"]
        try:
            query = open_query(
                patient_id=patient.pk,
                form=asked["form"],
                record_id=asked.get("record"),
                field=asked.get("field", ""),
                asks=asked["asks"],
                assigned_to=person_named(asked.get("assigned_to"), patient.centre_id),
                actor=self.actor,
            )
        except ValueError as error:
            raise ValidationError(
                {"field": _("The form has no such field.")}
            ) from error
        except ObjectDoesNotExist as error:
            says = _("The patient has no such record.")
            raise ValidationError({"record": says}) from error
        place = reverse("api-queries-detail", [query.pk], request=request)
        return self._shown(query, status.HTTP_201_CREATED, {"Location": place})

    @SAY
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:
        """Answer; the monitor closes the query or sends it back."""
        return self._say(request, answer_query)

    @SAY
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """Say why a value that a soft check doubts is right; that closes the query."""
        return self._say(request, confirm_query)

    @SAY
    @action(detail=True, methods=["post"])
    def comment(self, request: Request, pk: str) -> Response:
        """Say something without changing how the query stands."""
        return self._say(request, comment_on_query)

    @SAY
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Accept the answer, or settle the query without one, in words."""
        return self._say(request, close_query)

    @SAY
    @action(detail=True, methods=["post"], url_path="send-back")
    def send_back(self, request: Request, pk: str) -> Response:
        """Ask again what was answered or closed."""
        return self._say(request, send_back_query)

    @SAY
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take back a question."""
        return self._say(request, withdraw_query)

    @extend_schema(request=AssignSerializer, responses=ThreadSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def assign(self, request: Request, pk: str) -> Response:
        """Give the query to a person of the patient's centre, or to nobody."""
        query = self.get_object()
        name = body_of(request, AssignSerializer)["assigned_to"]
        to = person_named(name, query.patient.centre_id)
        return self._do(request, query, assign_query, to=to)

    def _say(self, request: Request, act: Callable[..., DataQuery]) -> Response:
        query = self.get_object()
        said = body_of(request, SaidSerializer)["said"]
        return self._do(request, query, act, said=said)

    def _do(
        self,
        request: Request,
        query: DataQuery,
        act: Callable[..., DataQuery],
        **sent: Any,
    ) -> Response:
        version = version_seen(request)
        try:
            act(query_id=query.pk, actor=self.actor, version=version, **sent)
        except Stale as error:
            current = ThreadSerializer(self.get_object()).data
            raise stale(version, {}, current) from error
        return self._shown(query)

    def _shown(
        self,
        query: DataQuery,
        code: int = status.HTTP_200_OK,
        headers: dict[str, str] | None = None,
    ) -> Response:
        rows = self.get_queryset().prefetch_related("entries__user")
        now = rows.get(pk=query.pk)
        body = ThreadSerializer(now).data
        return Response(body, code, headers={**tagged(now.version), **(headers or {})})
