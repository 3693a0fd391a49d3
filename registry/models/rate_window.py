"""How often a program asked within the minute."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.access.rules import Exempt


class RateWindow(models.Model):
    """The requests of one token, or of one person's session, since ``began``.

    Counted in the database, so that all web processes count together. The table is
    unlogged: a crash of the server empties it, and nothing is lost by that.
    """

    row_rule = Exempt("numbers of requests, read before a token is anybody's")

    who = models.CharField(max_length=80, primary_key=True)
    began = models.BigIntegerField()
    used = models.PositiveIntegerField()

    class Meta:
        """One row a token."""

        verbose_name = _("rate window")

    def __str__(self) -> str:
        return f"{self.used} since {self.began}"
