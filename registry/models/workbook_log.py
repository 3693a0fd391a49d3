"""Who took a centre's data out as a workbook, and when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.access.rules import of_person
from registry.models.sealed_log import SealedLog


class WorkbookLog(SealedLog):
    """One filled workbook that left the registry.

    Not part of the change log: taking data out does not make it newer.
    """

    row_rule = of_person()

    sealed_as = "workbooks"
    sealed_columns = ("user_id", "at", "centres", "forms", "rows", "size", "sha256")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="workbooks"
    )
    at = models.DateTimeField(auto_now_add=True)
    centres = models.JSONField()
    forms = models.JSONField()
    rows = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta(SealedLog.Meta):
        """Newest first."""

        ordering = ("-id",)
        verbose_name = _("workbook taken out")
        verbose_name_plural = _("workbooks taken out")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}, {self.rows} rows"
