"""Who stands for a record: verified against the source, signed, locked, unlocked."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Kind(models.TextChoices):
    """What somebody attests to."""

    VERIFIED = "verified", _("verified against the source")
    SIGNED = "signed", _("signed")
    LOCKED = "locked", _("locked")
    UNLOCKED = "unlocked", _("unlocked")


# The sentence that stands above the button, and in the attestation for ever.
MEANINGS = {
    Kind.VERIFIED: _("I compared this form with the source documents, and they agree."),
    Kind.SIGNED: _(
        "I have reviewed this form and confirm that, to the best of my knowledge, it "
        "is complete and correct. I understand that this electronic signature binds "
        "me as my signature by hand does."
    ),
    Kind.LOCKED: _(
        "This form is final. It is changed only after it has been unlocked, with a "
        "reason."
    ),
    Kind.UNLOCKED: _("This form is opened again, so that it can be corrected."),
}
CASE_MEANINGS = {
    Kind.LOCKED: _(
        "This case is final. Nothing is added, changed or taken away before it has "
        "been unlocked, with a reason."
    ),
    Kind.UNLOCKED: _("This case is opened again. Each of its forms stays locked."),
}

# What ``Attestation.form`` says where the whole case is meant, not one of its forms.
WHOLE_CASE = "case"


class Attestation(models.Model):
    """One act of one person on one version of one record, bound to what it said.

    ``digest`` is the SHA-256 of the record's answers (``registry_digests`` in
    ``registry.audit.marks``); ``meaning`` the sentence that the person was shown, in
    ``language``. Written once. Only the database voids it: when the data change, when
    the lock is opened, when the record is taken back. ``voided_version`` is then the
    version that no longer is what was attested to, empty for a record taken back.
    Source: 21 CFR 11.50, 11.70.
    """

    kind = models.CharField(max_length=10, choices=Kind)
    patient = models.ForeignKey("registry.Patient", models.PROTECT, related_name="+")
    form = models.CharField(max_length=30)
    record_id = models.BigIntegerField()
    record_version = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32)
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="attestations"
    )
    printed_name = models.CharField(max_length=310)
    meaning = models.TextField()
    language = models.CharField(max_length=10)
    reason = models.TextField(blank=True, default="")
    at = models.DateTimeField(db_default=Now())
    voided_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    voided_version = models.PositiveIntegerField(null=True)
    voided_reason = models.TextField(blank=True, default="", db_default="")
    history = HistoricalRecords()
    analysed = False

    class Meta:
        """A record carries each mark once; what was opened and void stays beside."""

        constraints = (
            models.UniqueConstraint(
                fields=("record_id", "form", "kind"),
                condition=models.Q(voided_at__isnull=True) & ~models.Q(kind="unlocked"),
                name="attested_once",
            ),
        )
        indexes = (
            models.Index(fields=("record_id", "form"), name="attested_of_record"),
        )
        verbose_name = _("attestation")

    def __str__(self) -> str:
        return (
            f"{self.kind}: {self.form} {self.record_id}, version {self.record_version}"
        )
