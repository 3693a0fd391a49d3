"""What no form of ours would send, in every parameter that a page reads: no fault."""

import random
import re

from config.folders import ROOT
from tests.access.matrix import rows
from tests.access.routes import routes
from tests.access.trying import attempt

ROUTES = {route.name: route for route in routes()}
ODD = {
    "more digits than Python reads": "9" * 5000,
    "a key past every key": str(2**63),
    "digits of another script": "٣",
    "no number": "-1e5",
    "NUL": "a\x00b",
    "nothing": "",
}
READS = re.compile(r'\.(?:get|getlist|pop)\(\s*"(\w+)"')
SEED, MANY, SOME = 20261126, 240, 60


def parameters() -> list[str]:
    """Return the name of whatever a view reads of an address or of what is posted."""
    places = ("registry/views", "outcomes/views", "registry/forms", "outcomes/building")
    found = set()
    for place in places:
        for file in (ROOT / place).rglob("*.py"):
            found |= set(READS.findall(file.read_text()))
    return sorted(found)


def tries(full):
    """Return every page with all parameters odd, and with one of them at a time."""
    pages = [
        row
        for row in rows()
        if row.site == "LDP" and row.method in ("GET", "POST") and reader_of(row)
    ]
    names = parameters()
    assert {"version", "record", "after", "q", "reason"} <= {*names}
    every = [(row, names, odd) for row in pages for odd in ODD]
    single = [(row, [name], odd) for row, _all, odd in every for name in names]
    if full:
        return every + single
    chance = random.Random(SEED)
    return chance.sample(every, MANY) + chance.sample(single, SOME)


def reader_of(row):
    for actor in ("manager", "centreadmin", "admin"):
        if row.statuses[actor] < 400 or row.statuses[actor] == 422:
            return actor
    return None


def test_no_parameter_makes_a_fault(world, full, shard, record_property):
    faults, tried = [], 0
    for row, names, odd in shard.of(tries(full)):
        actor = reader_of(row)
        sent = dict.fromkeys(names, ODD[odd])
        got = attempt(
            world.clients[actor],
            row.method,
            ROUTES[row.route],
            world.sites[row.site],
            sent,
        )
        tried += 1
        if got.status >= 500:
            faults.append((got.status, row.route, row.method, names[:2], odd))
    record_property("odd values of parameters", f"{tried} tried, {len(faults)} faults")
    assert faults == []
