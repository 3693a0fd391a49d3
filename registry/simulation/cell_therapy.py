"""A made-up course of CAR-T: product, infusion, toxicity, expansion, day 28."""

from datetime import date

from registry.simulation.chances import Chances, after
from registry.simulation.course import Course, Values

PRODUCTS = {
    **dict.fromkeys(("T-ALL", "ETP-ALL", "T-LBL"), ("NS7CAR", "CD7", "4-1BB")),
    "B-ALL": ("inaticabtagene_autoleucel", "CD19", "4-1BB"),
    "DLBCL": ("axicabtagene_ciloleucel", "CD19", "CD28"),
    "MCL": ("brexucabtagene_autoleucel", "CD19", "CD28"),
    "MM": ("equecabtagene_autoleucel", "BCMA", "4-1BB"),
}
DOSES = {"0.5": 2.0, "1": 5.0, "2": 3.0}
CRS = {"0": 12.0, "1": 50.0, "2": 26.0, "3": 9.0, "4": 3.0}
# What ASTCT 2019 makes each grade of: hypotension, hypoxia.
SIGNS = {
    "1": ("none", "none"),
    "2": ("fluids_only", "low_flow"),
    "3": ("one_vasopressor", "high_flow"),
    "4": ("multiple_vasopressors", "positive_pressure"),
}
ICANS = {"0": 85.0, "1": 8.0, "2": 4.0, "3": 3.0}
# ICE score and consciousness of each grade.
ICE = {"1": (3, 2), "2": (1, 3), "3": (0, 1)}
FIRST_YEAR, OF_ICE = 2017, 12
# Share of the peak on the days that are measured.
RISE = {4: 0.02, 7: 0.2, 10: 0.8, 14: 1.0, 21: 0.4, 28: 0.12}


def cell_therapy(course: Course) -> None:
    """Tell one course of CAR-T, which begins on the course's day 0."""
    chance = course.chance
    if course.day0.year < FIRST_YEAR:
        course.day0 = course.day0.replace(
            year=FIRST_YEAR + course.day0.year % 5, day=15
        )
    day0 = course.started = course.infused = course.day0
    course.assessed(after(day0, -6), "pre_infusion", remission=False)
    course.add("apheresis_product", _product(course, after(day0, -20)))
    course.add("bridging", _bridging(chance, day0))
    course.add(
        "lymphodepletion",
        {
            "ld_regimen": "Flu_Cy",
            "ld_start": after(day0, -5),
            "ld_end": after(day0, -3),
            "flu_mg_m2_total": 90,
            "cy_mg_m2_total": 900,
        },
    )
    course.add(
        "infusion",
        {
            "course_no": 1,
            "infusion_date": day0,
            "dose_1e6_per_kg": chance.one_of(DOSES),
            "split": "no",
            "performance_at_infusion": chance.one_of({"90": 4.0, "80": 3.0, "70": 1.0}),
        },
    )
    _toxicity(course, day0)
    _expansion(course, day0)
    course.in_remission = chance.happens(0.8)
    course.assessed(
        after(day0, chance.within(27, 30)), "D28", remission=course.in_remission
    )
    course.add("day28", {"hsct_planned": chance.yes(0.45)})
    if chance.happens(0.25):
        course.infected(after(day0, chance.within(4, 26)))


def _product(course: Course, day: date) -> Values:
    product, target, domain = PRODUCTS[course.disease]
    said: Values = {
        "apheresis_date": day,
        "cell_source": "autologous",
        "product": product,
        "target": target,
        "costimulation": domain,
        "vector": "lentiviral",
        "batch_no": f"SIM-{day:%y%m}-{course.chance.within(1, 99):02}",
        "release_status": "in_spec",
    }
    if target == "CD7":
        said["gene_edit"] = ["natural_selection"]
    return said


def _bridging(chance: Chances, day0: date) -> Values:
    if chance.happens(0.5):
        return {"bridging_given": "no"}
    return {
        "bridging_given": "yes",
        "bridging_class": ["chemotherapy"],
        "bridging_start": after(day0, -18),
        "bridging_end": after(day0, -9),
        "bridging_response": chance.one_of({"SD": 5.0, "PR": 3.0, "PD": 2.0}),
    }


def _toxicity(course: Course, day0: date) -> None:
    chance = course.chance
    grade = chance.one_of(CRS)
    onset = after(day0, chance.within(1, 7))
    course.add("crs_episode", _crs(chance, grade, onset))
    # Small children are asked by another scale, which is not told here.
    neurotoxic = chance.one_of(ICANS) if course.age > OF_ICE else "0"
    course.add("icans_episode", _icans(chance, neurotoxic, onset))
    for number in (0, 3, 7, 10, 14, 21, 28):
        low = 3 <= number <= 14
        course.add(
            "blood_count",
            {
                "count_date": after(day0, number),
                "anc": chance.amount(0, 0.6) if low else chance.amount(0.8, 5),
                "platelets": chance.within(12, 60) if low else chance.within(60, 220),
                "platelet_transfusion": chance.yes(0.3) if low else "no",
            },
        )


def _crs(chance: Chances, grade: str, onset: date) -> Values:
    if grade == "0":
        return {"crs_occurred": "no"}
    hypotension, hypoxia = SIGNS[grade]
    doses = chance.within(1, 2) if grade > "1" else 0
    return {
        "crs_occurred": "yes",
        "crs_onset_date": onset,
        "crs_resolved_date": after(onset, chance.within(2, 9)),
        "max_temp_c": chance.amount(38.2, 41),
        "antipyretic_or_anticytokine": "yes",
        "hypotension": hypotension,
        "hypoxia": hypoxia,
        "tocilizumab_doses": doses,
        "tocilizumab_first_date": after(onset, 1) if doses else None,
        "steroids": chance.yes(0.6 if grade > "2" else 0.1),
        "crs_recorded_grade": grade,
        "crs_outcome": "resolved",
        "absent": {} if doses else {"tocilizumab_first_date": "not_applicable"},
    }


def _icans(chance: Chances, grade: str, onset: date) -> Values:
    if grade == "0":
        return {"icans_occurred": "no"}
    orientation, naming = ICE[grade]
    return {
        "icans_occurred": "yes",
        "icans_onset_date": after(onset, 1),
        "icans_resolved_date": after(onset, chance.within(3, 8)),
        "ice_orientation": orientation,
        "ice_naming": naming,
        "ice_commands": 1 if grade == "1" else 0,
        "ice_writing": 1 if grade < "3" else 0,
        "ice_attention": 1 if grade < "3" else 0,
        "consciousness": "awake" if grade < "3" else "awakens_to_touch",
        "seizure": "none",
        "motor_weakness": "no",
        "cerebral_oedema": "none",
        "icans_recorded_grade": grade,
        "ice_score": orientation
        + naming
        + (1 if grade == "1" else 0)
        + 2 * (1 if grade < "3" else 0),
        "absent": {"capd_score": "not_applicable"},
    }


def _expansion(course: Course, day0: date) -> None:
    peak = float(course.chance.spread(150_000, 4))
    for number, share in RISE.items():
        course.add(
            "expansion",
            {
                "expansion_date": after(day0, number),
                "expansion_specimen": "PB",
                "expansion_method": "qPCR",
                "copies_per_ug": course.chance.spread(max(1000, peak * share), 1.3),
                "lod": 25,
            },
        )
