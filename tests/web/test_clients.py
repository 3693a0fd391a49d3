"""The page of programs: its lines, copied as they stand there, fetch the data."""

import csv
import html
import os
import re
import sys

import pytest

from outcomes.exports.snippets import SNIPPETS
from outcomes.pipeline.sweep import sweep
from registry.models import ApiToken
from tests import builders
from tests.api.cuts import a_cut
from tests.api.study import a_cohort
from tests.api.working import run_beside_worker

# What this cannot run: SAS and Stata, and in R the package arrow.
NOT_HERE = {"sas", "stata", "r"}
STATA = re.compile(r"^shell (.*)$", re.MULTILINE)


@pytest.fixture
def lines(ran, client, live_server):
    """Return the lines of each program as somebody copies them from the page."""
    client.defaults["HTTP_HOST"] = live_server.url.removeprefix("http://")
    query = {"cohort": "all", "cut": "paper"}
    page = client.get("/programs/", query).content.decode()
    found = re.findall(r'id="snippet-([\w-]+)" tabindex="0">(.*?)</pre>', page, re.S)
    return {key: html.unescape(text) for key, text in found}


@pytest.fixture
def ran(tmp_path, live_server, client):
    """Return what runs a command with a token, as the person who made it.

    Whatever large file it asks for is written meanwhile.
    """
    builders.a_treated_patient()
    a_cohort("all", definition={"index": "hsct", "horizon": 730})
    user = builders.a_data_manager()
    sweep(seconds=float("inf"))
    a_cut("paper")
    client.force_login(user)
    _, token = ApiToken.objects.create(user)
    environment = {**os.environ, "DAYZERO_TOKEN": token}

    def run(*command, refused=False):
        words = [str(word) for word in command]
        done = run_beside_worker(words, cwd=tmp_path, env=environment)
        assert bool(done.returncode) is refused, (command, done.stderr)
        return done.stderr if refused else done.stdout

    return run


@pytest.mark.r
@pytest.mark.django_db(transaction=True)
def test_the_lines_of_each_program_fetch_as_many_rows(ran, lines, tmp_path, rscript):
    assert {*lines} == {"table", *(one.key for one in SNIPPETS)}
    ran("sh", "-ec", lines.pop("curl"))
    with (tmp_path / "adtte.csv").open() as file:
        rows = len(list(csv.DictReader(file)))
    assert rows
    (fetch,) = STATA.findall(lines["stata"])
    ran("sh", "-ec", fetch.replace("`token'", "$DAYZERO_TOKEN"))
    count = 'library(haven); cat(nrow(read_dta("adtte.dta")))'
    assert int(ran(rscript, "-e", count)) == rows
    said = ran(rscript, "-e", f"{lines.pop('r-haven')}\ncat(nrow(adtte))")
    assert int(said) == rows
    for key in ("python", "python-polars"):
        said = ran(sys.executable, "-c", f"{lines.pop(key)}\nprint(len(adtte))")
        assert int(said) == rows
    assert {*lines} == {"table", *NOT_HERE}


@pytest.mark.r
@pytest.mark.django_db(transaction=True)
def test_the_lines_take_no_job_for_a_file(ran, lines, tmp_path, rscript, settings):
    rows = int(ran(sys.executable, "-c", f"{lines['python']}\nprint(len(adtte))"))
    settings.EXPORT_ROWS_AT_ONCE = -2  # before a vacuum the planner knows nothing
    for key in ("python", "python-polars"):
        said = ran(sys.executable, "-c", f"{lines[key]}\nprint(len(adtte))")
        assert int(said) == rows
    said = ran(rscript, "-e", f"{lines['r-haven']}\ncat(nrow(adtte))")
    assert int(said) == rows
    assert "HTTP 202: no file" in ran("sh", "-c", lines["curl"], refused=True)
    (fetch,) = STATA.findall(lines["stata"])
    ran("sh", "-ec", fetch.replace("`token'", "$DAYZERO_TOKEN"))
    assert (tmp_path / "adtte.status").read_text() == "202"
    half = tmp_path / "curl"  # which has broken off
    half.write_text("#!/bin/sh\necho half > adtte.part\nprintf 200\nexit 18")
    half.chmod(0o755)
    said = ran("sh", "-c", f"PATH=.:$PATH\n{lines['curl']}", refused=True)
    assert "no file" in said
    assert [*tmp_path.glob("adtte.[cp]*")] == []


def test_sas_reads_no_macro_in_an_address():
    (sas,) = (one for one in SNIPPETS if one.key == "sas")
    lines = sas.filled("https://registry.example/adtte", "?cohort=all&cut=paper")
    assert "'https://registry.example/adtte.xpt?cohort=all&cut=paper'" in lines
    assert re.findall(r'"[^"\n]*&[^"\n]*"', lines) == ['"Token &token"']
