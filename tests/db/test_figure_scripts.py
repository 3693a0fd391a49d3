"""R scripts of figures for which values are read again: real R finds the same."""

import subprocess

import pytest

from outcomes.views.script import SCRIPT
from tests.api.study import the_study
from tests.builders import an_investigator

pytestmark = pytest.mark.django_db
FIGURES = "/studies/cd7-hsct/figures/"
SCRIPTS = (
    *("characteristics", "flow", "recruitment", "crs-icans", "day-28"),
    *("relapse-and-nrm", "states", "expansion", "swimmer"),
)


@pytest.mark.r
def test_r_finds_the_same_numbers(rscript, tmp_path, client):
    """One study and one run of R for the scripts of all figures."""
    the_study()
    client.force_login(an_investigator("LDP"))
    said = []
    for name in SCRIPTS:
        answer = client.get(f"{FIGURES}{name}.{SCRIPT}")
        assert answer.status_code == 200, name
        text = answer.content.decode()
        assert "# Data as of change" in text
        assert "\n\n" not in text[text.rindex("stopifnot(") :].rstrip(), name
        assert "C001" not in text, name  # nobody's number
        said.append(text)
    done = _run(rscript, tmp_path, "\n".join(said))
    assert done.returncode == 0, done.stderr
    wrong = said[0].replace("length(of(", "1 + length(of(", 1)
    assert _run(rscript, tmp_path, wrong).returncode != 0


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
