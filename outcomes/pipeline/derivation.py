"""From one patient's chart to analysis rows. Pure: nothing is read or written."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from outcomes.baseline import baseline_of
from outcomes.courses import after_index
from outcomes.endpoints import ENDPOINTS, IndexEvent, NotDerivable, Outcome, Timeline
from outcomes.pipeline.reading import Chart
from outcomes.states import states_of
from outcomes.timelines import timeline_of
from registry.access.consent import withdrawn


@dataclass(frozen=True, slots=True)
class Derived:
    """The rows of one index event: a subject, its outcomes, and what is impossible.

    ``not_derivable`` says by endpoint what stands in the way and what to correct.
    """

    kind: str
    number: int
    values: dict[str, Any]
    outcomes: list[Outcome] = field(default_factory=list)
    not_derivable: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Person:
    """What a patient counts as, treated or not; see ``AnalysisPatient``."""

    centre_id: int
    registered: bool
    withdrawn_infusion: bool
    withdrawn_hsct: bool


def person_of(chart: Chart) -> Person:
    """Return what the chart's patient counts as."""
    patient = chart.case.patient
    stays = patient.get("consent_withdrawn_scope") == "collection"
    gone = withdrawn(patient) and not stays
    infused, transplanted = (
        gone and bool(chart.case.of(form)) for form in ("infusion", "hsct")
    )
    return Person(chart.centre_id, not chart.merged, infused, transplanted)


def derive(chart: Chart) -> list[Derived]:
    """Return the rows of every infusion and transplant of the chart."""
    timeline = timeline_of(chart.case)
    return [
        _derive(chart, timeline, index, record_id)
        for index, record_id in _index_events(chart, timeline)
    ]


def _index_events(chart: Chart, timeline: Timeline) -> Iterator[tuple[IndexEvent, int]]:
    records = {"infusion": chart.case.infusions, "hsct": chart.case.hscts}
    for index in timeline.index_events():
        yield index, records[index.kind][index.number - 1]["id"]


def _derive(
    chart: Chart, timeline: Timeline, index: IndexEvent, record_id: int
) -> Derived:
    values = baseline_of(chart.case, index) | states_of(chart.case, timeline, index)
    values |= after_index(timeline, chart.case, index)
    values |= {
        "centre_id": chart.centre_id,
        "index_date": index.day0,
        "record_id": record_id,
    }
    derived = Derived(index.kind, index.number, values)
    for paramcd, endpoint in ENDPOINTS.items():
        if index.kind not in endpoint.from_index:
            continue
        try:
            outcome = endpoint.derive(timeline, index, None)
        except NotDerivable as why:
            derived.not_derivable[paramcd] = str(why)
        else:
            if outcome is not None:
                derived.outcomes.append(outcome)
    return derived
