"""From a patient's forms to the timeline that endpoints read. Pure."""

from outcomes.endpoints import Timeline
from outcomes.imputation import imputed
from outcomes.timelines.disease import (
    death_of,
    relapses,
    remissions,
    responses,
    therapies,
)
from outcomes.timelines.episodes import chronic_gvhd, episodes, statements
from outcomes.timelines.recorded import recorded, recorded_contact
from outcomes.timelines.recovery import (
    aplasia,
    boosts,
    dlis,
    engraftments,
    neutrophils,
    persistence,
)
from outcomes.timelines.undated import undated
from registry.checks import Case
from registry.queries.derived.contact import last_contact

__all__ = ["last_contact", "timeline_of"]


def timeline_of(case: Case) -> Timeline:
    """Return the dated events of the case; what has no day is left out.

    Partial dates are imputed (``outcomes.imputation``) and marked as such. Every day
    says which record it is from (``outcomes.timelines.recorded``).
    """
    contact = recorded_contact(case)
    case = recorded(imputed(case, contact))
    diagnosis = next(iter(case.of("diagnosis")), {})
    return Timeline(
        infusions=tuple(one["infusion_date"] for one in case.infusions),
        transplants=tuple(one["hsct_date"] for one in case.hscts),
        autologous=frozenset(
            one["hsct_date"]
            for one in case.hscts
            if one.get("hsct_type") == "autologous"
        ),
        rescues=frozenset(
            one["hsct_date"]
            for one in case.hscts
            if one.get("hsct_reason") == "graft_failure"
        ),
        dlis=tuple(dlis(case)),
        disease=diagnosis.get("disease") or None,
        relapses=tuple(relapses(case)),
        remissions=tuple(remissions(case)),
        responses=tuple(responses(case)),
        therapies=tuple(therapies(case)),
        acute_gvhd=tuple(episodes(case, "acute_gvhd")),
        chronic_gvhd=tuple(chronic_gvhd(case)),
        crs=tuple(episodes(case, "crs")),
        icans=tuple(episodes(case, "icans")),
        statements=tuple(statements(case)),
        engraftments=tuple(engraftments(case)),
        neutrophils=tuple(neutrophils(case)),
        boosts=tuple(boosts(case)),
        aplasia=tuple(aplasia(case)),
        persistence=tuple(persistence(case)),
        death=death_of(case),
        last_contact=contact,
        undated=undated(case),
    )
