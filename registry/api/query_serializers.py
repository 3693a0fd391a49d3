"""A query as the API says it."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.rest.examples import read
from registry.checks import Severity
from registry.models import Act, ClosedAs, DataQuery, QueryEntry, Status


class EntrySerializer(serializers.ModelSerializer):
    """Something said or done; ``about`` has what an act by itself was due to."""

    by = serializers.SerializerMethodField()
    act = serializers.ChoiceField(choices=Act.values)

    class Meta:
        """As it was written."""

        model = QueryEntry
        fields = ("at", "by", "act", "said", "about")

    def get_by(self, entry: QueryEntry) -> str:
        """Name who said or did it."""
        return entry.user.username if entry.user else "system"


def _user_name(source: str) -> serializers.CharField:
    return serializers.CharField(
        source=f"{source}.username", default=None, allow_null=True
    )


@read(
    {
        "id": 3,
        "version": 1,
        "patient": 7,
        "study_no": "C001",
        "centre": "LDP",
        "form": "crs_episode",
        "record": 31,
        "check": "DQ043",
        "says": "The temperature is outside the usual range.",
        "fix": "Correct it, or confirm it.",
        "status": "open",
        "closed_as": "",
        "value": {"max_temp_c": 43.1},
    }
)
class QuerySerializer(serializers.ModelSerializer):
    """A query, with its words in the reader's language."""

    study_no = serializers.CharField(source="patient.study_no", read_only=True)
    centre = serializers.CharField(source="patient.centre.code", read_only=True)
    record = serializers.IntegerField(
        source="record_id",
        allow_null=True,
        help_text=_("The record's id; null for a form that is missing."),
    )
    check = serializers.CharField(
        source="code", help_text=_("Empty where a person asked.")
    )
    says = serializers.SerializerMethodField()
    fix = serializers.SerializerMethodField()
    status = serializers.ChoiceField(choices=Status.values)
    severity = serializers.ChoiceField(
        choices=["", *Severity], help_text=_("Empty where a person asked.")
    )
    closed_as = serializers.ChoiceField(choices=["", *ClosedAs.values])
    assigned_to = _user_name("assigned_to")
    opened_by = _user_name("opened_by")
    closed_by = _user_name("closed_by")
    value = serializers.DictField(
        help_text=_(
            'The answers that were judged, by name. Of a free text {"text": …}, a '
            "fingerprint: the same for as long as the record says the same."
        )
    )

    class Meta:
        """Where, what, how it stands, who and when."""

        model = DataQuery
        fields: tuple[str, ...] = (
            "id",
            "version",
            "patient",
            "study_no",
            "centre",
            "form",
            "record",
            "field",
            "fields_named",
            "check",
            "severity",
            "says",
            "fix",
            "value",
            "status",
            "closed_as",
            "assigned_to",
            "opened_by",
            "opened_at",
            "closed_by",
            "closed_at",
            "reopened",
        )
        read_only_fields = fields

    fields_named = serializers.ListField(
        child=serializers.CharField(), source="fields", read_only=True
    )

    def get_says(self, query: DataQuery) -> str:
        """Return what is asked."""
        return query.says.in_language(get_language())

    def get_fix(self, query: DataQuery) -> str:
        """Return what to do."""
        return query.fix.in_language(get_language())


class ThreadSerializer(QuerySerializer):
    """A query with all that was said and done about it."""

    entries = EntrySerializer(many=True, read_only=True)

    class Meta(QuerySerializer.Meta):
        """The entries come last."""

        fields: tuple[str, ...] = (*QuerySerializer.Meta.fields, "entries")
        read_only_fields = fields
