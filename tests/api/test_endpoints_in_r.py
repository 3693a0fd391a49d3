"""Every endpoint from its exported rows: R finds what the dashboard says."""

import json
import subprocess
from itertools import product
from pathlib import Path

import pytest

from outcomes.cohorts.results import compute
from outcomes.endpoints import ENDPOINTS, fitting
from tests.api.study import a_cohort
from tests.random_rows import KINDS, everybody

SCRIPT = Path(__file__).with_name("endpoints.R")
pytestmark = [pytest.mark.django_db, pytest.mark.r]


def results():
    """Return the results of all endpoints from both day 0s, the second stratified."""
    found = {}
    for kind in KINDS:
        definition = {
            "index": kind,
            "horizon": 730,
            "groups": {"variable": "sex"},
            "endpoints": [one.paramcd for one in fitting(kind)],
        }
        if kind == "infusion":
            definition["strata"] = [{"variable": "disease"}]
        told = compute(a_cohort(f"all-{kind}", definition=definition))
        found[kind] = told["survival"] | told["incidence"]
    return found


def in_r(manager, rscript, folder, ours):
    """Export both datasets of both cohorts, and ask R of every endpoint of ours."""
    for kind, name in product(KINDS, ("adtte", "adsl")):
        asked = {"profile": "full", "cohort": f"all-{kind}"}
        answer = manager.get(f"/api/v1/exports/{name}.csv", asked)
        file = folder / f"{kind}_{name}.csv"
        file.write_bytes(b"".join(answer.streaming_content))
    questions = {
        kind: {
            code: {
                "survives": ENDPOINTS[code].survives,
                "days": one["at_risk"]["days"],
                "read": one["read_at"],
            }
            for code, one in endpoints.items()
        }
        for kind, endpoints in ours.items()
    }
    (folder / "asked.json").write_text(json.dumps(questions))
    done = subprocess.run(
        [rscript, SCRIPT, folder], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def said(curve, kind):
    """Return what we say of a curve, by what R calls it."""
    table, read = curve["table"], curve["at_horizon"]

    def limits(name):
        ends = table["limits"][name], read["limits"][name]
        pairs = (("lower", 0), ("upper", 1))
        return [[*ends[0][end], ends[1][place]] for end, place in pairs]

    found = {
        "at_risk": table["at_risk"],
        "estimate": table["estimate"],
        "greenwood": [read["std_err"]["greenwood"]],
        "read": [read["estimate"]],
        "limits": limits("log-log" if kind else "greenwood"),
    }
    if kind:
        median = curve["median"]
        found["others"] = limits("arcsin")
        found["median"] = [median["day"], *median["limits"]]
    else:
        found["cmprsk"] = [read["std_err"]["cmprsk"]]
        if "shares" in curve:
            found["causes"] = curve["shares"]
    return found


def differences(mine, other, path=""):
    """Yield where two differ by more than 1e-9; R's NA and our null are one."""
    if isinstance(mine, list) and isinstance(other, list) and len(mine) == len(other):
        for place, pair in enumerate(zip(mine, other, strict=True)):
            yield from differences(*pair, f"{path}[{place}]")
    elif mine is None or other is None or isinstance(other, list):
        if mine != other:
            yield f"{path}: {mine} and {other}"
    elif abs(mine - other) > 1e-9 * max(abs(other), 1e-3):
        yield f"{path}: {mine} and {other}"


def test_r_finds_every_endpoint_in_the_exported_rows(manager, rscript, tmp_path):
    everybody(80)
    ours = results()
    theirs = in_r(manager, rscript, tmp_path, ours)
    assert {*ours["hsct"], *ours["infusion"]} == set(ENDPOINTS)
    wrong = []
    for kind, endpoints in ours.items():
        for code, one in endpoints.items():
            other, at = theirs[kind][code], f"{kind} {code}"
            wrong += differences([one["test"]["chisq"]], other["test"], f"{at} test")
            for sex, curve in one["curves"].items():
                for name, mine in said(curve, ENDPOINTS[code].survives).items():
                    his = other["groups"][sex][name]
                    wrong += differences(mine, his, f"{at} {sex} {name}")
    assert wrong == []
