"""A made-up HSCT: donor, graft, conditioning, engraftment, GVHD."""

from datetime import date

from registry.simulation.chances import Chances, after
from registry.simulation.course import Course, Values

DONORS = {
    "haploidentical": 45.0,
    "matched_sibling": 25.0,
    "matched_unrelated": 25.0,
    "cord": 5.0,
}
RELATIONS = {"father": 3.0, "mother": 2.0, "sibling": 3.0, "child": 2.0}
HLA = {
    "haploidentical": "5/10",
    "matched_sibling": "10/10",
    "matched_unrelated": "10/10",
    "cord": "5/6",
}
GRAFTS = {"PBSC": 7.0, "BM": 2.0, "BM+PBSC": 1.0}
COMORBIDITIES = (
    *("arrhythmia", "cardiac", "inflammatory_bowel", "diabetes", "cerebrovascular"),
    *("psychiatric", "hepatic_mild", "obesity", "infection", "rheumatologic"),
    *("peptic_ulcer", "renal", "pulmonary_moderate", "prior_malignancy"),
    *("heart_valve", "pulmonary_severe", "hepatic_severe"),
)
# Stages of skin, liver, lower and upper gut that make each grade.
ACUTE = {
    "1": ("2", "0", "0", "0"),
    "2": ("3", "0", "0", "0"),
    "3": ("2", "0", "2", "0"),
    "4": ("3", "0", "4", "1"),
}
CHRONIC = {"mild": ("1", "1", "0"), "moderate": ("2", "1", "0")}
FIRST_YEAR = 365
SEROLOGY = {"positive": 7.0, "negative": 3.0}


def transplant(course: Course) -> None:
    """Tell one HSCT: on the course's day 0, or weeks after an infusion."""
    chance = course.chance
    if course.infused:
        course.day0 = after(course.infused, chance.within(45, 110))
    else:
        course.started = course.day0
        course.in_remission = chance.happens(0.85)
    day0 = course.transplanted = course.day0
    course.assessed(after(day0, -12), "pre_hsct", remission=course.in_remission)
    course.add("hsct", _hsct(course, day0))
    course.add("comorbidity", {name: chance.yes(0.06) for name in COMORBIDITIES})
    course.in_remission = True
    _engraftment(course, day0)
    if chance.happens(0.3):
        course.infected(after(day0, chance.within(20, 60)))


def _hsct(course: Course, day0: date) -> Values:
    chance, donor = course.chance, course.chance.one_of(DONORS)
    mac = course.age < 55 and chance.happens(0.8)
    said: Values = {
        "hsct_no": 1,
        "hsct_date": day0,
        "hsct_type": "allogeneic",
        "hsct_reason": "planned_consolidation" if course.infused else "chemotherapy_CR",
        "status_at_hsct": chance.one_of({"CR1": 6.0, "CR2": 4.0})
        if course.in_remission
        else "NR",
        "mrd_at_hsct": _residual(course),
        "extramedullary_at_hsct": "none",
        "donor": donor,
        "hla_match": HLA[donor],
        "donor_age": 0 if donor == "cord" else chance.within(18, 62),
        "donor_sex": chance.one_of({"M": 6.0, "F": 4.0}),
        "abo_match": chance.one_of({"match": 5.0, "minor": 2.0, "major": 2.0}),
        "cmv_recipient": chance.one_of(SEROLOGY),
        "cmv_donor": chance.one_of(SEROLOGY),
        "graft": "cord" if donor == "cord" else chance.one_of(GRAFTS),
        "cd34_1e6_per_kg": chance.amount(3, 9),
        "conditioning": "Bu/Cy" if mac else "Bu/Flu",
        "conditioning_start": after(day0, -8),
        "intensity": "MAC" if mac else "RIC",
        "gvhd_prophylaxis": ["CsA", "MMF", "MTX"],
        "karnofsky_lansky": chance.one_of({"100": 1.0, "90": 5.0, "80": 3.0}),
    }
    if donor in ("haploidentical", "matched_sibling"):
        haplo = donor == "haploidentical"
        said["donor_relation"] = chance.one_of(RELATIONS) if haplo else "sibling"
    return said


def _residual(course: Course) -> str:
    """Return the MRD status that the assessment before HSCT gives."""
    found = course.forms["disease_assessment"][-1]["mrd_result"]
    return "negative" if found == "not_detected" else "positive"


def _engraftment(course: Course, day0: date) -> None:
    chance = course.chance
    course.add(
        "engraftment",
        {
            "anc_engrafted": "yes",
            "anc_engraftment_date": after(day0, chance.within(10, 18)),
            "plt_engrafted": "yes",
            "plt_engraftment_date": after(day0, chance.within(11, 24)),
            "graft_failure": "none",
        },
    )


def complications(course: Course, end: date) -> None:
    """Tell chimerism and GVHD, as far as the patient was there to have them."""
    chance, day0 = course.chance, course.transplanted
    if day0 is None:
        return
    there = (end - day0).days
    for number in (30, 100):
        if there > number:
            course.add(
                "chimerism",
                {
                    "chimerism_date": after(day0, number),
                    "chimerism_lineage": "whole",
                    "chimerism_method": "STR",
                    "donor_pct": chance.amount(96, 100),
                },
            )
    onset = chance.within(16, 80)
    course.add(
        "agvhd_episode",
        _acute(chance, after(day0, onset))
        if there > onset + 20 and chance.happens(0.45)
        else {"agvhd_occurred": "no"},
    )
    onset = chance.within(110, 360)
    if there > onset + 30 and chance.happens(0.35):
        course.add("cgvhd_episode", _chronic(chance, after(day0, onset)))
    elif there > FIRST_YEAR:
        course.add("cgvhd_episode", {"cgvhd_occurred": "no"})


def _acute(chance: Chances, onset: date) -> Values:
    grade = chance.one_of({"1": 40.0, "2": 35.0, "3": 18.0, "4": 7.0})
    skin, liver, lower, upper = ACUTE[grade]
    said: Values = {
        "agvhd_occurred": "yes",
        "agvhd_onset_date": onset,
        "skin": skin,
        "liver": liver,
        "lower_gi": lower,
        "upper_gi": upper,
        "agvhd_max_recorded_grade": grade,
        "gvhd_type": "classic_acute",
    }
    if grade > "1":
        said["agvhd_first_line"] = ["steroids"]
        said["agvhd_steroid_refractory"] = "no" if grade < "3" else "refractory"
        said["agvhd_response_d28"] = "CR" if grade < "3" else "PR"
    return said


def _chronic(chance: Chances, onset: date) -> Values:
    severity = chance.one_of({"mild": 6.0, "moderate": 4.0})
    skin, mouth, eyes = CHRONIC[severity]
    systemic = severity == "moderate"
    return {
        "cgvhd_occurred": "yes",
        "cgvhd_onset_date": onset,
        "cgvhd_score_date": after(onset, 5),
        "skin": skin,
        "mouth": mouth,
        "eyes": eyes,
        **dict.fromkeys(("gi", "liver", "lungs", "joints_fascia", "genital"), "0"),
        "cgvhd_type": "classic_chronic",
        "cgvhd_systemic_therapy": "yes" if systemic else "no",
        "cgvhd_systemic_start": after(onset, 6) if systemic else None,
        "cgvhd_max_recorded_severity": severity,
    }
