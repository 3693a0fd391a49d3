"""A question about what a form says, and all that was said and done about it."""

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from registry.access.rules import of_another
from registry.checks.findings import Severity
from registry.codelists.base import Label
from registry.models.patient import Patient
from registry.models.sealed_log import SealedLog


class Status(models.TextChoices):
    """Whose turn it is: the centre's, the monitor's, nobody's."""

    OPEN = "open", pgettext_lazy("query", "open")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed")


class ClosedAs(models.TextChoices):
    """How a query came to its end."""

    CORRECTED = "corrected", _("corrected")
    CONFIRMED = "confirmed", _("confirmed with a reason")
    ACCEPTED = "accepted", _("closed by the monitor")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Act(models.TextChoices):
    """What an entry did to its query; the last three happen by themselves."""

    ASSIGNED = "assigned", _("assigned")
    COMMENTED = "commented", _("commented")
    ANSWERED = "answered", _("answered")
    CONFIRMED = "confirmed", _("confirmed")
    SENT_BACK = "sent_back", _("sent back")
    CLOSED = "closed", _("closed")
    WITHDRAWN = "withdrawn", _("withdrawn")
    CORRECTED = "corrected", _("closed by itself")
    RECURRED = "recurred", _("reopened by itself")
    CHANGED = "changed", _("asked again")


class DataQuerySet(models.QuerySet["DataQuery"]):
    """Reads of queries: who sees which, and what is still to be done."""

    def visible_to(self, actor: Any) -> Self:
        """Keep the queries about patients whom ``actor`` may see."""
        if actor.system:
            return self
        return self.filter(patient__in=Patient.objects.visible_to(actor))

    def unsettled(self) -> Self:
        """Keep those that wait for an answer or for the monitor."""
        return self.exclude(status=Status.CLOSED)


class DataQuery(models.Model):
    """One question about a field, a record, or a form that a patient has not got.

    ``record_id`` is null for a form that is missing, ``field`` empty for a whole form,
    ``code`` empty for a query that a person opened; ``opened_by`` is that person, or
    the one whose edit made a check open it. A check opens one query for a record and
    a set of fields; ``value`` holds what it judged, by name, and a query that was
    settled otherwise than by correction stays so while that stands. Of a free text it
    holds a fingerprint (``registry.queries.kept_words``), as ``about`` does.
    """

    # Analyses do not read queries: they need no new figures.
    analysed = False
    never_deleted = True

    patient = models.ForeignKey(
        Patient, models.PROTECT, related_name="queries", verbose_name=_("patient")
    )
    form = models.CharField(_("form"), max_length=30)
    record_id = models.BigIntegerField(null=True)
    field = models.CharField(_("field"), max_length=63, blank=True)
    fields = ArrayField(models.CharField(max_length=63), default=list, blank=True)
    code = models.CharField(_("check"), max_length=10, blank=True)
    severity = models.CharField(
        _("severity"), max_length=4, blank=True, choices=[(s, s) for s in Severity]
    )
    says_en = models.TextField()
    says_zh = models.TextField()
    fix_en = models.TextField(blank=True)
    fix_zh = models.TextField(blank=True)
    value = models.JSONField(default=dict, blank=True)
    status = models.CharField(
        _("state"), max_length=8, choices=Status, default=Status.OPEN
    )
    closed_as = models.CharField(max_length=9, choices=ClosedAs, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    opened_at = models.DateTimeField(default=timezone.now)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    objects = DataQuerySet.as_manager()

    class Meta:
        """A check asks once; what is closed says how and when."""

        verbose_name = _("query")
        verbose_name_plural = _("queries")
        constraints = (
            models.UniqueConstraint(
                fields=("patient", "form", "record_id", "code", "fields"),
                condition=~Q(code=""),
                nulls_distinct=False,
                name="query_once",
            ),
            models.CheckConstraint(
                name="query_closed_says_how",
                condition=Q(
                    status=Status.CLOSED,
                    closed_as__in=ClosedAs.values,
                    closed_at__isnull=False,
                )
                | Q(
                    status__in=[Status.OPEN, Status.ANSWERED],
                    closed_as="",
                    closed_at__isnull=True,
                ),
            ),
        )
        indexes = (
            models.Index(
                fields=("assigned_to",),
                name="query_unsettled_of",
                condition=~Q(status=Status.CLOSED),
            ),
            models.Index(
                fields=("patient",),
                name="query_unsettled",
                condition=~Q(status=Status.CLOSED),
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk}: {self.code or 'manual'} {self.form} of {self.patient_id}"

    @property
    def says(self) -> Label:
        """Return what is asked, in both languages."""
        return Label(self.says_en, self.says_zh)

    @property
    def fix(self) -> Label:
        """Return what to do, in both languages."""
        return Label(self.fix_en, self.fix_zh)

    @property
    def is_manual(self) -> bool:
        """Tell whether a person asked, not a check."""
        return not self.code

    @property
    def stays_settled(self) -> bool:
        """Tell whether it was settled although what it asks about is still so."""
        return self.closed_as not in ("", ClosedAs.CORRECTED)

    @property
    def is_settled(self) -> bool:
        """Tell whether nobody needs to do anything about it."""
        return self.status == Status.CLOSED


class QueryEntry(SealedLog):
    """Something said or done about a query; entries are only ever added, and sealed.

    ``user`` is null for the system. ``about`` holds what an act by itself was due to:
    the ``values`` as they are now, and the ``form`` and ``record`` whose save it was.
    """

    row_rule = of_another("registry_dataquery", "query_id")

    sealed_as = "query_entries"
    sealed_columns = ("query_id", "user_id", "at", "act", "said", "about")
    redactable = ("said",)

    query = models.ForeignKey(DataQuery, models.PROTECT, related_name="entries")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    act = models.CharField(max_length=9, choices=Act)
    said = models.TextField(blank=True)
    about = models.JSONField(default=dict, blank=True)

    class Meta(SealedLog.Meta):
        """In the order in which it was said."""

        ordering = ("pk",)
        verbose_name = _("entry of a query")

    def __str__(self) -> str:
        return f"{self.act} {self.query_id}"
