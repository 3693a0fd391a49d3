"""Who looked at whom, who took what out, who came in: a log that only grows."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from registry.access.rules import PERSON, Rule, of_centre, of_patient
from registry.models.sealed_log import SealedLog


class Access(models.TextChoices):
    """What somebody did, beside changing a record, which the change log has."""

    LOOKED = "looked", _("looked at a patient")
    LISTED = "listed", _("looked at a list of patients")
    TOOK_OUT = "took_out", _("took data out")
    NOT_GIVEN = "not_given", _("asked for a file for abroad, without its number")
    SIGNED_IN = "signed_in", _("signed in")
    SIGNED_OUT = "signed_out", _("signed out")
    NOT_LET_IN = "not_let_in", _("was not let in")
    LOCKED_OUT = "locked_out", _("was locked out")
    PASSWORD = "password", _("changed their password")
    TOKEN_MADE = "token_made", _("made a token")
    TOKEN_ENDED = "token_ended", _("ended a token")
    REFUSED = "refused", _("was refused")
    OPENED = "opened", _("opened a patient in an emergency")
    NOT_OPENED = "not_opened", _("asked for a patient in an emergency, in vain")


class AccessEvent(SealedLog):
    """One thing that somebody did: never a name, never a value of a form.

    ``what`` names the page or the dataset, ``rows`` how many were shown or taken. The
    person is unknown where nobody signed in.
    """

    row_rule = Rule(
        f"{of_patient().condition} OR {of_centre('centre_id').condition}"
        f" OR {{t}}.user_id = {PERSON}"
    ).or_("{t}.patient_id IS NULL AND {t}.centre_id IS NULL")
    sealed_as = "accesses"
    sealed_columns = (
        *("at", "kind", "user_id", "patient_id", "centre_id"),
        *("what", "rows", "address"),
    )

    at = models.DateTimeField(db_default=Now())
    kind = models.CharField(max_length=12, choices=Access)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="accesses"
    )
    # Without a key, so that a look costs one insert: numbers are never used again.
    patient_id = models.BigIntegerField(null=True)
    centre_id = models.BigIntegerField(null=True)
    what = models.CharField(max_length=100)
    rows = models.PositiveIntegerField(null=True)
    address = models.GenericIPAddressField(null=True)

    class Meta:
        """Read by patient, by person and by centre, newest first."""

        indexes = (
            *SealedLog.Meta.indexes,
            models.Index(fields=("patient_id", "id"), name="access_to_patient"),
            models.Index(fields=("centre_id", "id"), name="access_at_centre"),
        )
        verbose_name = _("access")
        verbose_name_plural = _("accesses")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}: {self.kind} {self.what}"
