"""Real R on random patients with many ties, and on very few: one process for all."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.unit.estimators.random_sets import RANDOM, SMALL
from tests.unit.estimators.topics import flat, ours

SCRIPT = Path(__file__).with_name("reference.R")
GUIDE = Path(__file__).parents[3] / "docs" / "statistician.md"
DAYS, LANDMARK = [0, 1, 5, 12.5, 20, 33, 400], 10
# crr's line search stalls short of the maximum, and its variance is taken there.
LIMITS = {"fine_gray_variance": 1e-6}
TOPICS = {
    "kaplan_meier": ("Kaplan–Meier, five kinds of limits", "`survfit`"),
    "quantiles": ("quartiles and median with limits", "`quantile(survfit)`"),
    "restricted_mean": ("restricted mean, and difference", "`summary(rmean=)`"),
    "follow_up": ("median follow-up", "`survfit`, status flipped"),
    "log_rank": ("log-rank, Peto–Peto, G(0.5)", "`survdiff(rho=)`"),
    "fleming_harrington": ("Fleming–Harrington G(ρ, γ)", "by hand in R"),
    "stratified": ("stratified log-rank", "`survdiff(strata())`"),
    "trend": ("trend", "from `survdiff`"),
    "aalen_johansen": ("cumulative incidence, Greenwood", "`survfit`, multi-state"),
    "cmprsk_incidence": ("cumulative incidence, cmprsk", "`cuminc`, `timepoints`"),
    "gray": ("Gray, ρ 0 and 1", "`cuminc`"),
    "gray_strata": ("Gray with strata", "`cuminc(strata=)`"),
    "late_entry": ("late entry: curves, incidence, log-rank", "`Surv(entry, time, …)`"),
    "landmark": ("landmark", "`survdiff` after it"),
    "mantel_byar": ("Simon–Makuch, Mantel–Byar", "`survfit`; by hand in R"),
    "occupation": ("occupation of four states", "`survfit(id=, istate=)`"),
    "cox": ("Cox: three ties, strata, late entry, robust", "`coxph`"),
    "concordance": ("concordance", "`coxph`"),
    "proportional_hazards": ("proportional hazards, four clocks", "`cox.zph`"),
    "fine_gray": ("Fine–Gray, coefficients", "`crr`, one step more"),
    "fine_gray_variance": ("Fine–Gray, variance", "`crr`"),
}
pytestmark = pytest.mark.r


@pytest.fixture(scope="module")
def from_r(tmp_path_factory):
    """R's results of every set by name, asked once."""
    path = tmp_path_factory.mktemp("r") / "sets.json"
    sets = RANDOM | SMALL
    path.write_text(json.dumps([s.asked(DAYS, LANDMARK) for s in sets.values()]))
    done = subprocess.run(
        [shutil.which("Rscript"), SCRIPT, path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(zip(sets, json.loads(done.stdout), strict=True))


@pytest.fixture(scope="module")
def from_us():
    return {name: ours(s, DAYS, LANDMARK) for name, s in (RANDOM | SMALL).items()}


def difference(mine, other):
    """Return the relative difference, absolute where the number is all but 0."""
    return abs(mine - other) / (abs(other) if abs(other) > 1e-9 else 1.0)


def largest(mine, other):
    assert len(mine) == len(other)
    assert [x is None for x in mine] == [x is None for x in other]
    pairs = zip(mine, other, strict=True)
    return max(difference(x, y) for x, y in pairs if x is not None)


@pytest.mark.parametrize("topic", TOPICS)
def test_random_patients(from_r, from_us, topic):
    for name in RANDOM:
        mine, other = from_us[name][topic], flat(from_r[name][topic])
        assert largest(mine, other) <= LIMITS.get(topic, 1e-9), name


REGRESSIONS = ("cox", "concordance", "proportional_hazards", "fine_gray")


@pytest.mark.parametrize("name", SMALL)
def test_few_patients(from_r, from_us, name):
    """Numbers are R's; where R stops or answers oddly we have a reason."""
    compared = 0
    for topic, mine in from_us[name].items():
        theirs = from_r[name][topic]
        if topic.startswith(REGRESSIONS) or (
            isinstance(theirs, dict) and "error" in theirs
        ):
            continue
        other = flat(theirs)
        # R leaves out a cause that nobody had.
        known = [x for x in mine if len(other) == len(mine) or x is not None]
        for number, his in zip(known, other, strict=False):
            if number is None:
                assert his in (None, -1, 0)
            else:
                assert difference(number, his) <= 1e-9
                compared += 1
    assert compared > 40


def test_every_topic_is_compared(from_us):
    assert all(numbers.keys() == TOPICS.keys() for numbers in from_us.values())


@pytest.mark.parametrize("topic", TOPICS)
def test_the_guide_says_how_well_it_agrees(from_r, from_us, topic):
    """What the guide's table promises holds, with the numbers compared in this run."""
    what, call = TOPICS[topic]
    found = [
        largest(from_us[name][topic], flat(from_r[name][topic])) for name in RANDOM
    ]
    count = sum(len(from_us[name][topic]) for name in RANDOM)
    begun = f"| {what} | {call} | {count:,} | "
    promised = [
        float(line.removeprefix(begun).strip(" |"))
        for line in GUIDE.read_text(encoding="utf-8").splitlines()
        if line.startswith(begun)
    ]
    assert len(promised) == 1, f"{GUIDE.name} needs: {begun}{max(found):.0e} |"
    assert max(found) <= promised[0] <= LIMITS.get(topic, 1e-9)
