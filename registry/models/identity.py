"""Who the patient is: apart from everything clinical, for the own centre alone."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from registry.access.rules import IDENTITY, Rule, is_one_of
from registry.models.centre import Centre
from registry.models.patient import Patient

NAMES = ("family_name", "given_name", "family_name_latin", "given_name_latin")
FIELDS = (*NAMES, "hospital_no")


class PatientIdentity(models.Model):
    """Name and hospital number of one patient.

    Read and written only with ``Action.READ_IDENTITY`` at the patient's centre, in a
    table and a history of its own, and in no export. Neither a national number nor a
    telephone number has a place here. Source: GDPR Art. 4(5), 25; PIPL 28-29.
    """

    row_rule = IDENTITY

    # Analyses do not read names: they need no new figures.
    analysed = False

    patient = models.OneToOneField(Patient, models.PROTECT, related_name="identity")
    family_name = models.CharField(_("family name"), max_length=60, blank=True)
    given_name = models.CharField(_("given name"), max_length=60, blank=True)
    family_name_latin = models.CharField(
        _("family name in Latin letters"), max_length=60, blank=True
    )
    given_name_latin = models.CharField(
        _("given name in Latin letters"), max_length=60, blank=True
    )
    hospital_no = models.CharField(_("hospital number"), max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        """One a patient; its words are never those of a list or a log."""

        verbose_name = verbose_name_plural = _("identity")

    def __str__(self) -> str:
        return f"identity of patient {self.patient_id}"

    @property
    def name(self) -> str:
        """Return the name as it is written, or else in Latin letters."""
        own = f"{self.family_name}{self.given_name}"
        if own and not own.isascii():
            return own
        parts = [self.family_name or self.family_name_latin]
        parts.append(self.given_name or self.given_name_latin)
        return " ".join(filter(None, parts))


class IdentityKey(models.Model):
    """One word by which a patient is found within the own centre.

    Derived from the identity by ``registry.services.identity`` and thrown away with
    it. The index begins with the centre, so that what other centres have does not
    even cost time, and says who it is: a search reads nothing else (ADR 0183).
    """

    row_rule = Rule(is_one_of("{t}.centre_id", "edits"))

    identity = models.ForeignKey(
        PatientIdentity,
        models.CASCADE,
        to_field="patient",
        db_column="patient_id",
        db_index=False,
        related_name="keys",
    )
    centre = models.ForeignKey(Centre, models.CASCADE, db_index=False, related_name="+")
    key = models.TextField()

    class Meta:
        """Found by the beginning of the word."""

        constraints = (
            models.UniqueConstraint(
                fields=("identity", "key"), name="identity_key_once"
            ),
            models.CheckConstraint(name="identity_key_says", condition=~Q(key="")),
        )
        indexes = (
            models.Index(
                fields=("centre", "key"),
                opclasses=("int8_ops", "text_pattern_ops"),
                include=("identity",),
                name="identity_key_begins",
            ),
        )

    def __str__(self) -> str:
        return f"key of {self.identity_id}"
