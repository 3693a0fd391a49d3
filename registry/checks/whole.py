"""A whole case held against the checks, once for its forms and for its queries."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from registry.checks.case import Case, Record
from registry.checks.engine import Variables, elsewhere, gravest_first, own
from registry.checks.findings import Finding
from registry.checks.possible import Worlds
from registry.checks.values import any_value, as_typed

# A form, and the place of a record among the patient's records of that form.
Place = tuple[str, int]
PEER = ("study_no", "sex", "birth_date", "days")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the checks say of every record of ``case``, by the record's place.

    It stands for any case that says the same: one whose records were given their keys
    since, by being written, is judged already.
    """

    case: Case
    found: Sequence[tuple[Place, Finding]]

    def stands_for(self, case: Case) -> bool:
        """Tell whether ``case`` says the same on the same day, keys aside."""
        if (self.case.today, _peers(self.case)) != (case.today, _peers(case)):
            return False
        forms = {"patient", *self.case.forms, *case.forms}
        return all(_same(self.case.of(form), case.of(form)) for form in forms)

    def of(self, case: Case) -> list[Finding]:
        """Return the findings with the keys that ``case`` has, each told once."""
        return gravest_first(
            _keyed(finding, case.of(form)[place].get("id"))
            for (form, place), finding in self.found
        )


class JudgedCase:
    """A case as it would be saved, whose records are judged one after another.

    What all of them share (typed answers, partial dates, visits) is made once, and each
    record is asked once, however often its findings are wanted.
    """

    def __init__(self, case: Case, variables_by_form: Mapping[str, Variables]) -> None:
        self.case, self.known = case, variables_by_form
        self._typed = _typed(case, variables_by_form)
        self._worlds = Worlds(self._typed)
        self._found: dict[Place, tuple[list[Finding], list[Finding]]] = {}

    def record(self, form: str, place: int) -> list[Finding]:
        """Return what ``run`` says of the record in that place."""
        values, case = self._alone(form, place)
        return gravest_first(
            [*values, *case, *elsewhere(form, place, self._typed, self._worlds)]
        )

    def every(self) -> list[Finding]:
        """Return what is wrong with every record, each told once."""
        return self.judgement().of(self.case)

    def judgement(self) -> Judgement:
        """Return what is wrong with every record, to be kept until they are written."""
        return Judgement(self.case, [*self._every(0), *self._every(1)])

    def _every(self, part: int) -> Iterator[tuple[Place, Finding]]:
        for form in self.known:
            for place in range(len(self.case.of(form))):
                for finding in self._alone(form, place)[part]:
                    yield (form, place), finding

    def _alone(self, form: str, place: int) -> tuple[list[Finding], list[Finding]]:
        """Return what is wrong with a record's values, and with it in its case."""
        at = form, place
        if at not in self._found:
            record, typed = self.case.of(form)[place], self._typed.of(form)[place]
            self._found[at] = (
                list(any_value(form, record, self.known[form], typed=typed)),
                list(own(form, place, self._worlds, self.known[form])),
            )
        return self._found[at]


def run_case(
    case: Case,
    variables_by_form: Mapping[str, Variables],
    earlier: Judgement | None = None,
) -> list[Finding]:
    """Return what is wrong with every record of the patient, each told once.

    Nothing is asked again where an ``earlier`` judgement stands for the case.
    """
    if earlier is not None and earlier.stands_for(case):
        return earlier.of(case)
    return JudgedCase(case, variables_by_form).every()


def _typed(case: Case, variables_by_form: Mapping[str, Variables]) -> Case:
    forms = {
        form: [as_typed(row, variables_by_form[form]) for row in rows]
        for form, rows in case.forms.items()
        if form in variables_by_form
    }
    patient = case.patient and as_typed(case.patient, variables_by_form["patient"])
    return replace(case, patient=patient, forms={**case.forms, **forms})


def _same(some: Sequence[Record], others: Sequence[Record]) -> bool:
    return len(some) == len(others) and all(
        {**one, "id": None} == {**other, "id": None}
        for one, other in zip(some, others, strict=True)
    )


def _peers(case: Case) -> list[list[Any]]:
    return [[peer.get(name) for name in PEER] for peer in case.peers]


def _keyed(finding: Finding, key: object) -> Finding:
    """Return a finding of a record by itself with the record's key."""
    if finding.record == key:
        return finding
    form, _key = finding.judged
    return replace(finding, record=key, judged=(form, key if form else None))
