"""``manage.py demo_expansion CENTRE``: synthetic series of CAR-T copies for a demo."""

import math
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from registry.audit.context import SYSTEM
from registry.checks import Case
from registry.codelists.general import TIMEPOINT
from registry.models import Centre, Patient
from registry.queries.cases import case_of, records_of
from registry.queries.derived.contact import last_contact
from registry.queries.derived.expansion import copies_before, peak
from registry.services.cases import Submission, merge, save_cases
from registry.services.matching import Entry

REASON = "demonstration data: synthetic series between the recorded peak and HSCT"
DAYS = (1, 4, 7, 10, 14, 21, 28)
LIMIT = 20  # copies/µg DNA, of detection
BELOW_PEAK = 0.95
SPREAD = 0.18  # standard deviation of log10 copies around the line
BEFORE_HSCT = 1  # days
Point = tuple[float, float]


class Command(BaseCommand):
    """Give a centre's patients the measurements that its sheet does not have."""

    help = "Add CAR-T copies on the planned days. Refused outside demo mode."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the centre."""
        parser.add_argument("centre")

    def handle(self, *args: Any, **options: Any) -> None:
        """Add the measurements, on days on which each patient is known alive."""
        if not settings.DEMO:
            raise CommandError("Synthetic forms are for a demonstration only.")
        centre = Centre.objects.get(code=options["centre"])
        patients = list(Patient.objects.filter(centre=centre).order_by("pk"))
        cases = ((one, case_of(one, records_of(one))) for one in patients)
        found = [_submission(centre, one, case) for one, case in cases]
        with transaction.atomic():
            merged = merge([one for one in found if one], lock=True)
            save_cases(merged, actor=SYSTEM, reason=REASON)


def series(case: Case, random: Random) -> Iterator[tuple[int, int]]:
    """Yield day and copies/µg of a synthetic course through what was recorded.

    On a logarithmic scale it goes straight from one copy on day 0 to the recorded peak
    and from there to the last value before HSCT, with noise around it and never above
    the peak, which stays what the centre said, as its day does.
    """
    day0 = case.first_infusion
    top = peak(case, day0, None) if day0 else None
    if day0 is None or not top or not top["copies_per_ug"]:
        return
    hsct, last = case.first_hsct, last_contact(case)
    ends = [(one - day0).days for one in (hsct, last) if one]
    summit = ((top["expansion_date"] - day0).days, math.log10(top["copies_per_ug"]))
    anchors: list[Point] = [(0, 0.0), summit]
    before = copies_before(case, day0, hsct) if hsct else None
    if hsct and before:
        anchors.append(((hsct - day0).days - BEFORE_HSCT, math.log10(before)))
    for day in DAYS:
        noise = random.gauss(0, SPREAD)
        if day == summit[0] or day >= min(ends, default=max(DAYS) + 1):
            continue
        copies = 10 ** (_between(anchors, day) + noise)
        yield day, round(min(copies, BELOW_PEAK * 10 ** summit[1]))


def _between(anchors: list[Point], day: int) -> float:
    """Return log10 copies on the straight line between the anchors around a day."""
    for (first, low), (second, high) in pairwise(anchors):
        if first <= day <= second:
            return low + (high - low) * (day - first) / (second - first)
    return anchors[-1][1]


def _submission(centre: Centre, patient: Patient, case: Case) -> Submission | None:
    entries = [
        _entry(case, day, copies) for day, copies in series(case, Random(str(patient)))
    ]
    if not entries:
        return None
    return Submission(centre, patient.study_no or "", Entry(), {"expansion": entries})


def _entry(case: Case, day: int, copies: int) -> Entry:
    assert case.first_infusion is not None
    found = copies >= LIMIT
    values = {
        "expansion_date": case.first_infusion + timedelta(days=day),
        "time_point": f"D{day}" if f"D{day}" in TIMEPOINT else "other",
        "expansion_specimen": "PB",
        "expansion_method": "qPCR",
        "lod": Decimal(LIMIT),
        **({"copies_per_ug": Decimal(copies)} if found else {}),
    }
    return Entry(values, {} if found else {"copies_per_ug": "below_detection"})
