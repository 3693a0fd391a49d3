"""HTML, script and formulas in every field of text stay text on every page and file."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from tests.access.matrix import rows
from tests.access.routes import routes
from tests.access.trying import address_of
from tests.hostile.markup import looked, plant

ROUTES = {route.name: route for route in routes()}
READ = sorted({row.route for row in rows() if row.method == "GET"})
READING = ("manager", "investigator", "monitor", "centreadmin", "statistician", "admin")
RISKY = ("=", "+", "-", "@", "\t", "\r")
LANGUAGES = ("en", "zh-hans")


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


def formulas_in_csv(text):
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    cells = (
        c for row in csv.reader(io.StringIO(text), delimiter=delimiter) for c in row
    )
    return [c for c in cells if c.startswith(RISKY) and not is_number(c)]


def formulas_in_workbook(content):
    book = load_workbook(io.BytesIO(content))
    cells = (c for sheet in book for row in sheet.iter_rows() for c in row)
    return [f"{c.coordinate}: {c.value}" for c in cells if c.data_type == "f"]


def wrong_in(kind, content):
    """Return what an answer makes of the planted words beyond text, and how often."""
    if "html" in kind or "svg" in kind:
        looking = looked(content.decode())
        return looking.found, looking.texts
    if "spreadsheetml" in kind:
        return formulas_in_workbook(content), 0
    text = content.decode("utf-8", "replace")
    if "csv" in kind:
        return formulas_in_csv(text.removeprefix("\ufeff")), text.count("probe")
    if "json" in kind:
        json.loads(text)
    return [], text.count("probe")


@pytest.mark.slow
def test_words_stay_words_everywhere(world, full, shard, record_property):
    places = plant()
    assert len(places) > 30, places
    wrong, shown, tried = [], 0, 0
    for actor in READING if full else ("centreadmin",):
        client = world.clients[actor]
        for language in LANGUAGES if full else LANGUAGES[:1]:
            for name in shard.of(READ):
                path = address_of(ROUTES[name], world.sites["LDP"])
                answer = client.get(path, headers={"Accept-Language": language})
                tried += 1
                content = b"".join(answer) if answer.streaming else answer.content
                kind = answer.get("Content-Type", "")
                # By REST whoever asks for it gets cells that cannot run: safe=1.
                if "csv" in kind and path.startswith("/api/"):
                    continue
                found, texts = wrong_in(kind, content)
                shown += bool(texts)
                wrong += [f"{actor} {path}: {one}" for one in found]
                assert answer.status_code < 500, path
                disposition = answer.get("Content-Disposition", "")
                assert "\n" not in disposition
    record_property("markup", {"places": len(places), "tried": tried, "shown": shown})
    assert not wrong, "\n".join(wrong[:100])
    assert shown > 30 / shard.parts, shown
