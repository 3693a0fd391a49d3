"""Counts by group, day and cause: rows are counted, the estimators do the rest."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Greatest

from outcomes.cohorts.by_day import ByDay
from outcomes.cohorts.definition import Definition
from outcomes.cohorts.splits import Split
from outcomes.endpoints import ENDPOINTS
from outcomes.estimators import Counts
from outcomes.models import AnalysisOutcome

# HSCT as a cause, until each endpoint gives it the number after its own.
BY_HSCT = 99


@dataclass(frozen=True, slots=True)
class Reading:
    """How outcomes are read.

    landmark : the day from which they are counted; who left by then is left out
    hsct : what an HSCT after CAR-T does: ``ignore``, ``censor``, ``competing``
    """

    landmark: int = 0
    hsct: str = "ignore"

    @classmethod
    def of(cls, definition: Definition) -> "Reading":
        """Return how a cohort's outcomes are read."""
        return cls(definition.landmark, definition.hsct)

    def of_row(self, row: Mapping[str, Any], code: str) -> tuple[int, int] | None:
        """Return the day and cause that count of a row's endpoint, as ``read`` does.

        None where the row has no such endpoint, or was not followed at the landmark.
        """
        ended = row["outcomes"].get(code)
        if ended is None:
            return None
        left, by, _imputed, start = ended
        if self.hsct != "ignore":
            competes, end = self.hsct == "competing", start + left
            hsct = row["hsct_day" if competes else "before_hsct_day"]
            if hsct is not None and (hsct < end or (hsct == end and not by)):
                left, by = max(hsct - start, 0), BY_HSCT if competes else 0
        if not self.landmark:
            return left, by
        followed = start <= self.landmark < left + start
        return (left + start, by) if followed else None

    def read(self, outcomes: QuerySet[AnalysisOutcome]) -> QuerySet[AnalysisOutcome]:
        """Return outcomes with ``on`` and ``by``, the day and cause that count.

        ``on`` counts from ``since``, a day after day 0: the endpoint's own time zero,
        but 0 with a landmark, from which everybody's days count alike.
        """
        ended: QuerySet[Any] = (
            outcomes.annotate(left=F("day"), by=F("cause"))
            if self.hsct == "ignore"
            else _ended_by_hsct(outcomes, competes=self.hsct == "competing")
        )
        if not self.landmark:
            return ended.annotate(on=F("left"), since=F("start_day"))
        followed = ended.filter(start_day__lte=self.landmark)
        return followed.annotate(
            on=F("left") + F("start_day"), since=Value(0, IntegerField())
        ).filter(on__gt=self.landmark)


def _ended_by_hsct(
    outcomes: QuerySet[AnalysisOutcome], *, competes: bool
) -> QuerySet[AnalysisOutcome]:
    """End follow-up at HSCT as an event, or before its conditioning without one.

    What happened on that day itself comes first.
    """
    name = "subject__hsct_day" if competes else "subject__before_hsct_day"
    end = F("start_day") + F("day")
    earlier = Q(**{f"{name}__lt": end}) | Q(**{name: end}, cause=0)
    cause = Value(BY_HSCT if competes else 0)
    return outcomes.annotate(
        left=Case(
            When(earlier, then=Greatest(F(name) - F("start_day"), 0)),
            default=F("day"),
            output_field=IntegerField(),
        ),
        by=Case(
            When(earlier, then=cause),
            default=F("cause"),
            output_field=IntegerField(),
        ),
    )


def codes_of(definition: Definition) -> tuple[str, ...]:
    """Return the endpoints that are counted: the chosen ones, and survival."""
    chosen = definition.endpoints
    return chosen if "OS" in chosen else ("OS", *chosen)


def ended(
    code: str, reading: Reading, codes: Sequence[Callable[[Any], Any]]
) -> Callable[[Any], Iterator[tuple[Any, ...]]]:
    """Return what counts a row's endpoint: by these codes of the row, day and cause."""

    def keys(row: Any) -> Iterator[tuple[Any, ...]]:
        found = reading.of_row(row, code)
        if found is not None:
            yield (*(of(row) for of in codes), *found)

    return keys


def counts_in(found: ByDay, split: Split, paramcd: str, reading: Reading) -> Counts:
    """Return an endpoint's counts from cells of (code of the group, day, cause)."""
    return counts_among(found, split.place, split.keys, paramcd, reading)


def counts_among(
    found: ByDay,
    place: Callable[..., int | None],
    groups: list[str],
    paramcd: str,
    reading: Reading,
) -> Counts:
    """Return an endpoint's counts; ``place`` tells the group of a cell's codes.

    Cells of which it tells none are left out.
    """
    n_causes = ENDPOINTS[paramcd].n_causes
    by_hsct = n_causes + 1

    def cause_of(*code: Any) -> int:
        return by_hsct if code[-1] == BY_HSCT else int(code[-1])

    group = found.placed(lambda *code: place(*code[:-1]))
    kept = group >= 0
    return Counts.from_rows(
        found.days[kept] - reading.landmark,
        found.placed(cause_of)[kept],
        group[kept],
        n_causes=by_hsct if reading.hsct == "competing" else n_causes,
        groups=groups,
        multiplicity=found.many[kept],
    )
