"""One file that somebody brought in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportBatch(models.Model):
    """A file, what was found in it, and whether it was committed."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    file_name = models.CharField(max_length=255)
    content = models.BinaryField()
    report = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    committed_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first."""

        ordering = ("-id",)
        verbose_name = _("import")

    def __str__(self) -> str:
        return f"{self.pk}: {self.file_name}"
