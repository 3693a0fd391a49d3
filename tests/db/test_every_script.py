"""Every R script that the figures of any kind of cohort offer: R runs it to its end."""

import subprocess

import pytest

from outcomes.disclosure.shown import newest_for
from outcomes.endpoints import ENDPOINTS, USUAL
from outcomes.figures.catalogue import FIGURES
from outcomes.pipeline.refresh import refresh_cohorts
from outcomes.views.script import has_script
from tests.api.study import a_cohort
from tests.builders import an_investigator
from tests.random_rows import everybody

# Beside the usual: counted in days, with many causes, stacked, from a response.
MORE = [*USUAL, "DOR", "ICAHTREC", "CARPERS", "CRSONS", "NRMCAUSE"]
SUBGROUPS = [{"variable": "sex"}, {"variable": "car_t_dose", "cut": "median"}]
HSCT = {"variable": "hsct_done"}
COHORTS = {
    "strata": {
        "groups": {"variable": "age", "cut": "tertiles"},
        "strata": [{"variable": "disease"}, {"variable": "sex"}],
        "endpoints": MORE,
    },
    "censored": {"hsct": "censor", "endpoints": MORE, "subgroups": SUBGROUPS},
    "competing": {"hsct": "competing", "endpoints": MORE, "subgroups": SUBGROUPS},
    "landmark": {"groups": {**HSCT, "landmark": 60}, "subgroups": SUBGROUPS},
    "compared": {
        "groups": {"variable": "age", "cut": "median"},
        "subset": {"variable": "sex", "in": ["F"]},
        "subgroups": [*SUBGROUPS, {"variable": "disease"}],
        "hsct": "competing",
        "endpoints": MORE,
    },
    "state": {"groups": {**HSCT, "time_dependent": True}},
    "years": {"horizon": 1826, "subgroups": SUBGROUPS},
    "state-years": {"horizon": 3652, "groups": {**HSCT, "time_dependent": True}},
    "hsct": {
        "index": "hsct",
        "groups": {"variable": "arm"},
        "endpoints": [c for c, one in ENDPOINTS.items() if "hsct" in one.from_index],
    },
    "weighted": {
        "groups": {"variable": "age", "cut": [12, 40]},
        "strata": [{"variable": "sex"}],
        "subgroups": SUBGROUPS,
        "analysis": {
            "test": "fleming_harrington",
            "rho": 0.5,
            "gamma": 1,
            "limits": "logit",
            "level": 0.9,
        },
    },
    "trend": {
        "groups": {"variable": "age", "cut": "tertiles"},
        "strata": [{"variable": "sex"}],
        "analysis": {"test": "trend", "limits": "plain"},
    },
    "peto": {
        "groups": {"variable": "sex"},
        "analysis": {"test": "peto", "limits": "log", "level": 0.99},
    },
    "late": {
        "groups": {"variable": "age", "cut": "quartiles"},
        "endpoints": ["OS"],
        "analysis": {"test": "fleming_harrington", "gamma": 1, "limits": "arcsin"},
    },
    "towards": {
        "groups": {"variable": "age", "cut": "octiles"},
        "endpoints": ["OS", "RI"],
        "analysis": {"test": "trend", "limits": "arcsin"},
    },
    "nobody": {"filters": [{"variable": "age", "from": 99}]},
}
pytestmark = [pytest.mark.django_db, pytest.mark.r]


def scripts(client, slug, definition):
    """Return every script that a page of this cohort offers, by figure."""
    cohort = a_cohort(
        slug, definition={"index": "infusion", "horizon": 730, **definition}
    )
    refresh_cohorts([cohort])
    snapshot = newest_for(client.actor, cohort)
    found = {}
    for name, figure in FIGURES.items():
        if figure.shown(snapshot.results) and has_script(name, snapshot):
            answer = client.get(f"/studies/{slug}/figures/{name}.R")
            assert answer.status_code == 200, (slug, name)
            found[name] = answer.content.decode()
    return found


def test_every_script_that_is_offered_ends_where_its_numbers_agree(
    client, rscript, tmp_path
):
    everybody(40)
    investigator = an_investigator("LDP")
    client.force_login(investigator)
    client.actor = investigator.actor()
    said = {
        f"{slug} {name}": text
        for slug, definition in COHORTS.items()
        for name, text in scripts(client, slug, definition).items()
    }
    assert "group + strata(stratum), within" in said["strata overall-survival"]
    assert "strata = within$stratum" in said["strata relapse"]
    assert not any(name.startswith("competing overall") for name in said)
    assert {"competing relapse", "competing subgroups-relapse"} <= said.keys()
    assert "censored subgroups-os" in said
    assert "1461" in said["years overall-survival"]
    assert {"hsct grfs", "hsct grfs-components"} <= said.keys()
    assert "landmark ratios-os" in said
    # What a definition chooses stands in its scripts, and R agrees with it.
    assert 'conf.type = "logit", conf.int = 0.9' in said["weighted overall-survival"]
    assert "gamma <- 1.0" in said["late overall-survival"]
    assert "rho = 1.0" in said["peto overall-survival"]
    assert "test$var %*% place" in said["trend overall-survival"]
    assert "group * factor(part)" in said["compared ratios-os"]
    file = tmp_path / "scripts.R"
    # Each by itself: what one leaves behind is not there for the next.
    bodies = (f"cat('{name}\\n'); local({{\n{said[name]}\n}})" for name in said)
    file.write_text("\n".join(bodies), encoding="utf-8")
    done = subprocess.run(
        [rscript, file], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.returncode == 0, (done.stdout.splitlines()[-1:], done.stderr)
