"""What data cuts look like by REST."""

from rest_framework import serializers

from config.rest.examples import read, sent
from outcomes.models import DataCut

MADE = {
    "name": "2026-spring",
    "at": "1695",
    "data_version": 1695,
    "reason": "annual report",
    "asked_by": "investigator",
    "asked_at": "2026-03-01T12:00:00Z",
    "state": "made",
    "made_at": "2026-03-01T12:00:09Z",
    "code_version": "0.1.0+3f2a9c",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}


@read(MADE)
class CutSerializer(serializers.ModelSerializer[DataCut]):
    """A cut: as of when, who asked for it and why, and how far it is."""

    asked_by = serializers.CharField(source="asked_by.username", allow_null=True)
    state = serializers.SerializerMethodField()
    made_at = serializers.SerializerMethodField()
    code_version = serializers.SerializerMethodField()
    sha256 = serializers.SerializerMethodField()

    class Meta:
        """What everybody who sees cuts may know of one."""

        model = DataCut
        fields = (
            "name",
            "at",
            "data_version",
            "reason",
            "asked_by",
            "asked_at",
            "state",
            "made_at",
            "code_version",
            "sha256",
        )

    def get_state(self, cut: DataCut) -> str:
        """Say ``made``, ``making`` or ``failed``."""
        if cut.made:
            return "made"
        return "failed" if cut.work.failed else "making"

    def get_made_at(self, cut: DataCut) -> str | None:
        """Give when it was finished."""
        return cut.manifest.made_at.isoformat() if cut.made else None

    def get_code_version(self, cut: DataCut) -> str | None:
        """Give the code that derived its rows."""
        return cut.manifest.code_version if cut.made else None

    def get_sha256(self, cut: DataCut) -> str | None:
        """Give the hash over those of its datasets and studies."""
        return cut.manifest.sha256 if cut.made else None


class CutDatasetSerializer(serializers.Serializer):
    """A dataset of a cut; ``rows`` are those of the caller's own centres."""

    name = serializers.CharField()
    columns = serializers.ListField(child=serializers.CharField())
    sha256 = serializers.CharField()
    rows = serializers.IntegerField(allow_null=True)


class CutStudySerializer(serializers.Serializer):
    """A study in a cut."""

    cohort = serializers.CharField()
    version = serializers.IntegerField()
    sha256 = serializers.CharField()


@read(
    {
        **MADE,
        "datasets": [
            {
                "name": "adsl",
                "columns": ["STUDYID", "USUBJID"],
                "sha256": MADE["sha256"],
                "rows": 158,
            }
        ],
        "cohorts": [{"cohort": "children", "version": 2, "sha256": MADE["sha256"]}],
    }
)
class CutManifestSerializer(CutSerializer):
    """A cut with what it holds."""

    datasets = CutDatasetSerializer(many=True)
    cohorts = CutStudySerializer(many=True)

    class Meta(CutSerializer.Meta):
        """The cut, its datasets and studies."""

        fields = (*CutSerializer.Meta.fields, "datasets", "cohorts")  # type: ignore[assignment]


@sent({"name": "2026-spring", "at": "2026-03-01", "reason": "annual report"})
class CutAskSerializer(serializers.Serializer):
    """What a cut is to be called, as of when, and why."""

    name = serializers.CharField(max_length=50)
    at = serializers.CharField(
        max_length=40,
        required=False,
        default="",
        allow_blank=True,
        help_text="A past day (its end), a moment, or the number of a change; "
        "without it the newest.",
    )
    reason = serializers.CharField(max_length=500)


class CutFieldSerializer(serializers.Serializer):
    """One field that two cuts say differently."""

    field = serializers.CharField()
    old = serializers.JSONField(allow_null=True)
    new = serializers.JSONField(allow_null=True)


class CutDifferingSerializer(serializers.Serializer):
    """One record that was added, removed or changed."""

    subject = serializers.CharField()
    record = serializers.CharField(
        help_text="Which of the subject's: its event and endpoint, or its number"
    )
    kind = serializers.ChoiceField(["added", "removed", "changed"])
    fields_changed = CutFieldSerializer(many=True)


@read(
    {
        "before": "2025-autumn",
        "after": "2026-spring",
        "dataset": "hsct",
        "counts": {"added": 1, "removed": 0, "changed": 1},
        "page": 1,
        "pages": 1,
        "records": [
            {
                "subject": "LDP-C001",
                "record": "8",
                "kind": "changed",
                "fields_changed": [
                    {"field": "donor_age", "old": 41, "new": 42},
                ],
            }
        ],
        "only_before": [],
        "only_after": ["queries", "audit"],
    }
)
class CutComparisonSerializer(serializers.Serializer):
    """How two cuts of one dataset differ; ``records`` are one page of them.

    ``only_before`` and ``only_after`` name the datasets that one of the cuts has alone.
    """

    before = serializers.CharField()
    after = serializers.CharField()
    dataset = serializers.CharField()
    counts = serializers.DictField(child=serializers.IntegerField())
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    records = CutDifferingSerializer(many=True)
    only_before = serializers.ListField(child=serializers.CharField())
    only_after = serializers.ListField(child=serializers.CharField())
