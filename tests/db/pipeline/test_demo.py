"""The demonstration: the study through the real import gives the published table."""

import pytest
from django.core.management import CommandError, call_command

from outcomes.cohorts.access import cohorts_visible_to
from outcomes.cohorts.derivable import not_derivable
from outcomes.endpoints import USUAL
from outcomes.models import AnalysisSubject, Snapshot
from outcomes.study.counts import counts
from outcomes.study.published import comparisons
from registry.models import Change, Patient, Pending, User
from tests.db.pipeline.test_study import EXPECTED, exact

PEOPLE = {
    "manager": {"LDP"},
    "investigator": {"LDP"},
    "statistician": {"LDP"},
    "monitor": {"LDP"},
    "centreadmin": {"LDP"},
    "manager2": {"HEB"},
    "admin": {None},
}


def test_it_is_refused_outside_demo_mode(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DAYZERO_DEMO"):
        call_command("demo_data")
    assert not User.objects.exists()


def test_without_a_study_the_table_says_what_to_do(db):
    with pytest.raises(CommandError, match="recompute"):
        call_command("study_table")


def test_the_demonstration_is_whole_and_again_changes_nothing(db, settings, capsys):
    settings.DEMO = True
    call_command("demo_data")
    held = {
        user.username: set(user.memberships.values_list("centre__code", flat=True))
        for user in User.objects.all()
    }
    assert held == PEOPLE
    assert all(user.check_password("demo-day-zero") for user in User.objects.all())
    assert Patient.objects.filter(centre__code="LDP").count() == 158
    assert Patient.objects.filter(centre__code="HEB").count() == 6
    assert not Pending.objects.exists()
    statistician = User.objects.get(username="statistician").actor()
    assert [c.slug for c in cohorts_visible_to(statistician)] == ["cd7-hsct"]
    manager2 = User.objects.get(username="manager2").actor()
    assert not cohorts_visible_to(manager2)
    newest_change = Change.objects.latest("id").pk
    call_command("demo_data")
    assert Change.objects.latest("id").pk == newest_change
    # The study, and the same patients from their infusion.
    assert Snapshot.objects.count() == 2
    whole = AnalysisSubject.objects.exclude(not_derivable(USUAL))
    assert whole.count() == 158 + 34 + 6 + 3

    results = Snapshot.objects.get(cohort__slug="cd7-hsct").results
    assert results["n"] == 158
    assert all(count["agrees"] for count in counts(results))
    series = {point["day"]: point["n"] for point in results["expansion"]["points"]}
    assert [day for day, n in series.items() if n >= 30] == [1, 4, 7, 10, 14, 21, 28]
    verdicts = [row["verdict"] for row in comparisons(results)]
    assert verdicts == ["agrees", "agrees", "p_differs", "estimate_differs"]
    tests = {
        "OS": results["survival"]["OS"]["test"]["p"],
        "LFS": results["survival"]["LFS"]["test"]["p"],
        "RI": results["incidence"]["RI"]["test"]["p"],
        "NRM": results["incidence"]["NRM"]["test"]["p"],
    }
    assert tests == {
        "OS": exact(EXPECTED["OS_logrank"]["p"]),
        "LFS": exact(EXPECTED["LFS_logrank"]["p"]),
        "RI": exact(EXPECTED["relapse_incidence"]["gray_p"]),
        "NRM": exact(EXPECTED["non_relapse_mortality"]["gray_p"]),
    }
    capsys.readouterr()
    call_command("study_table")
    printed = capsys.readouterr().out
    assert "Overall survival        CAR-T             61.9   (44.1-78.1)      61.9" in (
        printed
    )
    assert "103.1 %" in printed
