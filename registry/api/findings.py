"""What the edit checks found, as the API says it."""

from typing import Any

from django.utils.translation import get_language
from rest_framework import serializers

from registry.checks import Finding


class FindingSerializer(serializers.Serializer):
    """One contradiction: what is true, and what to do."""

    check = serializers.CharField()
    severity = serializers.ChoiceField(choices=["hard", "soft"])
    fields_named = serializers.ListField(child=serializers.CharField())
    says = serializers.CharField()
    fix = serializers.CharField()

    def get_fields(self) -> dict[str, Any]:
        """Rename one: ``fields`` is a name that a serializer keeps for itself."""
        fields = super().get_fields()
        return {("fields" if k == "fields_named" else k): v for k, v in fields.items()}


def spoken(finding: Finding) -> dict[str, Any]:
    """Return ``finding`` in the reader's language."""
    language = get_language()
    return {
        "check": finding.check,
        "severity": finding.severity.value,
        "fields": list(finding.fields),
        "says": finding.says.in_language(language),
        "fix": finding.fix.in_language(language),
    }


def field_error(finding: Finding) -> dict[str, Any]:
    """Return ``finding`` as the error of the first field that it names."""
    said = spoken(finding)
    field = finding.fields[0] if finding.fields else ""
    return {
        "pointer": f"#/{field}" if field else "#",
        "field": field,
        "detail": said["says"],
        "code": said["check"],
        "fix": said["fix"],
        "fields": said["fields"],
        "severity": said["severity"],
    }
