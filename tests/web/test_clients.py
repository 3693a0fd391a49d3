"""The page of programs: its lines, copied as they stand there, fetch the data."""

import csv
import html
import os
import re
import subprocess
import sys

import pytest

from outcomes.exports.snippets import SNIPPETS
from outcomes.pipeline.sweep import sweep
from registry.models import ApiToken
from tests import builders
from tests.api.cuts import a_cut
from tests.api.study import a_cohort

# What this cannot run: SAS and Stata, and in R the package arrow.
NOT_HERE = {"sas", "stata", "r"}
STATA = re.compile(r"^shell (.*)$", re.MULTILINE)


def lines_of(client, **query):
    """Return the lines of each program as somebody copies them from the page."""
    page = client.get("/programs/", query).content.decode()
    found = re.findall(r'id="snippet-([\w-]+)" tabindex="0">(.*?)</pre>', page, re.S)
    return {key: html.unescape(text) for key, text in found}


@pytest.fixture
def ran(tmp_path, live_server, client):
    """Return what runs a command with a token, as the person who made it."""
    builders.a_treated_patient()
    a_cohort("all", definition={"index": "hsct", "horizon": 730})
    user = builders.a_data_manager()
    sweep(seconds=float("inf"))
    a_cut("paper")
    client.force_login(user)
    _, token = ApiToken.objects.create(user)
    environment = {**os.environ, "DAYZERO_TOKEN": token}

    def run(*command):
        done = subprocess.run(
            [str(word) for word in command],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (command, done.stderr)
        return done.stdout

    return run


@pytest.mark.r
@pytest.mark.django_db(transaction=True)
def test_the_lines_of_each_program_fetch_as_many_rows(
    ran, tmp_path, live_server, client, rscript
):
    client.defaults["HTTP_HOST"] = live_server.url.removeprefix("http://")
    lines = lines_of(client, cohort="all", cut="paper")
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
