"""A log that only grows, and is sealed beside the change log."""

from typing import ClassVar

from django.db import models


class TransactionNumber(models.Func):
    """The number of the transaction that writes the row, by which it is sealed."""

    template = "pg_current_xact_id()::text::bigint"
    output_field = models.BigIntegerField()


class Cluster(models.Func):
    """The database cluster that the transaction is of: a restored one counts anew."""

    template = "(pg_control_system()).system_identifier"
    output_field = models.BigIntegerField()


class SealedLog(models.Model):
    """Rows of who did what; added and never changed: the database refuses it.

    What a superuser alters all the same shows when the seals are counted again
    (``registry.audit.chain``). ``sealed_as`` names its seals. ``sealed_columns`` are
    what they say of a row, and stay as they are for good: a column that a later
    release adds is sealed under another name. Those of them that are ``redactable`` are
    sealed as their SHA-256.
    """

    append_only = True
    sealed_as: ClassVar[str]
    sealed_columns: ClassVar[tuple[str, ...]]
    redactable: ClassVar[tuple[str, ...]] = ()

    cluster = models.BigIntegerField(db_default=Cluster(), editable=False)
    xid = models.BigIntegerField(db_default=TransactionNumber(), editable=False)

    class Meta:
        """Sealed by transaction."""

        abstract = True
        indexes = (models.Index(fields=("xid",), name="%(class)s_sealed"),)
