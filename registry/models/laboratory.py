"""The laboratories of a centre, and what each calls normal."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from registry.access.rules import of_another
from registry.codelists.general import SEX
from registry.codelists.laboratory import ANALYTE, UNITS
from registry.models.centre import Centre


class Laboratory(models.Model):
    """A laboratory whose reports a centre copies from."""

    analysed = False

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="laboratories")
    name = models.CharField(_("name"), max_length=100)
    history = HistoricalRecords()

    class Meta:
        """Known by its name within the centre."""

        ordering = ("name",)
        verbose_name = _("laboratory")
        verbose_name_plural = _("laboratories")
        constraints = (
            models.UniqueConstraint(
                fields=("centre", "name"), name="laboratory_of_centre"
            ),
        )

    def __str__(self) -> str:
        return self.name


class NormalRange(models.Model):
    """What a laboratory calls normal of one analyte, for whom, and when.

    Ages are completed years, both ends included; an empty sex or end means anybody or
    any time. ``upper`` is what a multiple of the upper limit (x ULN) is counted from.
    """

    row_rule = of_another("registry_laboratory", "laboratory_id")

    analysed = False

    laboratory = models.ForeignKey(Laboratory, models.PROTECT, related_name="ranges")
    analyte = models.CharField(
        _("analyte"),
        max_length=20,
        choices=[(one.value, one.label.en) for one in ANALYTE],
    )
    unit = models.CharField(_("unit"), max_length=10, choices=[(u, u) for u in UNITS])
    lower = models.DecimalField(
        _("lower limit"), max_digits=10, decimal_places=3, null=True, blank=True
    )
    upper = models.DecimalField(_("upper limit"), max_digits=10, decimal_places=3)
    sex = models.CharField(
        _("sex"),
        max_length=10,
        blank=True,
        choices=[(one.value, one.label.en) for one in SEX],
    )
    age_from = models.PositiveSmallIntegerField(_("from age"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("to age"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        """Limits and ends are in order."""

        ordering = ("analyte", "-valid_from", "sex", "age_from")
        verbose_name = _("normal range")
        verbose_name_plural = _("normal ranges")
        constraints = (
            models.CheckConstraint(name="range_upper", condition=Q(upper__gt=0)),
            models.CheckConstraint(
                name="range_limits",
                condition=Q(lower__isnull=True) | Q(lower__lt=F("upper")),
            ),
            models.CheckConstraint(
                name="range_days",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="range_ages",
                condition=Q(age_from__isnull=True)
                | Q(age_to__isnull=True)
                | Q(age_to__gte=F("age_from")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_analyte_display()} ≤ {self.upper.normalize():f} {self.unit}"
