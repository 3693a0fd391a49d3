"""Which snapshots stay: the newest fifty of a cohort, and each day's last."""

from django.db import connection

from outcomes.models import Cohort

NEWEST = 50

THIN = """
DELETE FROM outcomes_snapshot WHERE id IN (
  SELECT id FROM (
    SELECT id, row_number() OVER (ORDER BY id DESC) AS place,
      row_number() OVER (PARTITION BY (computed_at AT TIME ZONE 'UTC')::date
                         ORDER BY id DESC) AS of_day
    FROM outcomes_snapshot WHERE cohort_id = %s
  ) ranked WHERE place > %s AND of_day > 1
)
"""


def thin(cohort: Cohort) -> int:
    """Remove the cohort's older snapshots of a day; return how many went."""
    with connection.cursor() as cursor:
        cursor.execute(THIN, [cohort.pk, NEWEST])
        return cursor.rowcount
