"""A study's versions, their differences and figures; to whom it is open."""

import pytest

from outcomes.cohorts.saving import save_cohort
from outcomes.cohorts.sharing import grant
from outcomes.models import Cohort, CohortGrant, Snapshot
from outcomes.study.cohort import DEFINITION
from registry.audit.context import SYSTEM
from registry.codelists.base import Label
from tests import builders
from tests.web.study import the_cohort, the_shown_study

NARROWER = {
    **DEFINITION,
    "horizon": 365,
    "filters": [DEFINITION["filters"][0], {"variable": "age", "to": 14}],
}


@pytest.fixture
def keeper(client, db):
    """A browser of the administrator of LDP."""
    client.force_login(builders.a_centre_administrator("LDP", "keeper"))
    return client


def changed(cohort):
    return save_cohort(
        slug=cohort.slug,
        title=cohort.title,
        definition=NARROWER,
        centres=list(cohort.centres.all()),
        actor=SYSTEM,
        reason="children alone",
    )


def test_each_version_says_what_it_changed_and_why(keeper):
    changed(the_cohort())
    page = keeper.get("/studies/cd7-hsct/versions")
    second, first = page.context["versions"]
    assert (second.number, second.why, first.differences) == (2, "children alone", ())
    said = {
        d.name.en: (d.old and d.old.en, d.new and d.new.en) for d in second.differences
    }
    assert said == {
        "Read at": ("day 730", "day 365"),
        "Age at day 0": (None, "≤ 14 y"),
        "First allogeneic HSCT": ("Yes", None),
    }
    assert "taken out" in page.content.decode()


def test_an_old_version_shows_its_words_and_its_last_figures(keeper):
    cohort = the_shown_study()
    changed(cohort)
    old = keeper.get("/studies/cd7-hsct/versions/1")
    assert old.context["snapshot"].cohort_version == 1
    assert "earlier version" in old.content.decode()
    assert "61.9" in old.content.decode()
    assert keeper.get("/studies/cd7-hsct/versions/2").context["stats"] == []
    assert keeper.get("/studies/cd7-hsct/versions/3").status_code == 404


def test_an_old_version_draws_its_figures_and_not_those_of_now(keeper):
    cohort = the_shown_study()
    kept = cohort.snapshots.get()
    changed(cohort)
    now = {**kept.results, "n": 12, "groups": []}
    Snapshot.objects.create(
        cohort=cohort,
        cohort_version=2,
        data_version=kept.data_version + 1,
        code_version=kept.code_version,
        basis="later",
        computed_at=kept.computed_at,
        results=now,
        days=kept.days,
    )
    page = keeper.get("/studies/cd7-hsct/versions/1?section=survival")
    shown = {one["name"]: one for one in page.context["figures"]}
    assert "overall-survival" in shown
    figure = shown["overall-survival"]
    for address in (figure["spec"], figure["files"][0][1]):
        assert f"v={kept.pk}." in address
    spec = keeper.get(figure["spec"]).json()
    assert "car_t-steps" in spec["datasets"]
    assert "behind" not in str(spec)
    assert b"version 1" in keeper.get(figure["files"][0][1]).content
    assert keeper.get("/studies/cd7-hsct/versions/1?section=no").status_code == 404


def test_an_old_version_is_open_to_whoever_sees_the_rows_of_then_and_now(client, db):
    insider = builders.an_investigator("LDP", "insider")
    outsider = builders.an_investigator("HEB", "outsider")
    cohort = the_shown_study(granted_to=[outsider])
    kept = cohort.snapshots.get()
    changed(cohort)
    # Its sums and those of now, subtracted, would show single patients.
    client.force_login(outsider)
    page = client.get("/studies/cd7-hsct/versions/1")
    assert page.context["snapshot"] is None
    assert "No figures are kept of this version" in page.content.decode()
    client.force_login(insider)
    address = "/studies/cd7-hsct/versions/1"
    assert client.get(address).context["snapshot"] == kept
    # The centres of then count too, whoever they are now.
    widened = save_cohort(
        slug=cohort.slug,
        title=cohort.title,
        definition=NARROWER,
        centres=[*cohort.centres.all(), builders.a_centre("HEB")],
        actor=SYSTEM,
        reason="two centres",
    )
    Snapshot.objects.filter(pk=kept.pk).update(cohort_version=widened.version)
    save_cohort(
        slug=cohort.slug,
        title=cohort.title,
        definition=DEFINITION,
        centres=[builders.a_centre("LDP")],
        actor=SYSTEM,
        reason="one again",
    )
    page = client.get(f"/studies/cd7-hsct/versions/{widened.version}")
    assert page.context["snapshot"] is None


def test_a_study_is_archived_and_taken_out_for_a_reason(keeper):
    the_cohort()
    assert keeper.post("/studies/cd7-hsct/archive").status_code == 422
    said = {"away": "yes", "reason": "published"}
    assert keeper.post("/studies/cd7-hsct/archive", said).status_code == 302
    assert Cohort.objects.get().archived_at
    page = keeper.get("/studies/cd7-hsct/versions")
    assert page.context["versions"][0].differences[0].new.en == "archived"
    said = {"away": "no", "reason": "a question came"}
    keeper.post("/studies/cd7-hsct/archive", said)
    assert Cohort.objects.get().archived_at is None


def test_a_grant_is_made_and_withdrawn_on_the_page(keeper):
    the_cohort()
    statistician = builders.a_statistician(None, "stat")
    url = "/studies/cd7-hsct/sharing"
    assert "Nobody beyond" in keeper.get(url).content.decode()
    said = {"user": "stat", "reason": "protocol 7"}
    assert keeper.post(url, said).status_code == 302
    made = CohortGrant.objects.get()
    assert made.user == statistician
    assert "protocol 7" in keeper.get(url).content.decode()
    refused = keeper.post(url, {"withdraw": made.pk})
    assert refused.status_code == 422
    assert "Say why the grant of" in refused.content.decode()
    keeper.post(url, {"withdraw": made.pk, "reason": "done"})
    assert not CohortGrant.objects.exists()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"reason": "r"}, "user"),
        ({"user": "nobody", "reason": "r"}, "user"),
        ({"user": "keeper", "role": "investigator", "reason": "r"}, "user"),
        ({"role": "system_administrator", "reason": "r"}, "role"),
        ({"role": "investigator"}, "reason"),
    ],
)
def test_a_grant_that_cannot_be_is_said_at_its_field(keeper, said, field):
    the_cohort()
    answer = keeper.post("/studies/cd7-hsct/sharing", said)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not CohortGrant.objects.exists()


def test_a_role_at_a_centre_is_written_in_words(keeper):
    cohort = the_cohort()
    heb = builders.a_centre("HEB")
    grant(cohort=cohort, role="investigator", centre=heb, actor=SYSTEM)
    grant(cohort=cohort, centre=heb, actor=SYSTEM)
    page = keeper.get("/studies/cd7-hsct/sharing")
    assert [whom for _grant, whom, _made in page.context["grants"]] == [
        "investigator at HEB",
        "everybody at HEB",
    ]


@pytest.mark.parametrize("many", [2, 12])
def test_versions_and_grants_ask_a_constant_number_of_queries(
    keeper, many, django_assert_max_num_queries
):
    cohort = the_cohort()
    for number in range(many):
        user = builders.a_statistician(None, f"s{number}")
        grant(cohort=cohort, user=user, actor=SYSTEM)
        save_cohort(
            slug=cohort.slug,
            title=Label(f"T{number}", f"题{number}"),
            definition=DEFINITION,
            centres=list(cohort.centres.all()),
            actor=SYSTEM,
        )
    with django_assert_max_num_queries(22):
        assert len(keeper.get("/studies/cd7-hsct/versions").context["versions"]) > many
    with django_assert_max_num_queries(22):
        page = keeper.get("/studies/cd7-hsct/sharing")
    assert len(page.context["grants"]) == many
