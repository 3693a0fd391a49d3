"""Small groups: patients who could be told apart in a file without names.

k-anonymity on what others may know of a patient: centre, age, sex and disease. A file
with small groups is given, since a registry of rare treatments has hardly any other;
whoever takes it is told, and the log keeps it (``docs/adr/0121-profiles.md``).

Source: Sweeney L. Int J Uncertain Fuzziness Knowl Based Syst 2002;10(5):557-570.
"""

from dataclasses import dataclass, replace

from django.conf import settings
from django.db import connection

from outcomes.exports.datasets import Dataset
from outcomes.exports.profiles import Profile
from outcomes.exports.table import Options
from outcomes.exports.taking import Asked, rows_of
from outcomes.exports.writing import ALL, Reached, distinct, patient_of, words
from registry.access.policy import Actor

# Of a patient without a day 0 others may know the centre: the rest is not told.
QUASI = ("AGE", "SEX", "DISEASE")
GROUPS = """
SELECT min(n), (sum(n) FILTER (WHERE n < %(few)s))::bigint FROM (
  SELECT count(DISTINCT patient) AS n
  FROM unnest(%(patients)s::bigint[], %(sites)s::text[]) file (patient, site)
  LEFT JOIN (SELECT {key} AS patient, {who} FROM {tables} WHERE {where}) told
  USING (patient) GROUP BY site, {names}) groups
"""


@dataclass(frozen=True, slots=True)
class Behind:
    """The patients that a file without names has rows of, and the site of each."""

    profile: Profile
    patients: list[int]
    sites: list[str]


@dataclass(frozen=True, slots=True)
class SmallGroups:
    """How many patients share centre, age, sex and disease with few others.

    smallest : patients of the smallest group; patients : those of groups smaller than
    ``settings.SMALLEST_CELL``
    """

    smallest: int
    patients: int


def behind(dataset: Dataset, reach: Reached, options: Options) -> Behind | None:
    """Return whose rows a file has.

    None where study numbers are taken, which tell who everybody is anyway, and where
    the rows are about no patient.
    """
    if reach.profile is Profile.FULL or dataset.said is not None:
        return None
    (site,) = (column for column in dataset.columns if column.name == "SITEID")
    found = distinct(dataset, reach, (patient_of(dataset), site), options)
    return Behind(reach.profile, [key for key, _ in found], [site for _, site in found])


def small_groups(actor: Actor, asked: Asked, file: Behind | None) -> SmallGroups | None:
    """Return the small groups among the patients behind a file; None as ``behind``."""
    if file is None:
        return None
    subjects = replace(asked, dataset="adsl", kind="csv", options=ALL)
    with rows_of(actor, subjects) as (rows, reach):
        where, values = reach.condition(rows)
        sql = {
            column.name: column.expression(profile=file.profile, safe=False)
            for column in rows.columns
        }
        query = GROUPS.format(
            key=patient_of(rows).sql,
            who=", ".join(f'{sql[name]} AS "{name}"' for name in QUASI),
            names=", ".join(f'"{name}"' for name in QUASI),
            tables=rows.tables,
            where=where,
        )
        given = words() | values | {"few": settings.SMALLEST_CELL}
        given |= {"patients": file.patients, "sites": file.sites}
        with connection.cursor() as cursor:
            cursor.execute(query, given)
            smallest, patients = cursor.fetchone()
    return SmallGroups(smallest or 0, patients or 0)
