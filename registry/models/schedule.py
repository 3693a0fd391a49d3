"""What follows from a patient's records and is kept so that lists need not derive it.

A cache, not a record: made again with every save, without history (ADR 20).
"""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.access.policy import Action, Actor
from registry.access.rules import of_kept_patient
from registry.models.patient import Patient


class KeptQuerySet(models.QuerySet[Any]):
    """Reads of derived rows: without their patients, wherever that is enough."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep the rows of whom ``actor`` sees (``PatientQuerySet.visible_to``)."""
        answered_for = actor.centres_for(Action.EDIT_RECORD)
        if read := actor.readable_centres - answered_for:
            seen = Patient.objects.visible_to(actor)
            there = Q(centre__in=read, patient__in=seen)
            return self.filter(Q(centre__in=answered_for) | there)
        return self.filter(centre__in=answered_for)


class Kept(models.Model):
    """A derived row; ``centre`` is the patient's, kept here for the lists' sake."""

    row_rule = of_kept_patient()

    patient = models.ForeignKey(
        "registry.Patient", models.CASCADE, related_name="%(class)s_set"
    )
    centre = models.ForeignKey("registry.Centre", models.PROTECT, related_name="+")

    objects = KeptQuerySet.as_manager()

    class Meta:
        """Abstract: each kind has its own table."""

        abstract = True


class FollowUpClockQuerySet(models.QuerySet["FollowUpClock"]):
    """Reads of clocks without their patients, so that many are counted by an index."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep the clocks of whom ``actor`` sees (``PatientQuerySet.visible_to``)."""
        return self.filter(seen_by(actor))


def seen_by(actor: Actor) -> Q:
    """Return the condition for rows with a centre that know who is covered."""
    answered_for = actor.centres_for(Action.EDIT_RECORD)
    read = actor.readable_centres - answered_for
    return Q(centre__in=answered_for) | Q(centre__in=read, covered=True)


def _waiting_from(column: str, name: str) -> models.Index:
    return models.Index(
        fields=("centre", column),
        # The row policy asks for the patient too: else each row's own page is read.
        include=("covered", "patient"),
        condition=Q(**{f"{column}__isnull": False}),
        name=name,
    )


class FollowUpClock(models.Model):
    """How a patient's follow-up stands (``registry.schedule.Clock``).

    ``rules`` is the version of the rules and ``change_id`` the patient's newest change
    that it was made from: where either is behind, ``manage.py reschedule`` makes it
    again. ``begun`` counts the patient's begun forms. From the days ``crs_from``,
    ``icans_from`` and ``engraftment_from`` it is asked what nobody has stated yet.

    ``counted`` is what the patient adds to the counts of the centre (``CentreCount``),
    and ``covered`` whether those see the patient who only read.
    """

    row_rule = of_kept_patient()

    patient = models.OneToOneField(
        "registry.Patient", models.CASCADE, primary_key=True, related_name="clock"
    )
    centre = models.ForeignKey("registry.Centre", models.PROTECT, related_name="+")
    rules = models.PositiveSmallIntegerField()
    change_id = models.BigIntegerField(default=0)
    infused_on = models.DateField(null=True)
    transplanted_on = models.DateField(null=True)
    contact_on = models.DateField(null=True)
    contact_form = models.CharField(max_length=30, blank=True)
    ended = models.CharField(max_length=20, blank=True)
    ended_on = models.DateField(null=True)
    silent_after = models.DateField(null=True)
    begun = models.PositiveIntegerField(default=0)
    crs_from = models.DateField(null=True)
    icans_from = models.DateField(null=True)
    engraftment_from = models.DateField(null=True)
    covered = models.BooleanField(default=True, db_default=True)
    counted = models.JSONField(default=dict, db_default={})

    objects = FollowUpClockQuerySet.as_manager()

    class Meta:
        """Asked by centre for those whom nobody has heard of, or of whom wants what."""

        indexes = (
            _waiting_from("silent_after", "clock_silent"),
            _waiting_from("crs_from", "clock_crs"),
            _waiting_from("icans_from", "clock_icans"),
            _waiting_from("engraftment_from", "clock_engraftment"),
        )
        verbose_name = _("follow-up clock")

    def __str__(self) -> str:
        return f"clock of patient {self.patient_id}"


class ScheduledVisit(Kept):
    """One visit of one patient (``registry.schedule.Planned``)."""

    track = models.CharField(max_length=10)
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=10)
    day_zero = models.DateField()
    due_on = models.DateField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    optional = models.BooleanField(default=False)
    safety = models.BooleanField(default=False)
    forms = ArrayField(models.CharField(max_length=30), default=list)
    events = ArrayField(models.CharField(max_length=30), default=list)
    lacking = ArrayField(models.CharField(max_length=30), default=list)
    answered = models.CharField(max_length=30, blank=True)
    answered_by = models.BigIntegerField(null=True)
    answered_on = models.DateField(null=True)
    ended = models.CharField(max_length=20, blank=True)
    ended_on = models.DateField(null=True)
    ended_no = models.PositiveSmallIntegerField(null=True)

    class Meta:
        """Waited-for visits are found by the last day of their window."""

        constraints = (
            models.UniqueConstraint(
                fields=("patient", "track", "number", "code"), name="visit_once"
            ),
            models.CheckConstraint(
                name="visit_in_window",
                condition=Q(opens_on__lte=F("due_on"), closes_on__gte=F("due_on")),
            ),
        )
        indexes = (
            models.Index(
                fields=("centre", "closes_on", "id"),
                # Counts of many visits are answered by the index alone.
                include=("opens_on", "optional", "patient"),
                condition=Q(answered="", ended=""),
                name="visit_waiting",
            ),
        )
        verbose_name = _("visit")

    def __str__(self) -> str:
        return f"{self.track} {self.number} {self.code} of patient {self.patient_id}"


class BegunForm(Kept):
    """A saved form that is only begun; ``missing`` core questions are unanswered."""

    form = models.CharField(max_length=30)
    record_id = models.BigIntegerField()
    missing = ArrayField(models.CharField(max_length=63))

    class Meta:
        """Counted by centre and form; listed by patient."""

        constraints = (
            models.UniqueConstraint(fields=("form", "record_id"), name="begun_once"),
        )
        indexes = (
            models.Index(fields=("centre", "form", "patient"), name="begun_of_form"),
        )
        verbose_name = _("begun form")

    def __str__(self) -> str:
        return f"{self.form} {self.record_id}: {len(self.missing)} missing"


class FormTally(Kept):
    """How many records of a form a patient has of whom more may be asked."""

    form = models.CharField(max_length=30)
    records = models.PositiveIntegerField()

    class Meta:
        """Counted by centre and form, from the index alone."""

        constraints = (
            models.UniqueConstraint(fields=("patient", "form"), name="tally_once"),
        )
        indexes = (
            models.Index(
                fields=("centre", "form"), include=("records",), name="tally_of_form"
            ),
        )
        verbose_name = _("tally of a form")

    def __str__(self) -> str:
        return f"{self.form} of patient {self.patient_id}: {self.records}"
