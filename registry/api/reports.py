"""How ready a patient is for the reports to other registries."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.views import ApiView
from registry.access.consent import covers
from registry.api.visible import patient_seen
from registry.queries.cases import records_of
from registry.queries.reports import Report, Wanted, reports_of


class WantedSerializer(serializers.Serializer):
    """One form that a report wants; ``record`` is null where there is none."""

    form = serializers.CharField()
    record = serializers.IntegerField(allow_null=True)
    wanted = serializers.ListField(child=serializers.CharField())
    missing = serializers.ListField(child=serializers.CharField())


class ReportSerializer(serializers.Serializer):
    """One report of one infusion or transplant; nothing is sent by the registry."""

    report = serializers.CharField()
    event = serializers.CharField()
    event_record = serializers.IntegerField()
    days = serializers.IntegerField()
    due = serializers.DateField()
    wanted = serializers.IntegerField()
    there = serializers.IntegerField()
    per_cent = serializers.IntegerField()
    consent_covers_it = serializers.BooleanField(
        help_text=_("Whether the consent covers sharing with other registries.")
    )
    forms = WantedSerializer(many=True)


class PatientReports(ApiView):
    """The reports of a patient that are due, and the next one."""

    @extend_schema(
        operation_id="patients_reports", responses=ReportSerializer(many=True)
    )
    def get(self, request: Request, pk: int) -> Response:
        """List what each report wants, what is there and what is missing."""
        patient = patient_seen(self.actor, pk)
        reports = reports_of(patient, records_of(patient), patient.centre.today())
        allowed = covers(patient.values(), "sharing")
        return Response([_report(one, allowed=allowed) for one in reports])


def _report(report: Report, *, allowed: bool) -> dict[str, Any]:
    return {
        "report": f"CIBMTR {report.registry_form}",
        "event": report.event.form,
        "event_record": report.event.pk,
        "days": report.days,
        "due": report.due,
        "wanted": report.wanted,
        "there": report.there,
        "per_cent": report.per_cent,
        "consent_covers_it": allowed,
        "forms": [_wanted(one) for one in report.forms],
    }


def _wanted(wanted: Wanted) -> dict[str, Any]:
    return {
        "form": wanted.form,
        "record": wanted.record.pk if wanted.record else None,
        "wanted": wanted.fields,
        "missing": wanted.missing,
    }
