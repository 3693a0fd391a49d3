"""Webhooks by REST: registered with their secret shown once, listed, ended, resumed."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.examples import read, sent
from config.rest.views import ApiView, Pages, body_of
from outcomes.models import Delivery, DeliveryState, Webhook
from outcomes.webhooks.address import NotAllowed
from outcomes.webhooks.registering import (
    end,
    register,
    renew_secret,
    resume,
    webhooks_of,
)
from outcomes.webhooks.signing import secret_of
from registry.access.policy import Action


@sent({"name": "nightly analysis", "url": "https://statistics.example/day-zero"})
class NewWebhookSerializer(serializers.Serializer):
    """Which address is told, and what for."""

    name = serializers.CharField(max_length=60)
    url = serializers.URLField(max_length=500)


class WebhookSerializer(serializers.ModelSerializer[Webhook]):
    """A webhook of the caller's."""

    class Meta:
        """Everything but whose it is."""

        model = Webhook
        fields = ("id", "name", "url", "since_version", "made_at")


@read(
    {
        "id": 1,
        "name": "nightly analysis",
        "url": "https://statistics.example/day-zero",
        "since_version": 1695,
        "made_at": "2026-03-01T12:00:00Z",
        "secret": "whsec_…",
    }
)
class MadeWebhookSerializer(serializers.ModelSerializer[Webhook]):
    """A new webhook with its secret, which is shown this once."""

    secret = serializers.SerializerMethodField()

    class Meta:
        """The secret too."""

        model = Webhook
        fields = (*WebhookSerializer.Meta.fields, "secret")

    def get_secret(self, webhook: Webhook) -> str:
        """Return what its receiver proves messages with."""
        return secret_of(webhook)


class DeliverySerializer(serializers.ModelSerializer[Delivery]):
    """One message, and what came of it."""

    state = serializers.ChoiceField(choices=DeliveryState.choices)

    class Meta:
        """Everything of it."""

        model = Delivery
        fields = (
            *("id", "message", "data_version", "state", "attempts", "made_at"),
            *("next_at", "said"),
        )


class MayRegister(ApiView):
    """Views for the roles that register webhooks."""

    actions_needed = {"GET": Action.REGISTER_WEBHOOK, "POST": Action.REGISTER_WEBHOOK}

    def one(self, pk: int) -> Webhook:
        """Return a webhook of the caller's, or say that there is none."""
        return get_object_or_404(webhooks_of(self.actor), pk=pk)


class Webhooks(MayRegister):
    """The caller's webhooks."""

    pagination_class = Pages

    @extend_schema(operation_id="webhooks_list", responses=WebhookSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List them, a page at a time."""
        pages = self.pagination_class()
        page = pages.paginate_queryset(webhooks_of(self.actor), request, self)
        return pages.get_paginated_response(WebhookSerializer(page, many=True).data)

    @extend_schema(
        operation_id="webhooks_register",
        request=NewWebhookSerializer,
        responses={201: MadeWebhookSerializer},
    )
    def post(self, request: Request) -> Response:
        """Register an address; the secret in the answer is not shown again."""
        said = body_of(request, NewWebhookSerializer)
        try:
            made = register(actor=self.actor, **said)
        except NotAllowed as refused:
            raise serializers.ValidationError({"url": str(refused)}) from refused
        return Response(MadeWebhookSerializer(made).data, status.HTTP_201_CREATED)


class OneWebhook(MayRegister):
    """One webhook."""

    @extend_schema(operation_id="webhooks_end", responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        """Tell the address no more."""
        end(actor=self.actor, webhook=self.one(pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


class Secret(MayRegister):
    """The secret of a webhook."""

    @extend_schema(
        operation_id="webhooks_secret",
        request=None,
        responses={201: MadeWebhookSerializer},
    )
    def post(self, request: Request, pk: int) -> Response:
        """Make a new one, shown this once; for a day the old one signs too."""
        webhook = self.one(pk)
        renew_secret(actor=self.actor, webhook=webhook)
        return Response(MadeWebhookSerializer(webhook).data, status.HTTP_201_CREATED)


class Deliveries(MayRegister):
    """What was said to a webhook."""

    pagination_class = Pages

    @extend_schema(
        operation_id="webhooks_deliveries", responses=DeliverySerializer(many=True)
    )
    def get(self, request: Request, pk: int) -> Response:
        """List the messages, a page at a time, oldest first."""
        pages = self.pagination_class()
        rows = Delivery.objects.filter(webhook=self.one(pk))
        page = pages.paginate_queryset(rows, request, self)
        return pages.get_paginated_response(DeliverySerializer(page, many=True).data)


class Resume(MayRegister):
    """A webhook that was set aside."""

    @extend_schema(operation_id="webhooks_resume", request=None, responses={204: None})
    def post(self, request: Request, pk: int) -> Response:
        """Let it hear of the newest version again."""
        resume(actor=self.actor, webhook=self.one(pk))
        return Response(status=status.HTTP_204_NO_CONTENT)
