"""Time reads under row policies against the same reads past them, in one run.

Prints one JSON line each: milliseconds as a data manager of one of twelve centres, as
the system, and as the tables' owner, who passes by. ``alone`` reads without naming the
centre, as if the queryset had forgotten it. Needs no database but its own.
"""

import argparse
import json
import os
import time

import psycopg
from own_database import own_database

CENTRES, COUNTS = 12, 10
FILL = """
INSERT INTO registry_centre (code, name, country, time_zone)
SELECT 'C' || n, '', '', 'UTC' FROM generate_series(1, {centres}) n;
INSERT INTO registry_user (username, password, is_superuser, first_name, last_name,
  email, is_staff, is_active, date_joined)
VALUES ('one', '', false, '', '', '', false, true, now());
INSERT INTO registry_membership (user_id, role, centre_id)
SELECT u.id, 'data_manager', c.id FROM registry_user u, registry_centre c
WHERE c.code = 'C1';
INSERT INTO registry_patient
  (version, state, absent, centre_id, study_no, sex, birth_date)
SELECT 1, 'begun', '{{}}', c.id, 'BENCH' || n, 'F', '1990-01-01'
FROM generate_series(1, %(patients)s) n
JOIN registry_centre c ON c.code = 'C' || 1 + n %% {centres} ORDER BY n;
INSERT INTO registry_bloodcount (version, state, absent, patient_id, count_date)
SELECT 1, 'begun', '{{}}', p.id, date '2024-01-01' + d
FROM registry_patient p, generate_series(1, {counts}) d;
ANALYZE;
"""
MINE = "centre_id = (SELECT id FROM registry_centre WHERE code = 'C1')"
READS = {
    "point": "SELECT * FROM registry_patient WHERE id = 13",
    "records of a patient": "SELECT * FROM registry_bloodcount WHERE patient_id = 13",
    "list": f"SELECT * FROM registry_patient WHERE {MINE} ORDER BY id DESC LIMIT 50",
    "count of patients": f"SELECT count(*) FROM registry_patient WHERE {MINE}",
    "count of records": "SELECT count(*) FROM registry_bloodcount b"
    f" JOIN registry_patient p ON p.id = b.patient_id WHERE p.{MINE}",
}
ALONE = {
    "list alone": "SELECT * FROM registry_patient ORDER BY id DESC LIMIT 50",
    "count of patients alone": "SELECT count(*) FROM registry_patient",
    "count of records alone": "SELECT count(*) FROM registry_bloodcount",
}
PERSON = """
SELECT set_config('dayzero.edits', edits::text, true),
  set_config('dayzero.reads', reads::text, true)
FROM registry_user u, registry_reach(u.id) WHERE username = 'one'
"""
SYSTEM = "SELECT set_config('dayzero.everything', 'yes', true)"


def milliseconds(connection: psycopg.Connection, read: str) -> float:
    """Return the best of thirty reads, or of as many as fit in two seconds."""
    best, until = float("inf"), time.perf_counter() + 2
    for _ in range(30):
        begun = time.perf_counter()
        connection.execute(read).fetchall()
        best = min(best, time.perf_counter() - begun)
        if time.perf_counter() > until:
            break
    return best * 1000


def main() -> None:
    """Fill a registry, read it each way, say how long each took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, default=100_000)
    patients = parser.parse_args().patients
    with own_database():
        owner = psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True)
        # The audit's triggers would take most of the time of filling.
        for table in ("registry_patient", "registry_bloodcount"):
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor = psycopg.ClientCursor(owner)
        cursor.execute(
            FILL.format(centres=CENTRES, counts=COUNTS), {"patients": patients}
        )
        with psycopg.connect(os.environ["DATABASE_URL"]) as application:
            for name, read in (READS | ALONE).items():
                said = {}
                for who, settings in (("person", PERSON), ("system", SYSTEM)):
                    with application.transaction(force_rollback=True):
                        application.execute(settings)
                        said[who] = milliseconds(application, read)
                said["owner"] = milliseconds(owner, read)
                rounded = {who: round(value, 3) for who, value in said.items()}
                line = {"name": f"row_policies_{name}", "patients": patients}
                print(json.dumps(line | {"unit": "ms"} | rounded), flush=True)
        owner.close()


if __name__ == "__main__":
    main()
