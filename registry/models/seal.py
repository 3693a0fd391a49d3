"""The chain that seals the change log, and how its history tables have looked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.access.rules import Exempt


class Seal(models.Model):
    """A batch of the change log, or of another log, sealed onto the batch before it.

    Written by the database alone (``registry.audit.chain``). It covers every row of
    one log (``stream``; empty: the change log) in one database cluster whose
    transaction is ``from_xid`` or later and before ``to_xid``; none can be committed
    into that range any more. ``columns_digest``
    stands for the rows of ``HistoryColumns`` up to ``columns_until``.
    """

    row_rule = Exempt("numbers and digests of everybody's changes")
    append_only = True
    by_database_alone = True

    number = models.BigIntegerField(primary_key=True)
    stream = models.CharField(max_length=20, default="", db_default="")
    cluster = models.BigIntegerField()
    from_xid = models.BigIntegerField()
    to_xid = models.BigIntegerField()
    rows = models.BigIntegerField()
    first_change = models.BigIntegerField()
    last_change = models.BigIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    digest = models.BinaryField()
    columns_until = models.BigIntegerField()
    columns_digest = models.BinaryField()
    previous = models.BinaryField()
    hash = models.BinaryField()
    sealed_at = models.DateTimeField()

    class Meta:
        """Read from the newest on, and by what was changed when."""

        indexes = (
            models.Index(fields=("cluster", "-to_xid"), name="seal_of_cluster"),
            models.Index(fields=("last_at",), name="seal_until"),
            models.Index(fields=("stream", "-number"), name="seal_of_stream"),
        )
        verbose_name = _("seal")

    def __str__(self) -> str:
        return f"{self.number}: {bytes(self.hash).hex()}"


class HistoryColumns(models.Model):
    """The columns of a history table from one history row on, as a release made them.

    Written by who migrates. With ``renamed`` (old name to new) and ``dropped`` against
    the release before, the digest of an old row is counted again after a migration.
    """

    row_rule = Exempt("names of columns")
    append_only = True
    by_database_alone = True

    table = models.CharField(max_length=63)
    since = models.BigIntegerField()
    columns = models.JSONField()
    renamed = models.JSONField(default=dict)
    dropped = models.JSONField(default=list)

    class Meta:
        """One row for each set of columns."""

        verbose_name = _("columns of a history table")

    def __str__(self) -> str:
        return f"{self.table} since {self.since}"
