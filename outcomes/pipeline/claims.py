"""Claim patients from the queue, by leases that are committed before the work.

A worker that is killed has counted its attempt, and its patients come back when the
lease ends. Patients of a first attempt are claimed in batches; one who has failed
before comes alone, so that a record which kills its worker takes nobody with it.
"""

from django.db import connection, transaction

BATCH = 50
LEASE_SECONDS = 10
ATTEMPTS = 5
# No lease and no pause after a failure is longer: one that ends later than this from
# now was given by a clock that has been set back since.
LONGEST_SECONDS = 60
# Enough queue rows for a batch, read from the front of the queue and no further.
WINDOW = 1500

DUE = """
(not_before <= now() OR not_before > now() + make_interval(secs => %(longest)s))
"""

NEW = """
INSERT INTO outcomes_lease
  (patient_id, attempts, not_before, change_id, set_aside, error)
SELECT patient_id, 1, now() + make_interval(secs => %(lease)s), max(change_id),
       false, ''
FROM (
  SELECT patient_id, change_id FROM registry_pending p
  WHERE NOT EXISTS (SELECT FROM outcomes_lease l WHERE l.patient_id = p.patient_id)
  ORDER BY p.id LIMIT %(window)s
) front
GROUP BY patient_id ORDER BY patient_id LIMIT %(batch)s
ON CONFLICT DO NOTHING
RETURNING patient_id
"""

# Due again after a failure, or set aside and changed since: a correction is tried once.
AGAIN = f"""
UPDATE outcomes_lease SET
  attempts = CASE WHEN set_aside THEN %(attempts)s ELSE attempts + 1 END,
  set_aside = false, change_id = queue.newest,
  not_before = now() + make_interval(secs => %(lease)s)
FROM (
  SELECT l.patient_id, newest FROM outcomes_lease l CROSS JOIN LATERAL (
    SELECT max(change_id) AS newest FROM registry_pending p
    WHERE p.patient_id = l.patient_id
  ) changes
  WHERE newest IS NOT NULL AND CASE WHEN l.set_aside THEN newest > l.change_id
        ELSE {DUE} AND l.attempts < %(attempts)s END
  ORDER BY l.not_before LIMIT 1
  FOR UPDATE OF l SKIP LOCKED
) queue
WHERE outcomes_lease.patient_id = queue.patient_id
RETURNING outcomes_lease.patient_id
"""

# Killed at the last attempt: nobody was left to say so.
GIVEN_UP = f"""
UPDATE outcomes_lease SET set_aside = true,
  error = CASE error WHEN '' THEN %(died)s ELSE error END
WHERE NOT set_aside AND attempts >= %(attempts)s AND {DUE}
"""

# A lease without work: its worker was killed after another had done the work.
EMPTY = f"""
DELETE FROM outcomes_lease l WHERE {DUE} AND NOT EXISTS
  (SELECT FROM registry_pending p WHERE p.patient_id = l.patient_id)
"""
DIED = "The worker died while it derived this patient."


def claim() -> list[int]:
    """Claim the next patients of the queue and commit that; empty when none is due."""
    values: dict[str, int | str] = {
        "lease": LEASE_SECONDS,
        "attempts": ATTEMPTS,
        "longest": LONGEST_SECONDS,
        "window": WINDOW,
        "batch": BATCH,
        "died": DIED,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(NEW, values)
        found = cursor.fetchall()
        if not found:
            cursor.execute(GIVEN_UP, values)
            cursor.execute(EMPTY, values)
            cursor.execute(AGAIN, values)
            found = cursor.fetchall()
    return sorted(patient for (patient,) in found)
