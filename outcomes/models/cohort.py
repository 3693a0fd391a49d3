"""Cohorts: who is analysed together, and who may see the result."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from registry.access.policy import MAY, Action, Actor, Role, may
from registry.codelists.base import Label
from registry.models import Centre


class CohortQuerySet(models.QuerySet["Cohort"]):
    """Reads of cohorts; the one place that says who sees which."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep the cohorts whose results ``actor`` may see.

        Those are the cohorts of which every centre is one where the actor may view
        cohorts, and the cohorts granted to the actor by name: a statistician's only
        way, at whichever centre the role is held.
        """
        if actor.system:
            return self
        if not may(actor, Action.VIEW_COHORT):
            return self.none()
        of_cohort = CohortCentre.objects.filter(cohort=models.OuterRef("pk"))
        elsewhere = of_cohort.exclude(centre__in=_centres_of(actor))
        granted = CohortGrant.objects.filter(
            cohort=models.OuterRef("pk"), user=actor.user_id
        )
        own = models.Exists(of_cohort) & ~models.Exists(elsewhere)
        return self.filter(own | models.Exists(granted))


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
    """A set of subjects, defined by what is known at time zero."""

    slug = models.SlugField(_("short name"), max_length=50, unique=True)
    title_en = models.CharField(_("title (English)"), max_length=200)
    title_zh = models.CharField(_("title (Chinese)"), max_length=200)
    definition = models.JSONField(_("definition"))
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


class CohortGrant(models.Model):
    """A cohort opened to one user by name: a statistician's way to data."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="cohort_grants"
    )
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="grants")
    history = HistoricalRecords()

    class Meta:
        """Once each."""

        constraints = (
            models.UniqueConstraint(
                fields=("user", "cohort"), name="cohort_grant_once"
            ),
        )
        verbose_name = _("cohort grant")

    def __str__(self) -> str:
        return f"{self.user}: {self.cohort}"
