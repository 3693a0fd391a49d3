"""The history of a record, field by field."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from django.utils.translation import get_language
from rest_framework import serializers

from registry.api.fields import ApiField
from registry.api.serializers import serializer_of
from registry.audit.reading import Edit, FieldEdit, edits_of
from registry.models import Versioned
from registry.variables.entered import Multiple, Quantity

Fields: TypeAlias = Mapping[str, ApiField]
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
    form_revision = serializers.IntegerField()
    fields_changed = FieldEditSerializer(many=True)
    marks = serializers.ListField(
        child=serializers.CharField(),
        help_text="What was set (“signed”), or taken away or made void (“-signed”).",
    )


def history_as_json(record: Versioned) -> list[dict[str, Any]]:
    """Return every edit of ``record``, newest first."""
    fields = serializer_of(type(record))().fields
    return [_edit(record, edit, fields) for edit in edits_of(record)]


def _edit(record: Versioned, edit: Edit, fields: Fields) -> dict[str, Any]:
    return {
        "number": edit.number,
        "at": edit.at,
        "who": edit.who,
        "operation": OPERATIONS[edit.operation],
        "reason": edit.reason,
        "version": edit.version,
        "form_revision": edit.form_revision,
        "fields_changed": [
            _field(record, change, fields[change.field]) for change in edit.fields
        ],
        "marks": list(edit.marks),
    }


def _said(value: Any, field: ApiField) -> Any:
    if isinstance(value, Multiple):
        said = {"upper": str(value.upper), "laboratory": value.laboratory}
        return {"value": str(value.number), "unit": value.unit, **said}
    if isinstance(value, Quantity):
        return {"value": str(value.number), "unit": value.unit}
    return None if value is None else field.to_representation(value)


def _field(record: Versioned, change: FieldEdit, field: ApiField) -> dict[str, Any]:
    variable = record.variables()[change.field]
    return {
        "field": change.field,
        "label": variable.label.in_language(get_language()),
        "old": _said(change.old, field),
        "new": _said(change.new, field),
        "old_reason": change.old_reason,
        "new_reason": change.new_reason,
    }
