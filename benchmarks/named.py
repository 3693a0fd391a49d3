"""Give a benchmark's patients names and hospital numbers, which nobody could have.

The names are of the calendar's signs and of words like "sample"; a few thousand
patients share each, as with real names.
"""

from itertools import product
from typing import Any

FAMILY, STEMS, BRANCHES = (
    "测试样例模拟虚构演示范",
    "甲乙丙丁戊己庚辛壬癸",
    "子丑寅卯辰巳午未申酉戌亥",
)
IDENTITIES = """
INSERT INTO registry_patientidentity (patient_id, family_name, given_name,
  family_name_latin, given_name_latin, hospital_no, version)
SELECT p.id, n.family, n.given, '', '', 'H' || lpad(p.id::text, 9, '0'), 1
FROM registry_patient p JOIN made_up n ON n.nth = p.id %% %s
"""
KEYS = """
INSERT INTO registry_identitykey (patient_id, centre_id, key)
SELECT p.id, p.centre_id, k.key
FROM registry_patientidentity i JOIN registry_patient p ON p.id = i.patient_id
JOIN made_up n ON n.nth = p.id %% %s,
LATERAL unnest(n.keys || lower(i.hospital_no)) AS k (key)
"""


def named() -> None:
    """Name every patient of the registry, and make what names are found by."""
    from django.db import connection

    from registry.models import PatientIdentity
    from registry.queries.name_keys import keys_of

    rows: list[tuple[Any, ...]] = []
    for nth, (family, *given) in enumerate(product(FAMILY, STEMS, BRANCHES)):
        who = PatientIdentity(family_name=family, given_name="".join(given))
        rows.append((nth, family, who.given_name, sorted(keys_of(who))))
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE made_up"
            " (nth integer, family text, given text, keys text[])"
        )
        cursor.executemany("INSERT INTO made_up VALUES (%s, %s, %s, %s)", rows)
        cursor.execute(IDENTITIES, [len(rows)])
        cursor.execute(KEYS, [len(rows)])
        cursor.execute("ANALYZE")
