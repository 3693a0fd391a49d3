"""One made-up patient from registration to the last contact."""

from dataclasses import dataclass, field
from datetime import date

from registry.simulation.after import followed
from registry.simulation.cell_therapy import cell_therapy
from registry.simulation.chances import Chances, after
from registry.simulation.course import END, LEUKAEMIAS, Course, Values
from registry.simulation.transplant import transplant

# The centres' shares of all patients.
CENTRES = {
    "S01": 22.0,
    "S02": 18.0,
    "S03": 14.0,
    "S04": 12.0,
    "S05": 10.0,
    "S06": 8.0,
    "S07": 6.0,
    "S08": 4.0,
    "S09": 3.0,
    "S10": 2.0,
    "S11": 0.7,
    "S12": 0.3,
}
DISEASES = {
    "T-ALL": 14.0,
    "ETP-ALL": 4.0,
    "T-LBL": 6.0,
    "B-ALL": 27.0,
    "AML": 22.0,
    "MDS": 5.0,
    "DLBCL": 12.0,
    "MCL": 3.0,
    "MM": 7.0,
}
LYMPHOMAS = ("T-LBL", "DLBCL", "MCL")
CHILDREN = ("T-ALL", "ETP-ALL", "T-LBL", "B-ALL")
WITH_CELLS = ("T-ALL", "ETP-ALL", "T-LBL", "B-ALL", "DLBCL", "MCL", "MM")
BLOOD = {"A+": 28.0, "B+": 28.0, "O+": 31.0, "AB+": 10.0, "A-": 1.0, "O-": 2.0}
REGIMENS = {"Hyper-CVAD": 3.0, "BFM": 4.0, "FLAG-IDA": 2.0, "R-CHOP": 2.0, "VRd": 1.0}
RESPONSES = {"CR": 48.0, "CRi": 10.0, "PR": 15.0, "NR": 27.0}
FIRST_DAY, DAYS = date(2012, 1, 1), 4300


@dataclass(frozen=True, slots=True)
class Story:
    """A patient's answers: of the registration, and of each record by form."""

    centre: str
    patient: Values
    forms: dict[str, list[Values]] = field(default_factory=dict)


def story(number: int, seed: int) -> Story:
    """Return patient ``number`` of ``seed``: always the same one."""
    chance = Chances(f"{seed}/{number}")
    disease = chance.one_of(DISEASES)
    diagnosed = after(FIRST_DAY, chance.within(0, DAYS))
    age = _age(chance, disease)
    course = Course(chance, disease, after(diagnosed, chance.within(60, 700)), age)
    patient = _patient(number, chance, diagnosed, age)
    course.add("diagnosis", _diagnosis(chance, disease, diagnosed))
    _earlier_lines(course, diagnosed)
    cells = disease in WITH_CELLS and chance.happens(0.55)
    if cells:
        cell_therapy(course)
    if not cells or (course.in_remission and chance.happens(0.45)):
        transplant(course)
    followed(course)
    patient |= _consent(chance, course)
    return Story(chance.one_of(CENTRES), patient, course.forms)


def _age(chance: Chances, disease: str) -> int:
    if disease in CHILDREN and chance.happens(0.55):
        return chance.within(2, 25)
    return min(78, max(18, int(chance.gauss(48, 14))))


def _patient(number: int, chance: Chances, diagnosed: date, age: int) -> Values:
    child = age < 15
    born = after(date(diagnosed.year - age, 1, 1), chance.within(0, 360))
    height = 75 + age * 6 if child else chance.within(150, 186)
    return {
        "study_no": f"SIM{number:09}",
        "sex": chance.one_of({"M": 58.0, "F": 42.0}),
        "birth_date": min(born, after(diagnosed, -400)),
        "blood_group": chance.one_of(BLOOD),
        "height_cm": chance.amount(height - 4, height + 4),
        "weight_kg": chance.amount(age * 2 + 8, age * 3 + 10)
        if child
        else chance.amount(45, 88),
    }


def _consent(chance: Chances, course: Course) -> Values:
    given = after(course.started, -chance.within(3, 20))
    said: Values = {"consent_status": "given", "consent_date": given}
    if chance.happens(0.004):
        said["consent_status"] = "withdrawn"
        said["consent_withdrawn_date"] = min(END, after(course.last, 5))
        said["consent_withdrawn_scope"] = chance.one_of({"collection": 7.0, "all": 3.0})
    return said


def _diagnosis(chance: Chances, disease: str, diagnosed: date) -> Values:
    said: Values = {
        "disease": disease,
        "diagnosis_date": diagnosed,
        "cytogenetics": chance.one_of(
            {"normal": 55.0, "complex": 15.0, "hyperdiploid": 5.0, "other": 25.0}
        ),
        "extramedullary_at_diagnosis": chance.yes(0.25),
        "wbc_at_diagnosis": chance.spread(14, 4),
    }
    if said["extramedullary_at_diagnosis"] == "yes":
        said["extramedullary_sites_dx"] = [
            chance.one_of({"mediastinum": 5.0, "lymph_node": 4.0, "CNS": 1.0})
        ]
    if disease in ("T-ALL", "ETP-ALL", "T-LBL"):
        said["etp"] = "yes" if disease == "ETP-ALL" else chance.yes(0.08)
        said["cd7_expression_pct"] = chance.amount(82, 100)
    if disease in LEUKAEMIAS:
        said["cns_at_diagnosis"] = chance.one_of({"CNS1": 85.0, "CNS2": 15.0})
    if disease in LYMPHOMAS:
        said["ann_arbor_stage"] = chance.within(2, 4)
    if disease in ("AML", "MDS"):
        said["cytogenetic_risk"] = chance.one_of(
            {"favorable": 15.0, "intermediate": 55.0, "adverse": 30.0}
        )
    return said


def _earlier_lines(course: Course, diagnosed: date) -> None:
    """Add up to three lines of therapy between diagnosis and day 0."""
    chance = course.chance
    room = (course.day0 - diagnosed).days
    lines = min(chance.within(1, 3), 1 + room // 200)
    step = max(20, (room - 40) // lines)
    for number in range(lines):
        begun = after(diagnosed, 4 + number * step)
        course.add(
            "prior_line",
            {
                "line_no": number + 1,
                "regimen": chance.one_of(REGIMENS),
                "therapy_class": ["chemotherapy"],
                "start_date": begun,
                "end_date": after(begun, step // 2),
                "best_response": chance.one_of(RESPONSES),
            },
        )
