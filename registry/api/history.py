"""The history of a record, field by field."""

from typing import Any

from django.utils.translation import get_language
from rest_framework import serializers

from registry.api.serializers import serializer_of
from registry.audit.reading import Edit, FieldEdit, edits_of
from registry.models import Versioned

OPERATIONS = {"+": "created", "~": "changed", "-": "taken back"}


class FieldEditSerializer(serializers.Serializer):
    """One field of one edit."""

    field = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    old = serializers.JSONField(allow_null=True)
    new = serializers.JSONField(allow_null=True)
    old_reason = serializers.CharField(allow_null=True)
    new_reason = serializers.CharField(allow_null=True)


class EditSerializer(serializers.Serializer):
    """One act of one person at one moment."""

    number = serializers.IntegerField()
    at = serializers.DateTimeField()
    who = serializers.CharField()
    operation = serializers.ChoiceField(choices=sorted(OPERATIONS.values()))
    reason = serializers.CharField()
    version = serializers.IntegerField()
    fields_changed = FieldEditSerializer(many=True)


def history_as_json(record: Versioned) -> list[dict[str, Any]]:
    """Return every edit of ``record``, newest first."""
    return [_edit(record, edit) for edit in edits_of(record)]


def _edit(record: Versioned, edit: Edit) -> dict[str, Any]:
    return {
        "number": edit.number,
        "at": edit.at,
        "who": edit.who,
        "operation": OPERATIONS[edit.operation],
        "reason": edit.reason,
        "version": edit.version,
        "fields_changed": [_field(record, change) for change in edit.fields],
    }


def _field(record: Versioned, change: FieldEdit) -> dict[str, Any]:
    field = serializer_of(type(record))().fields[change.field]
    variable = record.variables()[change.field]
    return {
        "field": change.field,
        "label": variable.label.in_language(get_language()),
        "old": None if change.old is None else field.to_representation(change.old),
        "new": None if change.new is None else field.to_representation(change.new),
        "old_reason": change.old_reason,
        "new_reason": change.new_reason,
    }
