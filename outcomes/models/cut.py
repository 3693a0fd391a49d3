"""Data cuts: the whole registry as it stood at a version, kept for good.

See ``docs/adr/0119-cuts-are-kept-rows.md``. Nothing here is ever changed: the database
refuses it. How far the making has come is ``CutWork``, the one table that moves.
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from outcomes.models.cohort import Cohort
from outcomes.rows import RESULTS
from registry.access.policy import Action, Actor, may
from registry.access.rules import PERSON, Rule, of_another
from registry.codelists.base import Label
from registry.models import Centre

# What a cut is called and what it holds names no patient and counts none.
ANYBODY = Rule(f"{PERSON} IS NOT NULL")
LISTED = of_another("outcomes_datacut", "cut_id")


class DataCutQuerySet(models.QuerySet["DataCut"]):
    """Reads of cuts."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep all for whoever sees any study or may make a cut, none for others."""
        if may(actor, Action.VIEW_COHORT) or may(actor, Action.MAKE_CUT):
            return self
        return self.none()


class DataCut(models.Model):
    """A cut that somebody asked for: its name, the point of the history, who and why.

    ``at`` is that point as addresses write it: a day, a moment or a change. The cut is
    there once it has a manifest.
    """

    row_rule = ANYBODY
    append_only = True

    name = models.SlugField(_("name"), max_length=50, unique=True)
    at = models.CharField(_("as of"), max_length=40)
    data_version = models.BigIntegerField()
    reason = models.CharField(_("reason"), max_length=500)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(db_default=Now())

    objects = DataCutQuerySet.as_manager()

    class Meta:
        """Newest first."""

        ordering = ("-id",)
        verbose_name = _("data cut")
        verbose_name_plural = _("data cuts")

    def __str__(self) -> str:
        return self.name

    @property
    def made(self) -> bool:
        """Tell whether the cut is there: it has its manifest."""
        return hasattr(self, "manifest")


class CutWork(models.Model):
    """How far a cut is: ``attempts`` are counted before the work begins."""

    row_rule = LISTED

    cut = models.OneToOneField(DataCut, models.CASCADE, related_name="work")
    attempts = models.PositiveSmallIntegerField(default=0)
    failed = models.BooleanField(default=False)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)

    class Meta:
        """First asked, first made."""

        ordering = ("cut_id",)
        verbose_name = _("work at a cut")

    def __str__(self) -> str:
        return f"{self.cut}: {self.done} of {self.total}"


class CutManifest(models.Model):
    """What a finished cut holds, in one hash over those of its datasets and studies."""

    row_rule = LISTED
    append_only = True

    cut = models.OneToOneField(DataCut, models.PROTECT, related_name="manifest")
    made_at = models.DateTimeField(db_default=Now())
    code_version = models.CharField(max_length=40)
    set_aside = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)

    class Meta:
        """Once a cut."""

        verbose_name = _("manifest of a cut")

    def __str__(self) -> str:
        return f"{self.cut}: {self.sha256}"


class CutDataset(models.Model):
    """One dataset of a cut: its columns as they were, and the hash of its parts.

    Each of ``columns`` has ``name``, ``label`` (en, zh), ``kind``, ``type`` of the
    database, and ``withheld``: "" for what everybody gets, "left out", or "other" where
    others get what stands in the column ``NAME__other``.
    """

    row_rule = LISTED
    append_only = True

    cut = models.ForeignKey(DataCut, models.PROTECT, related_name="datasets")
    name = models.CharField(max_length=30)
    label_en = models.CharField(max_length=200)
    label_zh = models.CharField(max_length=200)
    columns = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        """In the order of the catalogue, once a cut."""

        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("cut", "name"), name="cut_dataset_once"),
        )
        verbose_name = _("dataset of a cut")

    def __str__(self) -> str:
        return f"{self.cut} {self.name}"

    @property
    def label(self) -> Label:
        """Return what the dataset is called, in both languages."""
        return Label(self.label_en, self.label_zh)


class CutPart(models.Model):
    """The rows of one centre in one dataset of a cut: CSV without a head, compressed.

    A large centre has several, by ``number``. ``sha256`` is of the text.
    """

    append_only = True

    dataset = models.ForeignKey(CutDataset, models.PROTECT, related_name="parts")
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        """In their order."""

        ordering = ("dataset_id", "centre_id", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("dataset", "centre", "number"), name="cut_part_once"
            ),
        )
        verbose_name = _("part of a cut")

    def __str__(self) -> str:
        return f"{self.dataset} {self.centre} {self.number}"


class CutStudyManager(models.Manager["CutStudy"]):
    """Reads studies of cuts without their counts, which scripts alone ask for."""

    def get_queryset(self) -> models.QuerySet["CutStudy"]:
        """Leave the counts where they are, and say whether there are any."""
        found = super().get_queryset().defer("counted")
        return found.annotate(has_counts=~models.Q(counted=b""))


class CutStudy(models.Model):
    """One study in a cut: its definition and centres of then, results and members.

    ``members`` are who belonged, a line each, compressed. ``results`` is null where the
    definition of then could not be used; ``why`` says so. ``counted`` are the counts
    that the results were made of; cuts of older code have none.
    """

    row_rule = RESULTS
    append_only = True

    cut = models.ForeignKey(DataCut, models.PROTECT, related_name="studies")
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    definition = models.JSONField()
    centres = models.JSONField()
    endpoints = models.JSONField()
    computed_at = models.DateTimeField()
    results = models.JSONField(null=True)
    days = models.JSONField(default=dict)
    why = models.CharField(max_length=500, default="")
    members = models.BinaryField()
    counted = models.BinaryField(default=b"", db_default=b"")
    sha256 = models.CharField(max_length=64)

    objects = CutStudyManager()

    class Meta:
        """In the order of the studies' short names, once a cut."""

        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("cut", "cohort"), name="cut_study_once"),
        )
        verbose_name = _("study of a cut")

    def __str__(self) -> str:
        return f"{self.cut} {self.cohort_id}"
