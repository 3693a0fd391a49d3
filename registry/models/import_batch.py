"""One file that somebody brought in, and what was found in it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.access.rules import of_another, of_person
from registry.models.leased import Leased


class ImportState(models.TextChoices):
    """How far a file has come."""

    WAITING = "waiting", _("is being tried")
    TRIED = "tried", _("tried")
    ASKED = "asked", _("is being imported")
    DONE = "done", _("imported")
    FAILED = "failed", _("stopped")
    CANCELLED = "cancelled", _("cancelled")


class ImportPhase(models.TextChoices):
    """What a worker is at."""

    READING = "reading", _("Reading the file")
    CHECKING = "checking", _("Checking patients")
    WRITING = "writing", _("Writing patients")
    KEEPING = "keeping", _("Keeping the report")


class ImportTrouble(models.TextChoices):
    """Why a file was given up."""

    UNREADABLE = "unreadable", _("The file cannot be read.")
    DIED = "died", _("The worker was stopped each time it had this file.")
    REFUSED = "refused", _("You may no longer import for these centres.")
    TOO_LONG = "too_long", _("It took longer than a worker may take.")
    FAULT = "fault", _("Something went wrong that the registry did not foresee.")


class ImportBatch(Leased):
    """A file on its way: tried, shown, and imported once or not at all.

    ``report`` holds what the report counts; its rows are ``problems`` and ``patients``.
    While a worker has the file, ``token`` is its claim, which holds until
    ``lease_until``; ``phase``, ``done`` and ``total`` say how far it is. ``trouble``
    says why it stopped, ``advice`` what the worker said of it.
    """

    row_rule = of_person()

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    file_name = models.CharField(max_length=255)
    content = models.BinaryField()
    report = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    committed_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=10, default="en")
    state = models.CharField(
        max_length=10, choices=ImportState, default=ImportState.WAITING
    )
    phase = models.CharField(max_length=10, choices=ImportPhase, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=10, choices=ImportTrouble, blank=True)
    advice = models.TextField(blank=True)

    class Meta:
        """Newest first; those that wait are found by their lease."""

        ordering = ("-id",)
        indexes = (
            models.Index(
                fields=("lease_until",),
                condition=models.Q(state__in=("waiting", "asked")),
                name="import_due",
            ),
        )
        verbose_name = _("import")

    def __str__(self) -> str:
        return f"{self.pk}: {self.file_name}"

    @property
    def is_under_way(self) -> bool:
        """Tell whether a worker has the file, or will take it up."""
        return self.state in (ImportState.WAITING, ImportState.ASKED)


class ImportProblem(models.Model):
    """One thing to correct or to know; ``place`` counts through the report."""

    row_rule = of_another("registry_importbatch", "batch_id")

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="problems")
    place = models.PositiveIntegerField()
    row = models.PositiveIntegerField(null=True)
    sheet = models.TextField(blank=True)
    column = models.TextField(null=True)
    field = models.TextField(null=True)
    value = models.TextField(null=True)
    severity = models.CharField(max_length=10)
    code = models.CharField(max_length=40)
    message = models.TextField()
    study_no = models.TextField(null=True)

    class Meta:
        """The file's own problems first, then by sheet and row."""

        ordering = ("place",)
        indexes = (models.Index(fields=("batch", "place"), name="import_problem_at"),)
        verbose_name = _("problem of an import")

    def __str__(self) -> str:
        return f"{self.sheet} {self.row}: {self.code}"


class ImportedPatient(models.Model):
    """What an import does to one patient whom it changes: records and answers.

    ``told`` counts records by form (``new``, ``changed``, ``unchanged``) and names the
    new ones; ``changes`` has old beside new of each answer.
    """

    row_rule = of_another("registry_importbatch", "batch_id")

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="patients")
    place = models.PositiveIntegerField()
    study_no = models.TextField()
    told = models.JSONField()
    changes = models.JSONField(default=list)

    class Meta:
        """In the order of the file."""

        ordering = ("place",)
        indexes = (models.Index(fields=("batch", "place"), name="import_patient_at"),)
        verbose_name = _("patient of an import")

    def __str__(self) -> str:
        return self.study_no
