"""What a centre says of its own files."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class ImportSaying(models.Model):
    """One thing that a person of a centre has said of its files, kept for the next.

    ``layout`` is the form of the sheet, or "wide"; ``source`` the fingerprint of its
    headers. ``meaning`` is a column's name (none leaves the column out), an order of
    days, the unit of a column's numbers, or the code of ``word``.
    """

    class Kind(models.TextChoices):
        """What is said."""

        COLUMN = "column", _("column")
        ORDER = "order", _("order of days")
        WORD = "word", _("word")
        UNIT = "unit", _("unit of numbers")

    centre = models.ForeignKey(
        "registry.Centre", models.PROTECT, related_name="import_sayings"
    )
    layout = models.CharField(max_length=40)
    source = models.CharField(max_length=16)
    kind = models.CharField(max_length=10, choices=Kind)
    header = models.CharField(max_length=255)
    word = models.CharField(max_length=200, blank=True)
    meaning = models.CharField(max_length=120, blank=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    at = models.DateTimeField(auto_now=True)
    history = HistoricalRecords()

    class Meta:
        """A thing is said once of a header, or of a word under it."""

        constraints = (
            models.UniqueConstraint(
                fields=("centre", "layout", "source", "kind", "header", "word"),
                name="import_saying_once",
            ),
        )
        verbose_name = _("remembered column or word")
        verbose_name_plural = _("remembered columns and words")

    def __str__(self) -> str:
        return f"{self.header} {self.word} = {self.meaning}"
