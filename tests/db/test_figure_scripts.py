"""R scripts of figures for which values are read again: real R finds the same."""

import subprocess

import pytest

from outcomes.pipeline.sweep import sweep
from outcomes.study.cohort import DEFINITION
from outcomes.views.script import SCRIPT
from registry.models import Change, Patient
from tests.api.cuts import a_cut
from tests.api.study import a_cohort, the_study
from tests.builders import a_centre, an_investigator

pytestmark = pytest.mark.django_db
STRATIFIED = {**DEFINITION, "strata": [{"variable": "sex"}]}
OF_COUNTS = (
    *("cd7-hsct/characteristics", "cd7-hsct/crs-icans", "cd7-hsct/states"),
    *("cd7-hsct/expansion", "cd7-hsct/subgroups-os", "cd7-hsct/subgroups-relapse"),
    *("cd7-hsct/ratios-os", "cd7-hsct/ratios-nrm"),
    *("by-sex/overall-survival", "by-sex/relapse"),
)
OF_NOW = (
    *("cd7-hsct/flow", "cd7-hsct/recruitment", "cd7-hsct/day-28"),
    *("cd7-hsct/relapse-and-nrm", "cd7-hsct/swimmer"),
)


def scripts(client, figures, **query):
    found = {}
    for figure in figures:
        slug, name = figure.split("/")
        answer = client.get(f"/studies/{slug}/figures/{name}.{SCRIPT}", query)
        assert answer.status_code == 200, figure
        text = answer.content.decode()
        assert "# Data as of change" in text
        assert "\n\n" not in text[text.rindex("stopifnot(") :].rstrip(), figure
        assert "C001" not in text, figure  # nobody's number
        found[figure] = text
    return found


def body(text):
    """Return a script without what it says of when it was computed."""
    return text[text.index("# Needs R") :]


@pytest.mark.r
def test_r_finds_the_same_numbers_of_now_and_of_a_past(rscript, tmp_path, client):
    """One study and one run of R for the scripts of all figures."""
    the_study()
    a_cohort("by-sex", definition=STRATIFIED)
    sweep(seconds=float("inf"))
    client.force_login(an_investigator("LDP"))
    then = scripts(client, (*OF_COUNTS, *OF_NOW))
    done = _run(rscript, tmp_path, "\n".join(then.values()))
    assert done.returncode == 0, done.stderr
    wrong = then[OF_COUNTS[0]].replace("length(of(", "1 + length(of(", 1)
    assert _run(rscript, tmp_path, wrong).returncode != 0
    change = Change.objects.latest("id").pk
    a_cut()
    moved()
    for past in (str(change), "cut:first"):
        again = scripts(client, OF_COUNTS, as_of=past)
        for name in OF_COUNTS:
            assert body(again[name]) == body(then[name]), (past, name)
    (name, now) = next(iter(scripts(client, OF_COUNTS[:1]).items()))
    assert body(now) != body(then[name])


def moved():
    """Move some of the patients away: every figure is of others then."""
    some = [*Patient.objects.order_by("pk").values_list("pk", flat=True)][::3]
    Patient.objects.filter(pk__in=some).update(centre=a_centre("HEB"))
    sweep(seconds=float("inf"))


def _run(rscript, tmp_path, text):
    file = tmp_path / "figures.R"
    file.write_text(text, encoding="utf-8")
    return subprocess.run(
        [rscript, file],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        cwd=tmp_path,
    )
