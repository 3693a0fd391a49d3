"""Who took which data out of the registry, and when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.access.rules import of_person
from registry.models import SealedLog


class ExportLog(SealedLog):
    """One file that left the registry: its manifest, and who took it.

    Not part of the change log: taking data out does not make it newer. ``query`` is
    what was asked for, as its address said it, and for whom; ``smallest_group`` and
    ``in_small_groups`` are of ``outcomes.exports.small_groups``, null where study
    numbers were taken.
    """

    row_rule = of_person()

    sealed_as = "exports"
    sealed_columns = (
        *("user_id", "at", "dataset", "kind", "cohort", "pseudonymised", "safe"),
        *("profile", "cut", "query", "smallest_group", "in_small_groups", "columns"),
        *("rows", "size", "sha256", "data_version", "code_version"),
    )

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="exports"
    )
    at = models.DateTimeField(auto_now_add=True)
    dataset = models.CharField(max_length=30)
    kind = models.CharField(max_length=10)
    cohort = models.CharField(max_length=50, blank=True)
    pseudonymised = models.BooleanField()
    safe = models.BooleanField()
    # Pseudonymised files before there were profiles told ages alone.
    profile = models.CharField(max_length=10, default="", db_default="")
    cut = models.CharField(max_length=50, blank=True, default="", db_default="")
    query = models.JSONField(default=dict, db_default={})
    smallest_group = models.PositiveIntegerField(null=True)
    in_small_groups = models.PositiveIntegerField(null=True)
    columns = models.JSONField()
    rows = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    data_version = models.BigIntegerField()
    code_version = models.CharField(max_length=40)

    class Meta(SealedLog.Meta):
        """Newest first."""

        ordering = ("-id",)
        verbose_name = _("export")
        verbose_name_plural = _("exports")

    @property
    def recipient(self) -> str:
        """Return the country for which it was taken, nothing before that was asked."""
        return str(self.query.get("recipient", ""))

    @property
    def approval(self) -> str:
        """Return the number of the filing or approval by which it left the country."""
        return str(self.query.get("approval", ""))

    def __str__(self) -> str:
        return f"{self.dataset}.{self.kind}, {self.rows} rows"
