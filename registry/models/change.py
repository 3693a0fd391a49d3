"""The change log, and the work queue that the same trigger fills."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from registry.access.rules import of_patient


class Change(models.Model):
    """One row written to an audited table: the audit of record, append-only.

    Written by the database alone (``registry.audit.sql``). ``digest`` is the SHA-256
    of the history row; the number of the newest change is the data version.
    ``cluster`` is the database cluster whose transaction ``xid`` it was: a restored
    backup goes on in another, which counts from the beginning again.
    """

    row_rule = of_patient().or_("{t}.patient_id IS NULL")
    append_only = True
    by_database_alone = True

    cluster = models.BigIntegerField(default=0, db_default=0)
    xid = models.BigIntegerField()
    table = models.CharField(max_length=63)
    record_id = models.BigIntegerField()
    patient_id = models.BigIntegerField(null=True)
    operation = models.CharField(max_length=1)
    history_id = models.BigIntegerField()
    actor_id = models.BigIntegerField(null=True)
    reason = models.TextField(null=True)
    session_role = models.CharField(max_length=63)
    at = models.DateTimeField()
    digest = models.BinaryField()

    class Meta:
        """Read by patient, by record and by person; sealed by transaction."""

        indexes = (
            models.Index(fields=("xid",), name="change_of_transaction"),
            BrinIndex(fields=("at",), name="change_when", autosummarize=True),
            models.Index(fields=("actor_id", "id"), name="change_of_person"),
            models.Index(fields=("patient_id", "id"), name="change_of_patient"),
            models.Index(fields=("table", "record_id"), name="change_of_record"),
        )
        verbose_name = _("change")

    def __str__(self) -> str:
        return f"{self.id}: {self.operation} {self.table} {self.record_id}"


class Pending(models.Model):
    """A change whose patient's analysis rows are not yet derived again."""

    change_id = models.BigIntegerField()
    patient_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        """Claimed by patient."""

        indexes = (models.Index(fields=("patient_id",), name="pending_patient"),)
        verbose_name = _("pending change")

    def __str__(self) -> str:
        return f"patient {self.patient_id}, change {self.change_id}"
