"""What every view of files shares: who may take them, and what is said of them."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request

from config.rest.views import ApiView
from outcomes.exports.permission import require_export
from outcomes.models import ExportLog

FOR_ABROAD = [
    OpenApiParameter(
        "recipient",
        OpenApiTypes.STR,
        description="The recipient's country by ISO 3166-1, such as US; without it the "
        "registry's own",
    ),
    OpenApiParameter(
        "approval",
        OpenApiTypes.STR,
        description="The number of the filing or approval by which human genetic "
        "resource data go to another country",
    ),
]


class ManifestSerializer(serializers.ModelSerializer[ExportLog]):
    """The manifest of a file that was taken out."""

    who = serializers.CharField(source="user.username")

    class Meta:
        """Everything but keys, and what its seal alone needs."""

        model = ExportLog
        exclude = ("user", "cluster", "xid")


class WhateverIsAccepted(BaseContentNegotiation):
    """The address names the format; problems are JSON whatever was asked for."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """Return the only parser."""
        return parsers[0]

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> Any:
        """Return the only renderer."""
        return renderers[0], renderers[0].media_type


class MayExport(ApiView):
    """Views for those who may take data out, with names or without."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse those whose role takes nothing out."""
        super().initial(request, *args, **kwargs)
        require_export(self.actor)
