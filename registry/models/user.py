"""Who uses the registry, and in which role at which centre."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from registry.access.policy import SYSTEM_WIDE, Actor, Grant, Role
from registry.access.reach import everywhere
from registry.access.rules import Exempt
from registry.models.centre import Centre
from registry.models.notices import Notices

ROLE_LABELS = {
    Role.DATA_MANAGER: _("data manager"),
    Role.INVESTIGATOR: _("investigator"),
    Role.MONITOR: _("monitor"),
    Role.STATISTICIAN: _("statistician"),
    Role.CENTRE_ADMINISTRATOR: _("centre administrator"),
    Role.SYSTEM_ADMINISTRATOR: _("system administrator"),
}


class User(AbstractUser):  # type: ignore[django-manager-missing]
    """A person, or the system itself; never deleted, only deactivated."""

    row_rule = Exempt("read to sign in, before anybody is known")

    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; tokens and the feed that were made under another password end with it.

        Whoever knew that one may have made them. A new hash of the same password, as
        a sign-in may make it, ends none; nobody without a password has any.
        """
        new = self._password is not None  # type: ignore[attr-defined]
        renewed = self.pk is not None and (new or not self.has_usable_password())
        with transaction.atomic():
            super().save(*args, **kwargs)
            if renewed:
                self._end_keys()

    def _end_keys(self) -> None:
        self.auth_token_set.all().delete()
        with everywhere():  # the feed is its owner's alone, another may set a password
            feed = Notices.objects.filter(user=self).exclude(calendar_key="")
            feed.update(calendar_key="")

    def actor(self) -> Actor:
        """Return what this user may be held to today: name, roles and centres."""
        current = self.memberships.filter(held_now())
        grants = frozenset(Grant(Role(m.role), m.centre_id) for m in current)
        ends = min((m.until for m in current if m.until), default=None)
        return Actor(self.pk, self.username, grants, ends=ends)


def held_now(of: str = "") -> Q:
    """Return the condition that a membership has not ended.

    ``of`` leads to it, as ``memberships__``; what else is asked of the same membership
    stands in the same filter.
    """
    return Q(**{f"{of}until": None}) | Q(**{f"{of}until__gt": timezone.now()})


class Membership(models.Model):
    """One role of one user, at one centre or for the whole system."""

    row_rule = Exempt(
        "what the policies themselves go by; written by whoever may give roles"
    )

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField(
        _("role"), max_length=30, choices=[(r.value, n) for r, n in ROLE_LABELS.items()]
    )
    centre = models.ForeignKey(
        Centre, models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    until = models.DateTimeField(_("ends"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        """A role is held once; only the system's own roles go without a centre."""

        constraints = (
            models.UniqueConstraint(
                fields=("user", "role", "centre"),
                name="membership_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="membership_centre",
                condition=Q(centre__isnull=True, role__in=sorted(SYSTEM_WIDE))
                | Q(centre__isnull=False) & ~Q(role=Role.SYSTEM_ADMINISTRATOR),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} {self.centre or ''}".strip()
