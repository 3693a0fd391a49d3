"""Cases from R with 17 digits, read where they lie, and the data they are about."""

import json
import math
from pathlib import Path

import pytest

from outcomes.estimators import Counts, NotEstimable
from tests.unit.estimators.agreement import rows_of

R = Path(__file__).parents[3].parent / "shared" / "data" / "reference" / "r"


def read(topic, *starts):
    """Return the cases of a topic whose id begins in one of these ways."""
    path = R / f"{topic}.json"
    found = json.loads(path.read_text())["cases"] if path.exists() else []
    return [case for case in found if case["id"].startswith(starts)]


ASKED: set[str] = set()


def cases(topic, *starts, but=()):
    """Run a test once for each of these cases, but for those that end so."""
    kept = [case for case in read(topic, *starts) if not case["id"].endswith(but)]
    ASKED.update(case["id"] for case in kept)
    return pytest.mark.parametrize("case", kept, ids=lambda case: case["id"])


def value(number):
    """Return what JSON can say: None for a reason or for NaN."""
    if isinstance(number, NotEstimable) or math.isnan(number):
        return None
    return float(number)


def values(array):
    return [value(number) for number in array]


def no_nan(theirs):
    """R's NaN and Inf are written as text; neither is a number to us."""
    if isinstance(theirs, dict):
        return {key: no_nan(x) for key, x in theirs.items()}
    if isinstance(theirs, list):
        return [no_nan(x) for x in theirs]
    return None if theirs in ("NaN", "Inf", "NA") else theirs


def transplants(time, status, group=None, n_causes=1):
    rows = rows_of(R / "kmsurv_bmt.csv")
    return Counts.from_rows(
        [float(row[time]) for row in rows],
        [int(status(row)) for row in rows],
        None if group is None else [row[group] for row in rows],
        n_causes=n_causes,
    )


def steps_of(curve, conf_type):
    lower, upper = curve.limits(conf_type)
    return {
        "time": values(curve.days),
        "n_risk": values(curve.at_risk),
        "n_event": values(curve.events),
        "n_censor": values(curve.censored),
        "surv": values(curve.survival),
        "lower": values(lower),
        "upper": values(upper),
    }
