"""What can be taken out, by REST."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.examples import read
from outcomes.api.exporting import MayExport, WhateverIsAccepted
from outcomes.api.sending import sent_define
from outcomes.exports.catalogue import DATASETS, FORMATS


class ColumnSerializer(serializers.Serializer):
    """One column of a dataset."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    kind = serializers.CharField()
    unit = serializers.CharField()
    codes = serializers.DictField(child=serializers.CharField())


@read(
    {
        "name": "adtte",
        "label": "Times to event, one row an endpoint",
        "formats": ["csv"],
        "columns": [
            {"name": "USUBJID", "label": "Unique subject identifier", "kind": "text"}
        ],
    }
)
class DatasetSerializer(serializers.Serializer):
    """What can be taken out."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    formats = serializers.ListField(child=serializers.CharField())
    columns = ColumnSerializer(many=True)


class Datasets(MayExport):
    """What can be taken out."""

    @extend_schema(operation_id="exports_list", responses=DatasetSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List the datasets, their formats and their columns."""
        return Response([_described(name) for name in DATASETS])


class Define(MayExport):
    """What the analysis datasets mean, for programs."""

    content_negotiation_class = WhateverIsAccepted

    @extend_schema(
        operation_id="exports_define",
        parameters=[
            OpenApiParameter(
                "cut",
                OpenApiTypes.STR,
                description="The name of a data cut: its variables, labels and codes",
            )
        ],
        responses={(200, "application/xml"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request) -> HttpResponse:
        """Read the Define-XML 2.1 of adsl, adtte and adlb: codes, origins, methods."""
        return sent_define(self.actor, request.query_params.get("cut"))


def _described(name: str) -> dict[str, Any]:
    dataset, language = DATASETS[name], get_language()
    return {
        "name": name,
        "label": dataset.label.in_language(language),
        "formats": list(FORMATS),
        "columns": [
            {
                "name": column.name,
                "label": column.label.in_language(language),
                "kind": column.kind.value,
                "unit": column.unit,
                "codes": {
                    code.value: code.label.in_language(language)
                    for code in column.codes or ()
                },
            }
            for column in dataset.columns
        ],
    }
