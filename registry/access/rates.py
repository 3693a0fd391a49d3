"""Count how often somebody asked, for all web processes together."""

from django.db import connection

# One statement: two requests of a token wait for each other no longer than it takes.
COUNT = """
INSERT INTO registry_ratewindow AS w (who, began, used) VALUES (%s, %s, 1)
ON CONFLICT (who) DO UPDATE SET
  used = CASE WHEN w.began = excluded.began THEN w.used + 1 ELSE 1 END,
  began = excluded.began
RETURNING used
"""

SO_FAR = "SELECT used FROM registry_ratewindow WHERE who = %s AND began = %s"


def count(who: str, began: int) -> int:
    """Count one request of ``who`` in the window ``began``; return how many it has."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [who, began])
        used: int = cursor.fetchone()[0]
    return used


def counted_so_far(who: str, began: int) -> int:
    """Return how many requests of ``who`` the window ``began`` has."""
    with connection.cursor() as cursor:
        cursor.execute(SO_FAR, [who, began])
        row = cursor.fetchone()
    return row[0] if row else 0
