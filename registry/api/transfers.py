"""Transfers between centres by REST: ask, see, accept, refuse, take back."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from config.rest.examples import sent
from config.rest.named import Named
from config.rest.views import ApiView, body_of
from registry.access.policy import Action
from registry.api.headers import REASON, reason_of
from registry.api.serializers import Visible
from registry.api.visible import Why
from registry.models import Centre, Patient, PatientTransfer, Stage
from registry.queries.transfers import told, transfers_of, with_patients
from registry.services.transfers import (
    accept_transfer,
    refuse_transfer,
    request_transfer,
    take_back_transfer,
)

ASK = OpenApiExample(
    "To another centre",
    {"patient": 7, "to": "HEB", "with_identity": False, "reason": "goes on there"},
    request_only=True,
)
ACCEPT = OpenApiExample(
    "Under a number of the own centre",
    {"study_no": "H-0042", "answer": ""},
    request_only=True,
)
REFUSE = OpenApiExample(
    "With the reason", {"answer": "is not treated here"}, request_only=True
)


class TransferSerializer(serializers.Serializer):
    """A transfer as far as the caller's side may know it."""

    id = serializers.IntegerField(source="pk")
    study_no = serializers.CharField()
    origin = serializers.CharField()
    target = serializers.CharField()
    stage = serializers.ChoiceField(choices=Stage.choices)
    reason = serializers.CharField()
    answer = serializers.CharField()
    at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    mine_to_answer = serializers.BooleanField()
    mine_to_take_back = serializers.BooleanField()
    with_identity = serializers.BooleanField()
    sex = serializers.CharField()
    birth_year = serializers.IntegerField(allow_null=True)
    patient = serializers.IntegerField(allow_null=True)


class AskSerializer(Why):
    """Whom, to which centre, and whether name and hospital number go along."""

    patient = Visible(queryset=Patient.objects.none())
    to = Named(slug_field="code", queryset=Centre.objects.all())
    with_identity = serializers.BooleanField(required=False, default=False)


@sent({"answer": "asked by mistake"})
class AnswerSerializer(serializers.Serializer):
    """What is said to a request."""

    answer = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=1000
    )


class RefuseSerializer(serializers.Serializer):
    """Why the patient is not taken over."""

    answer = serializers.CharField(max_length=1000)


class AcceptSerializer(AnswerSerializer):
    """The number under which the patient goes on at the receiving centre."""

    study_no = serializers.CharField(max_length=20)


class TransferViewSet(ApiView, viewsets.GenericViewSet):
    """Requests from and to the caller's centres, the newest 200."""

    queryset = PatientTransfer.objects.none()
    serializer_class = TransferSerializer
    lookup_value_regex = r"\d+"
    pagination_class = None
    actions_needed = {"*": Action.TRANSFER_PATIENT}

    @property
    def headers_read(self) -> dict[str, tuple[Any, ...]]:
        """Return the headers of each method: a request has a reason."""
        return {"POST": (REASON,)} if self.action == "create" else {}

    def get_queryset(self) -> QuerySet[PatientTransfer]:
        """Return the transfers that the caller may see."""
        rows = PatientTransfer.objects.visible_to(self.actor)
        return rows.select_related("from_centre", "to_centre")

    def get_object(self) -> PatientTransfer:
        """Return one of them, or say that there is none."""
        return with_patients([super().get_object()])[0]

    @extend_schema(responses=TransferSerializer(many=True))
    def list(self, request: Request) -> Response:
        """List what waits for an answer, and what was answered."""
        return Response([_json(one) for one in transfers_of(self.actor)])

    def retrieve(self, request: Request, pk: str) -> Response:
        """Read one transfer."""
        return self._shown(self.get_object())

    @extend_schema(
        request=AskSerializer, responses={201: TransferSerializer}, examples=[ASK]
    )
    def create(self, request: Request) -> Response:
        """Ask another centre to take a patient over; nothing changes until it does."""
        asked = body_of(request, AskSerializer, self.get_serializer_context())
        try:
            made = request_transfer(
                patient_id=asked["patient"].pk,
                to=asked["to"],
                with_identity=asked["with_identity"],
                actor=self.actor,
                reason=reason_of(request, asked["reason"]),
            )
        except ValueError as error:
            raise ValidationError({"to": str(error)}) from error
        place = reverse("api-transfers-detail", [made.pk], request=request)
        return self._shown(made, status.HTTP_201_CREATED, {"Location": place})

    @extend_schema(
        request=AcceptSerializer, responses=TransferSerializer, examples=[ACCEPT]
    )
    @action(detail=True, methods=["POST"])
    def accept(self, request: Request, pk: str) -> Response:
        """Take the patient over, with all forms."""
        return self._do(accept_transfer, AcceptSerializer)

    @extend_schema(
        request=RefuseSerializer, responses=TransferSerializer, examples=[REFUSE]
    )
    @action(detail=True, methods=["POST"])
    def refuse(self, request: Request, pk: str) -> Response:
        """Decline, and say why."""
        return self._do(refuse_transfer, RefuseSerializer)

    @extend_schema(request=AnswerSerializer, responses=TransferSerializer)
    @action(detail=True, methods=["POST"], url_path="take-back")
    def take_back(self, request: Request, pk: str) -> Response:
        """Withdraw a request of one's own centre."""
        return self._do(take_back_transfer, AnswerSerializer)

    def _do(
        self,
        act: Callable[..., PatientTransfer],
        serializer: type[serializers.Serializer[Any]],
    ) -> Response:
        found = self.get_object()
        said = body_of(self.request, serializer)
        act(transfer_id=found.pk, actor=self.actor, **said)
        return self._shown(self.get_object())

    def _shown(
        self,
        found: PatientTransfer,
        code: int = status.HTTP_200_OK,
        headers: dict[str, str] | None = None,
    ) -> Response:
        return Response(_json(told(found, self.actor)), code, headers=headers)


def _json(one: Any) -> dict[str, Any]:
    return dict(TransferSerializer(asdict(one)).data)
