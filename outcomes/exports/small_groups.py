"""Small groups: patients who could be told apart in a file without names.

k-anonymity on what others may know of a patient: centre, age, sex and disease. A file
with small groups is given, since a registry of rare treatments has hardly any other;
whoever takes it is told, and the log keeps it (``docs/adr/0121-profiles.md``).

Source: Sweeney L. Int J Uncertain Fuzziness Knowl Based Syst 2002;10(5):557-570.
"""

from dataclasses import dataclass, replace

from django.conf import settings
from django.db import connection

from outcomes.exports.profiles import Profile
from outcomes.exports.taking import Asked, rows_of
from outcomes.exports.writing import ALL, words
from registry.access.policy import Actor

QUASI = ("SITEID", "AGE", "SEX", "DISEASE")
GROUPS = """
SELECT min(n), (sum(n) FILTER (WHERE n < %(few)s))::bigint FROM (
  SELECT count(DISTINCT key) AS n FROM (
    SELECT {key} AS key, {who} FROM {tables} WHERE {where}) told
  GROUP BY {names}) groups
"""


@dataclass(frozen=True, slots=True)
class SmallGroups:
    """How many patients share centre, age, sex and disease with few others.

    smallest : patients of the smallest group; patients : those of groups smaller than
    ``settings.SMALLEST_CELL``
    """

    smallest: int
    patients: int


def small_groups(actor: Actor, asked: Asked, profile: Profile) -> SmallGroups | None:
    """Return the small groups among the subjects behind a file without names.

    None where study numbers are taken, which tell who everybody is anyway.
    """
    if profile is Profile.FULL:
        return None
    subjects = replace(asked, dataset="adsl", kind="csv", options=ALL)
    with rows_of(actor, subjects) as (rows, reach):
        where, values = reach.condition(rows)
        sql = {
            column.name: column.expression(profile=profile, safe=False)
            for column in rows.columns
        }
        query = GROUPS.format(
            key=sql["USUBJID"],
            who=", ".join(f'{sql[name]} AS "{name}"' for name in QUASI),
            names=", ".join(f'"{name}"' for name in QUASI),
            tables=rows.tables,
            where=where,
        )
        given = words() | values | {"few": settings.SMALLEST_CELL}
        with connection.cursor() as cursor:
            cursor.execute(query, given)
            smallest, patients = cursor.fetchone()
    return SmallGroups(smallest or 0, patients or 0)
