"""Pairs of registrations that may be one person, and why each is suspected."""

from dataclasses import dataclass, field

from django.db import connection
from django.utils.translation import gettext_lazy as _

from registry.access.policy import Action, Actor
from registry.models import Patient

MOST = 100
WHY = {
    "treated": _("same sex and birth date, treated on the same day"),
    "number": _("study numbers that differ in separators or zeros alone"),
    "hospital": _("same hospital number"),
    "name": _("same name and sex"),
    "elsewhere": _("possibly registered elsewhere"),
}

# Hospital numbers are a hospital's own: within a centre alone. Across centres only
# those are compared at both of which the person may merge.
PAIRS = """
WITH mine AS (
  SELECT id, centre_id, sex, birth_date,
    regexp_replace(upper(study_no), '[^A-Z0-9]|(?<![0-9])0+(?=[0-9])', '', 'g') AS bare
  FROM registry_patient WHERE centre_id = ANY(%(centres)s) AND merged_into_id IS NULL
), treated AS (
  SELECT patient_id, infusion_date AS day FROM registry_infusion
  UNION SELECT patient_id, hsct_date FROM registry_hsct
), known AS (
  SELECT i.patient_id, m.centre_id, m.sex,
    lower(regexp_replace(i.hospital_no, '[^[:alnum:]]', '', 'g')) AS hospital_no,
    lower(i.family_name || i.given_name) AS name
  FROM registry_patientidentity i JOIN mine m ON m.id = i.patient_id
), found AS (
  SELECT a.id AS one, b.id AS other, 'treated' AS why
  FROM mine a JOIN mine b USING (sex, birth_date)
  JOIN treated x ON x.patient_id = a.id
  JOIN treated y ON y.patient_id = b.id AND y.day = x.day WHERE a.id < b.id
  UNION SELECT a.id, b.id, 'number' FROM mine a JOIN mine b USING (centre_id, bare)
  WHERE a.id < b.id
  UNION SELECT least(a.patient_id, b.patient_id), greatest(a.patient_id, b.patient_id),
    'hospital'
  FROM known a JOIN known b USING (centre_id, hospital_no)
  WHERE a.patient_id < b.patient_id AND hospital_no <> ''
  UNION SELECT least(a.patient_id, b.patient_id), greatest(a.patient_id, b.patient_id),
    'name'
  FROM known a JOIN known b USING (name, sex)
  WHERE a.patient_id < b.patient_id AND length(name) > 1
)
SELECT one, other, array_agg(why ORDER BY why) FROM found
WHERE NOT EXISTS (SELECT FROM registry_notthesame n
                  WHERE n.one_id = found.one AND n.other_id = found.other)
GROUP BY one, other ORDER BY count(*) DESC, one, other LIMIT %(most)s
"""


@dataclass(slots=True)
class Pair:
    """Two registrations, and why they may be one person."""

    one: Patient
    other: Patient
    why: list[str] = field(default_factory=list)


def candidates(actor: Actor, most: int = MOST) -> list[Pair]:
    """Return pairs of the centres where ``actor`` may merge: two queries."""
    centres = actor.centres_for(Action.MOVE_RECORD)
    if not centres:
        return []
    with connection.cursor() as cursor:
        cursor.execute(PAIRS, {"centres": sorted(centres), "most": most})
        rows = cursor.fetchall()
    wanted = {pk for one, other, _why in rows for pk in (one, other)}
    patients = Patient.objects.select_related("centre").in_bulk(wanted)
    found: dict[tuple[int, int], Pair] = {}
    for one, other, why in rows:
        pair = Pair(patients[one], patients[other], list(why))
        if pair.one.centre_id != pair.other.centre_id:
            pair.why.append("elsewhere")
        found[one, other] = pair
    return list(found.values())


def numbers_merged(patient: Patient) -> list[Patient]:
    """Return the registrations that went into ``patient``."""
    return list(Patient.objects.filter(merged_into=patient).order_by("study_no"))
