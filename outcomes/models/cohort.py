"""Cohorts: who is analysed together, and who may see the result."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from outcomes.rows import COHORTS, PARTS_OF_COHORTS
from registry.access.policy import MAY, Action, Actor, Role, may
from registry.codelists.base import Label
from registry.models import Centre
from registry.models.user import ROLE_LABELS


class CohortQuerySet(models.QuerySet["Cohort"]):
    """Reads of cohorts; the one place that says who sees which."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep the cohorts whose results ``actor`` may see.

        Those are the cohorts of which every centre is one where the actor may view
        cohorts, and the cohorts granted to the actor, by name, role or centre: a
        statistician's only way, at whichever centre the role is held.
        """
        if actor.system:
            return self
        if not may(actor, Action.VIEW_COHORT):
            return self.none()
        of_cohort = CohortCentre.objects.filter(cohort=models.OuterRef("pk"))
        elsewhere = of_cohort.exclude(centre__in=_centres_of(actor))
        granted = CohortGrant.objects.to(actor).filter(cohort=models.OuterRef("pk"))
        own = models.Exists(of_cohort) & ~models.Exists(elsewhere)
        return self.filter(own | models.Exists(granted))

    def granted_to(self, actor: Actor, *, derived: bool = True) -> Self:
        """Keep the cohorts granted to ``actor``, with or without derived grants."""
        grants = CohortGrant.objects.to(actor).filter(cohort=models.OuterRef("pk"))
        if not derived:
            grants = grants.filter(derived=False)
        return self.filter(models.Exists(grants))

    def current(self) -> Self:
        """Leave out the cohorts that were put away."""
        return self.filter(archived_at=None)


def _centres_of(actor: Actor) -> set[int]:
    """Return the centres whose cohorts the actor sees without a grant."""
    return {
        grant.centre
        for grant in actor.grants
        if grant.centre is not None
        and grant.role is not Role.STATISTICIAN
        and Action.VIEW_COHORT in MAY[grant.role]
    }


class Cohort(models.Model):
    """A set of subjects, defined by what is known at time zero.

    Each change is a version: who, when and why are in the history, which has the
    ``centre_codes`` too. One that was put away keeps its results and computes no more.
    """

    row_rule = COHORTS

    slug = models.SlugField(_("short name"), max_length=50, unique=True)
    title_en = models.CharField(_("title (English)"), max_length=200)
    title_zh = models.CharField(_("title (Chinese)"), max_length=200)
    definition = models.JSONField(_("definition"))
    centre_codes = models.JSONField(default=list, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    archived_at = models.DateTimeField(_("archived"), null=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    centres = models.ManyToManyField(
        Centre, through="CohortCentre", related_name="cohorts"
    )
    history = HistoricalRecords()

    objects = CohortQuerySet.as_manager()

    class Meta:
        """Read in the order of their short names."""

        ordering = ("slug",)
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")

    def __str__(self) -> str:
        return self.slug

    @property
    def title(self) -> Label:
        """Return the title in both languages."""
        return Label(self.title_en, self.title_zh)


class CohortCentre(models.Model):
    """A centre whose patients a cohort takes in."""

    row_rule = PARTS_OF_COHORTS

    cohort = models.ForeignKey(Cohort, models.CASCADE)
    centre = models.ForeignKey(Centre, models.PROTECT)
    history = HistoricalRecords()

    class Meta:
        """Once each."""

        constraints = (
            models.UniqueConstraint(
                fields=("cohort", "centre"), name="cohort_centre_once"
            ),
        )
        verbose_name = _("centre of a cohort")

    def __str__(self) -> str:
        return f"{self.cohort}: {self.centre}"


class CohortGrantQuerySet(models.QuerySet["CohortGrant"]):
    """Reads of grants."""

    def to(self, actor: Actor) -> Self:
        """Keep the grants that open something to ``actor``."""
        reached = models.Q(user=actor.user_id or 0)
        for held in actor.grants:
            if Action.VIEW_COHORT in MAY[held.role]:
                role = models.Q(role__in=("", held.role))
                centre = models.Q(centre=None) | models.Q(centre=held.centre)
                reached |= models.Q(user=None) & role & centre
        return self.filter(reached)


class CohortGrant(models.Model):
    """A cohort opened to one user, or to all of a role, of a centre, or of both.

    A ``derived`` grant came with a cohort that only narrows one that its maker may
    see, and goes when it no longer does.
    """

    row_rule = PARTS_OF_COHORTS

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="cohort_grants",
    )
    role = models.CharField(
        _("role"),
        max_length=30,
        blank=True,
        default="",
        db_default="",
        choices=[(r.value, n) for r, n in ROLE_LABELS.items()],
    )
    centre = models.ForeignKey(Centre, models.PROTECT, null=True, related_name="+")
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="grants")
    derived = models.BooleanField(default=False, db_default=False)
    history = HistoricalRecords()

    objects = CohortGrantQuerySet.as_manager()

    class Meta:
        """Once each, and to somebody."""

        constraints = (
            models.UniqueConstraint(
                fields=("user", "role", "centre", "cohort"),
                name="cohort_grant_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="cohort_grant_to_somebody",
                condition=models.Q(user__isnull=False, role="", centre__isnull=True)
                | (
                    models.Q(user__isnull=True)
                    & (~models.Q(role="") | models.Q(centre__isnull=False))
                ),
            ),
        )
        verbose_name = _("cohort grant")

    def __str__(self) -> str:
        whom = self.user or " ".join(filter(None, (self.role, str(self.centre or ""))))
        return f"{whom}: {self.cohort}"
