"""``manage.py demo_forms CENTRE``: synthetic support and complications for a demo."""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from registry.audit.context import SYSTEM
from registry.checks import Case
from registry.models import Patient
from registry.queries.cases import case_of, records_of
from registry.queries.derived.contact import last_contact
from registry.services.daily_counts import DayOfCounts, save_counts
from registry.services.records import save_record

REASON = "demonstration data"
LONG_ENOUGH = 130
COUNTED = (0, 2, 4, 7, 9, 11, 13, 16, 19, 23, 27, 30)
# Neutrophils and platelets of those days after an infusion, then after a transplant.
AFTER_INFUSION = (
    (2.1, 1.2, 0.6, 0.3, 0.2, 0.4, 0.7, 0.9, 1.2, 1.4, 1.6, 1.9),
    (110, 84, 62, 40, 31, 35, 48, 66, 80, 95, 112, 130),
)
AFTER_HSCT = (
    (0.9, 0.3, 0.1, 0.0, 0.0, 0.2, 0.7, 1.4, 2.2, 2.6, 3.0, 3.1),
    (60, 34, 18, 11, 9, 14, 22, 41, 66, 88, 104, 121),
)
NO_COMORBIDITY = (
    *("arrhythmia", "cardiac", "inflammatory_bowel", "diabetes", "cerebrovascular"),
    *("psychiatric", "hepatic_mild", "obesity", "infection", "rheumatologic"),
    *("peptic_ulcer", "renal", "pulmonary_moderate", "prior_malignancy"),
    *("heart_valve", "pulmonary_severe", "hepatic_severe"),
)
Form = tuple[str, dict[str, Any], dict[str, int]]


class Command(BaseCommand):
    """Give some of a centre's patients the forms that its sheet does not have."""

    help = "Add forms to some patients of a demonstration. Refused outside demo mode."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the centre and how many of its patients."""
        parser.add_argument("centre")
        parser.add_argument("--patients", type=int, default=3)

    def handle(self, *args: Any, **options: Any) -> None:
        """Add the forms, within the days on which each patient is known alive."""
        if not settings.DEMO:
            raise CommandError("Synthetic forms are for a demonstration only.")
        left = options["patients"]
        patients = Patient.objects.filter(centre__code=options["centre"]).order_by("pk")
        for patient in patients.select_related("centre"):
            case = case_of(patient, records_of(patient))
            if left and _is_long_enough(case):
                _add(patient, case, severe=left % 2 == 1)
                left -= 1


def _is_long_enough(case: Case) -> bool:
    last, infused, grafted = last_contact(case), case.first_infusion, case.first_hsct
    if last is None or infused is None or grafted is None:
        return False
    relapses = [one.get("relapse_date") or grafted for one in case.of("relapse")]
    end = min([last, *relapses])
    apart = (grafted - infused).days > max(COUNTED)
    return apart and (end - grafted).days > LONG_ENOUGH


def _add(patient: Patient, case: Case, *, severe: bool) -> None:
    infused, grafted = case.first_infusion, case.first_hsct
    assert infused is not None
    assert grafted is not None
    for day_zero, counts in ((infused, AFTER_INFUSION), (grafted, AFTER_HSCT)):
        rows = list(_counts(day_zero, counts))
        save_counts(patient_id=patient.pk, rows=rows, actor=SYSTEM, reason=REASON)
    for form, values, place in _forms(infused, grafted, severe):
        save_record(
            patient_id=patient.pk,
            form=form,
            values=values,
            place=place,
            actor=SYSTEM,
            reason=REASON,
        )


def _counts(
    day_zero: date, counts: tuple[tuple[float, ...], tuple[int, ...]]
) -> Iterator[DayOfCounts]:
    for day, anc, platelets in zip(COUNTED, *counts, strict=True):
        yield DayOfCounts(
            str(day),
            {
                "count_date": day_zero + timedelta(days=day),
                "anc": str(anc),
                "platelets": platelets,
                "platelet_transfusion": "yes" if platelets < 15 else "no",
                "gcsf": "yes" if anc < 0.3 else "no",
            },
        )


def _forms(infused: date, grafted: date, severe: bool) -> Iterator[Form]:
    """Yield what else is known: form, answers, course or HSCT."""

    def after(day_zero: date, day: int) -> date:
        return day_zero + timedelta(days=day)

    course, hsct = {"course_no": 1}, {"hsct_no": 1}
    yield "bridging", {"bridging_given": "no"}, course
    yield "day28", {"hsct_planned": "yes"}, course
    yield (
        "aplasia",
        {
            "aplasia_date": after(infused, 28),
            "aplasia_type": "T_cell",
            "abs_cells_per_ul": 6,
            "cd7neg_t_per_ul": 41,
        },
        course,
    )
    index = dict.fromkeys(NO_COMORBIDITY, "no")
    yield "comorbidity", index | {"hepatic_mild": "yes" if severe else "no"}, hsct
    for day, share in ((30, "98.7"), (100, "99.6")):
        answers = {"chimerism_lineage": "whole", "chimerism_method": "STR"}
        seen = {"chimerism_date": after(grafted, day), "donor_pct": share}
        yield "chimerism", answers | seen, hsct
    yield (
        "infection",
        {
            "infection_onset_date": after(grafted, 41),
            "infection_resolved_date": after(grafted, 62),
            "infection_type": "viral",
            "organism": "CMV",
            "infection_site": ["blood"],
            "infection_grade": 2,
            "viral_reactivation_only": "yes",
            "viral_load_iu_ml": 5400,
            "infection_therapy": "ganciclovir",
            "infection_outcome": "resolved",
        },
        {},
    )
    if severe:
        yield "sos_vod", SOS | {"sos_onset_date": after(grafted, 13)}, hsct


SOS: dict[str, Any] = {
    "bilirubin_mg_dl": "3.4",
    "painful_hepatomegaly": "yes",
    "weight_gain_pct": "7",
    "ascites": "yes",
    "days_since_first_symptoms": 6,
    "transaminases_x_uln": "3",
    "creatinine_x_baseline": "1.1",
    "bilirubin_doubling_48h": "no",
    "multi_organ_dysfunction": "no",
    "defibrotide": "yes",
    "sos_recorded_severity": "moderate",
    "sos_outcome": "resolved",
}
