"""What of somebody's centres an address names; anybody else's does not exist."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.rest.examples import sent
from registry.access.log import saw
from registry.access.policy import Actor
from registry.models import Patient


def patient_seen(actor: Actor, pk: int) -> Patient:
    """Return a patient whom ``actor`` may see, with the centre; else Http404."""
    visible = Patient.objects.visible_to(actor).select_related("centre")
    return saw(get_object_or_404(visible, pk=pk))


@sent({"reason": "two people with one birthday"})
class Why(serializers.Serializer):
    """Why something is done; the header X-Reason says the same."""

    reason = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=1000,
        help_text=_("Why; X-Reason says the same."),
    )
