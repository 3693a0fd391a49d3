"""What a program shows instead of a password: hashed, with a scope and an end."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken
from simple_history.models import HistoricalRecords

from registry.access.rules import Exempt


class Scope(models.TextChoices):
    """What a token lets a program do, of what its owner may do."""

    READ = "read", _("read alone")
    WRITE = "write", _("read and write")


class ApiToken(AbstractAuthToken):
    """A token of a person; knox makes and checks it.

    The digest is no key here, so that the history can name the row.
    """

    row_rule = Exempt("read to sign in, before anybody is known")

    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=128, unique=True)
    name = models.CharField(_("name"), max_length=60, blank=True)
    scope = models.CharField(
        _("scope"), max_length=5, choices=Scope, default=Scope.WRITE
    )
    history = HistoricalRecords(excluded_fields=["digest"])

    class Meta:
        """Made, and ended; never changed."""

        verbose_name = _("token")
        constraints = (
            models.CheckConstraint(
                name="token_ends", condition=models.Q(expiry__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.token_key} of {self.user_id}"
