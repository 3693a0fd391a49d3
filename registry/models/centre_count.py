"""What the patients of a centre count together, kept up to date with each save."""

from typing import Self

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from registry.access.policy import Actor
from registry.access.rules import Rule, is_one_of
from registry.models.schedule import seen_by

# Rows that another transaction has not ended, or is putting together, are left alone.
FOLD = """
WITH gone AS (
  DELETE FROM registry_centrecount WHERE id IN (
    SELECT id FROM registry_centrecount FOR UPDATE SKIP LOCKED)
  RETURNING *
)
INSERT INTO registry_centrecount
  (centre_id, covered, what, patients, begun, records, records_begun)
SELECT centre_id, covered, what,
  sum(patients), sum(begun), sum(records), sum(records_begun)
FROM gone GROUP BY 1, 2, 3
HAVING (sum(patients), sum(begun), sum(records), sum(records_begun)) <> (0, 0, 0, 0)
"""
ANEW = """
LOCK TABLE registry_followupclock IN SHARE MODE;
DELETE FROM registry_centrecount;
INSERT INTO registry_centrecount
  (centre_id, covered, what, patients, begun, records, records_begun)
SELECT centre_id, covered, key, sum((value->>0)::int), sum((value->>1)::int),
  sum((value->>2)::int), sum((value->>3)::int)
FROM registry_followupclock, jsonb_each(counted) GROUP BY 1, 2, 3
"""


class CentreCountQuerySet(models.QuerySet["CentreCount"]):
    """Reads of counts: who sees which."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what the patients count whom ``actor`` sees."""
        return self.filter(seen_by(actor))


class CentreCount(models.Model):
    """One kind of patients at a centre; the rows of one kind are added up.

    A save adds rows and waits for nobody; ``fold`` puts them together. ``what`` is a
    form, or one of ``registry.services.counting``. ``covered`` are the patients whom
    those see too who only read at the centre.
    """

    row_rule = Rule(
        f"{is_one_of('{t}.centre_id', 'edits')}"
        f" OR ({is_one_of('{t}.centre_id', 'reads')} AND {{t}}.covered)"
    )

    centre = models.ForeignKey("registry.Centre", models.PROTECT, related_name="+")
    covered = models.BooleanField()
    what = models.CharField(max_length=30)
    patients = models.IntegerField()
    begun = models.IntegerField()
    records = models.BigIntegerField()
    records_begun = models.BigIntegerField()

    objects = CentreCountQuerySet.as_manager()

    class Meta:
        """Read by centre, all kinds at once."""

        verbose_name = _("count of a centre")

    def __str__(self) -> str:
        return f"{self.what} at centre {self.centre_id}: {self.patients}"

    @staticmethod
    def fold() -> None:
        """Put the rows of each kind together; what others are adding stays."""
        with connection.cursor() as cursor:
            cursor.execute(FOLD)

    @staticmethod
    def count_anew() -> None:
        """Add up what every patient counts, while nobody saves."""
        with connection.cursor() as cursor:
            cursor.execute(ANEW)
