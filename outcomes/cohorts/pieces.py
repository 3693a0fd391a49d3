"""Results piece by piece: each says of which counts it is made. Pure.

So an edit makes again what its counts changed and nothing else, and what is made
again cannot miss a count that it needs: a piece is given the counts it names alone.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Set
from copy import copy
from dataclasses import dataclass
from typing import Any

from outcomes.cohorts import by_state, ratios, states, strata, subgroups, table_one
from outcomes.cohorts.counts import Reading, counts_in
from outcomes.cohorts.curves import incidence, survival
from outcomes.cohorts.definition import Definition
from outcomes.cohorts.described import DISTRIBUTED, distribution, period, summaries
from outcomes.cohorts.expansion import expansion
from outcomes.cohorts.flow import flow
from outcomes.cohorts.recruitment import recruitment
from outcomes.cohorts.register import withdrawn_in
from outcomes.cohorts.splits import Split, split_of
from outcomes.cohorts.states import occupied
from outcomes.cohorts.tally import Cells
from outcomes.cohorts.toxicity import OF_GRADE, toxicity_courses
from outcomes.endpoints import ENDPOINTS

GROUPS = "groups"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the results.

    place : where it stands, from the outside in; reads : the parts of the counts
    """

    place: tuple[str | int, ...]
    reads: frozenset[str]
    make: Callable[[Cells], Any]


def pieces_of(definition: Definition) -> list[Piece]:
    """Return every piece that is made of counts."""
    return [
        Piece(place, frozenset(reads), make)
        for place, reads, make in (
            *_whole(definition),
            *_endpoints(definition),
            *_subgroups(definition),
            *_subset(definition),
        )
    ]


def made(pieces: list[Piece], cells: Cells) -> list[tuple[Piece, Any]]:
    """Make pieces of their counts."""
    return [
        (piece, piece.make({part: cells[part] for part in piece.reads}))
        for piece in pieces
    ]


def due(pieces: list[Piece], changed: Set[str]) -> list[Piece]:
    """Return the pieces that changed counts are part of."""
    return [piece for piece in pieces if not piece.reads.isdisjoint(changed)]


def put(results: dict[str, Any], pieces: list[tuple[Piece, Any]]) -> None:
    """Put pieces in their places."""
    for piece, value in pieces:
        holder: Any = results
        for key in piece.place[:-1]:
            holder = holder[key]
        holder[piece.place[-1]] = value


def put_beside(
    results: dict[str, Any], pieces: list[tuple[Piece, Any]]
) -> dict[str, Any]:
    """Return results with pieces in their places; those given stay as they are."""
    found: dict[Any, Any] = {**results}
    for holder in {piece.place[0] for piece, _ in pieces if len(piece.place) > 1}:
        found[holder] = copy(found[holder])
    put(found, pieces)
    return found


Said = tuple[tuple[str | int, ...], list[str], Callable[[Cells], Any]]


def split_in(cells: Cells, definition: Definition) -> Split:
    """Return the main groups."""
    codes: Counter[Any] = Counter()
    for (code, _complete), n in cells[GROUPS].items():
        codes[code] += n
    return split_of(definition.groups, codes, definition.index)


def _whole(definition: Definition) -> Iterator[Said]:
    index = definition.index
    table = [part.name for part in table_one.parts(definition, lambda _row: None)]

    def grouped(make: Callable[..., Any]) -> Callable[[Cells], Any]:
        return lambda cells: make(cells, split_in(cells, definition), definition)

    yield ("n",), [GROUPS], _n
    yield ("ungrouped",), [GROUPS], grouped(_ungrouped)
    yield ("not_derivable",), [GROUPS], _not_derivable
    yield ("withdrawn",), ["register"], lambda cells: withdrawn_in(cells, index)
    yield ("imputed",), ["imputed"], lambda cells: cells["imputed"].total()
    yield ("period",), ["days_0"], period
    yield ("groups",), [GROUPS, "days_0", "to_hsct", "curves/OS"], grouped(_summaries)
    yield ("table_one",), [GROUPS, *table], grouped(table_one.table_one)
    yield ("flow",), [GROUPS, "flow", "register"], grouped(flow)
    yield ("recruitment",), ["recruitment"], recruitment
    curves = [f"curves/{code}" for code in ratios.endpoints_of(definition)]
    yield ("ratios",), [GROUPS, *curves], grouped(ratios.ratios)


def _endpoints(definition: Definition) -> Iterator[Said]:
    for code in definition.endpoints:
        survives = ENDPOINTS[code].survives
        yield (
            ("survival" if survives else "incidence", code),
            [GROUPS, f"curves/{code}", *strata.reads(definition, code)],
            _endpoint(definition, code, survival if survives else incidence),
        )
    reads = [part.name for part in by_state.parts(definition)]
    yield ("by_state",), reads, lambda c: by_state.survival_by_state(c, definition)


def _endpoint(
    definition: Definition, code: str, estimated: Callable[..., Any]
) -> Callable[[Cells], Any]:
    def make(cells: Cells) -> Any:
        split = split_in(cells, definition)
        counts = counts_in(cells[f"curves/{code}"], split, code, Reading.of(definition))
        within = strata.stratified(cells, split, definition, code)
        return estimated(
            code, counts, definition.read_at(code), within, definition.analysis
        )

    return make


def _subgroups(definition: Definition) -> Iterator[Said]:
    def of(number: int) -> Callable[[Cells], Any]:
        return lambda cells: subgroups.subgroup(cells, definition, number)

    def compared(number: int) -> Callable[[Cells], Any]:
        return lambda cells: ratios.subgroup_ratios(
            cells, split_in(cells, definition), definition, number
        )

    for number, _grouping in enumerate(definition.subgroups):
        yield ("subgroups", number), subgroups.reads(definition, number), of(number)
        reads = ratios.reads(definition, number)
        yield ("subgroup_ratios", number), [GROUPS, *reads], compared(number)


def _subset(definition: Definition) -> Iterator[Said]:
    def values(name: str) -> Callable[[Cells], Any]:
        return lambda cells: distribution(cells, name)

    for name in DISTRIBUTED:
        holder = "toxicity" if name in OF_GRADE else "day_28"
        yield (holder, name), [f"values/{name}"], values(name)
    courses = [f"course/{grade}" for grade in OF_GRADE]
    yield ("toxicity_course",), courses, toxicity_courses
    yield ("expansion",), ["measured", "copies"], expansion
    stays = [part.name for part in states.parts(definition)]
    yield ("states",), stays, lambda cells: occupied(cells, definition)


def _n(cells: Cells) -> int:
    return int(cells[GROUPS].total())


def _ungrouped(cells: Cells, split: Split, _definition: Definition) -> int:
    grouped = (n for (code, _), n in cells[GROUPS].items() if split.place(code) is None)
    return sum(grouped)


def _not_derivable(cells: Cells) -> int:
    return sum(n for (_code, complete), n in cells[GROUPS].items() if not complete)


def _summaries(cells: Cells, split: Split, definition: Definition) -> Any:
    counts = counts_in(cells["curves/OS"], split, "OS", Reading.of(definition))
    return summaries(cells, split, counts)
