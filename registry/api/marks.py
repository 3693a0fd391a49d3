"""Verified, signed, locked: how the API shows and sets them."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request

from config.rest.examples import sent
from config.rest.problems import Explained
from registry.access.confirmation import Confirmed, NotConfirmed, confirm
from registry.models import Attestation, Kind, Versioned
from registry.models.standing import MARKS, STANDINGS
from registry.queries.attestations import last_void, standing_for


class MarkSerializer(serializers.Serializer):
    """Who stands for a record, in which version, and what they were shown."""

    at = serializers.DateTimeField()
    by = serializers.CharField(source="who.username")
    name = serializers.CharField(source="printed_name")
    meaning = serializers.CharField()
    version = serializers.IntegerField(source="record_version")


class VoidSerializer(MarkSerializer):
    """An attestation that holds no more: since when and which version, and why."""

    kind = serializers.ChoiceField(choices=[Kind.VERIFIED, Kind.SIGNED])
    void_since = serializers.DateTimeField(source="voided_at")
    void_by = serializers.SerializerMethodField()
    void_since_version = serializers.IntegerField(
        source="voided_version", allow_null=True
    )
    void_reason = serializers.CharField(source="voided_reason")

    def get_void_by(self, one: Attestation) -> str:
        """Name who changed what was attested to."""
        return one.voided_by.username if one.voided_by else "system"


class Marked(serializers.Serializer):
    """The marks of a record; ``attestations`` of the context are those of the page."""

    standing = serializers.ChoiceField(
        choices=list(STANDINGS.items()),
        read_only=True,
        help_text=gettext_lazy("The furthest mark, else the state."),
    )
    verified = serializers.SerializerMethodField()
    signed = serializers.SerializerMethodField()
    locked = serializers.SerializerMethodField()
    void = serializers.SerializerMethodField(
        help_text=gettext_lazy("Marks that a later change made void.")
    )

    @extend_schema_field(MarkSerializer(allow_null=True))
    def get_verified(self, record: Versioned) -> Any:
        """Tell who verified the record against the source, or null."""
        return self._mark(record, Kind.VERIFIED)

    @extend_schema_field(MarkSerializer(allow_null=True))
    def get_signed(self, record: Versioned) -> Any:
        """Tell who signed the record, or null."""
        return self._mark(record, Kind.SIGNED)

    @extend_schema_field(MarkSerializer(allow_null=True))
    def get_locked(self, record: Versioned) -> Any:
        """Tell who locked the record, or null."""
        return self._mark(record, Kind.LOCKED)

    @extend_schema_field(VoidSerializer(many=True))
    def get_void(self, record: Versioned) -> Any:
        """Tell the last verification and signature where a change made them void."""
        rows = self._rows(record)
        found = (last_void(rows, kind) for kind in (Kind.VERIFIED, Kind.SIGNED))
        return [VoidSerializer(one).data for one in found if one is not None]

    def _mark(self, record: Versioned, kind: Kind) -> Any:
        one = standing_for(self._rows(record), kind)
        return None if one is None else MarkSerializer(one).data

    def _rows(self, record: Versioned) -> Sequence[Attestation]:
        found: Sequence[Attestation] = self.context.get("attestations", {}).get(
            (record.form, record.pk), ()
        )
        return found


@sent({"username": "investigator", "password": "typed for this signature"})
class SignatureSerializer(serializers.Serializer):
    """What a signature needs: user name and password, typed for it."""

    username = serializers.CharField()
    password = serializers.CharField(trim_whitespace=False)


@sent({"reason": "late laboratory report"})
class UnlockSerializer(serializers.Serializer):
    """Why a form is opened again."""

    reason = serializers.CharField(required=False, allow_blank=True, max_length=1000)


def tag_of(record: Versioned) -> str:
    """Return what the ETag says: the version, and the newest mark where there is one.

    A mark leaves the version as it is, and still is another representation.
    """
    names = [*MARKS, *(["case_locked"] if hasattr(record, "case_locked_at") else [])]
    marks = [at for name in names if (at := getattr(record, f"{name}_at"))]
    if not marks:
        return str(record.version)
    return f"{record.version}.{len(marks)}{max(marks).timestamp() * 1e6:.0f}"


def confirmed_by(request: Request) -> Confirmed:
    """Return the proof that the caller typed user name and password for the signature.

    Raises a problem when they are missing or are not the caller's.
    """
    asked = SignatureSerializer(data=request.data)
    asked.is_valid(raise_exception=True)
    try:
        return confirm(request._request, **asked.validated_data)
    except NotConfirmed as error:
        raise Explained(
            status.HTTP_403_FORBIDDEN,
            "not-confirmed",
            _("User name and password are not yours. Nothing was signed."),
            _("Send your own user name and password with the signature."),
        ) from error
