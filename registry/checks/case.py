"""One patient's facts, as the checks read them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from registry.schedule import Clock, clock
from registry.variables.conditions import completed_years

Record = Mapping[str, Any]

REMISSIONS = frozenset({"CR", "CRh", "CRi"})
LYMPHOMA_REMISSIONS = frozenset({"CMR", "CR"})
MYELOMA_REMISSIONS = frozenset({"sCR", "CR"})
# A status that cannot be without an earlier remission.
STATUS_AFTER_REMISSION = frozenset(
    {"relapsed", "relapsed_refractory", "first_remission", "later_remission"}
    | {"MRD_only"}
)


@dataclass(frozen=True)
class Case:
    """One patient: the registration, every record by form, and today's date.

    Records are plain mappings from field to value; beside its fields a record may have
    ``id``, ``course_no``, ``hsct_no`` and ``absent`` (field to reason). ``peers`` are
    other patients of the same centre who may be this one: mappings with ``study_no``,
    ``sex``, ``birth_date`` and ``days``, the dates of their infusions and transplants.
    """

    patient: Record
    forms: Mapping[str, Sequence[Record]]
    today: date
    peers: Sequence[Record] = ()

    def of(self, form: str) -> Sequence[Record]:
        """Return the records of ``form``; the patient is the one of its own form."""
        if form == "patient":
            return (self.patient,) if self.patient else ()
        return self.forms.get(form, ())

    def find(self, form: str, record: Record) -> int | None:
        """Return the place of ``record`` among those of ``form``.

        The same object, else the same ``id``, else the first with the same answers.
        """
        records = self.of(form)
        same: tuple[Callable[[Record], bool], ...] = (
            lambda other: other is record,
            lambda other: (
                record.get("id") is not None and other.get("id") == record.get("id")
            ),
            lambda other: (
                record.get("id") is None
                and all(other.get(name) == value for name, value in record.items())
            ),
        )
        for alike in same:
            for place, other in enumerate(records):
                if alike(other):
                    return place
        return None

    def others(self, form: str, record: Record) -> list[Record]:
        """Return the records of ``form`` besides ``record``."""
        place = self.find(form, record)
        return [other for at, other in enumerate(self.of(form)) if at != place]

    def holding(self, form: str, place: int | None, record: Record) -> "Case":
        """Return the case with ``record`` in that place, or after the others."""
        if form == "patient":
            return replace(self, patient=record)
        rows = list(self.of(form))
        if place is None:
            rows.append(record)
        else:
            rows[place] = record
        return replace(self, forms={**self.forms, form: rows})

    def without(self, form: str, record: Record) -> "Case":
        """Return the case as it would be if ``record`` were not there."""
        if form == "patient":
            return replace(self, patient={})
        return replace(self, forms={**self.forms, form: self.others(form, record)})

    @cached_property
    def clock(self) -> Clock:
        """Return the visits that the case asks for, planned once for all checks."""
        return clock(self.patient, self.forms)

    @cached_property
    def infusions(self) -> list[Record]:
        """Return the dated infusions, earliest first."""
        return self._by_date("infusion", "infusion_date")

    @cached_property
    def hscts(self) -> list[Record]:
        """Return the dated transplants, earliest first."""
        return self._by_date("hsct", "hsct_date")

    def _by_date(self, form: str, field: str) -> list[Record]:
        dated = [one for one in self.of(form) if isinstance(one.get(field), date)]
        return sorted(dated, key=lambda one: one[field])

    def infusion_date(self, course_no: int | None = None) -> date | None:
        """Return day 0 of a course; an unnumbered course is the first."""
        wanted = course_no or 1
        found = [r for r in self.infusions if (r.get("course_no") or 1) == wanted]
        return found[0]["infusion_date"] if found else None

    def hsct(self, hsct_no: int | None = None) -> Record | None:
        """Return the transplant with that number; an unnumbered one is the first."""
        wanted = hsct_no or 1
        found = [r for r in self.hscts if (r.get("hsct_no") or 1) == wanted]
        return found[0] if found else None

    def hsct_date(self, hsct_no: int | None = None) -> date | None:
        """Return day 0 of a transplant."""
        hsct = self.hsct(hsct_no)
        return hsct["hsct_date"] if hsct else None

    @cached_property
    def first_infusion(self) -> date | None:
        """Return the day of the first infusion."""
        return next((one["infusion_date"] for one in self.infusions), None)

    @cached_property
    def first_hsct(self) -> date | None:
        """Return the day of the first transplant."""
        return next((one["hsct_date"] for one in self.hscts), None)

    @cached_property
    def death(self) -> Record | None:
        """Return the death form; one with a whole date goes first."""
        dated = self._by_date("death", "death_date")
        return next(iter((*dated, *self.of("death"))), None)

    @cached_property
    def death_date(self) -> date | None:
        """Return the day of death, when it is known."""
        day = self.death.get("death_date") if self.death else None
        return day if isinstance(day, date) else None

    @cached_property
    def diagnosis_date(self) -> date | None:
        """Return the day of the first dated diagnosis."""
        dated = self._by_date("diagnosis", "diagnosis_date")
        return dated[0]["diagnosis_date"] if dated else None

    @cached_property
    def diseases(self) -> frozenset[str]:
        """Return the codes of every disease that was diagnosed."""
        given = (one.get("disease") for one in self.of("diagnosis"))
        return frozenset(disease for disease in given if disease)

    @cached_property
    def birth_date(self) -> date | None:
        """Return the birth date."""
        birth = self.patient.get("birth_date")
        return birth if isinstance(birth, date) else None

    @cached_property
    def withdrawn_on(self) -> date | None:
        """Return the day on which consent was withdrawn, if it was."""
        day = self.patient.get("consent_withdrawn_date")
        withdrawn = self.patient.get("consent_status") == "withdrawn"
        return day if withdrawn and isinstance(day, date) else None

    def age_on(self, day: date | None) -> int | None:
        """Return completed years on ``day``; 29 February counts on 1 March."""
        return completed_years(self.birth_date, day)

    def alive_on(self, day: date) -> bool:
        """Tell whether no death is recorded up to and including ``day``."""
        return self.death_date is None or self.death_date > day

    def remission_before(self, day: date | None) -> bool:
        """Tell whether a remission is documented before ``day``, or on no known day.

        An assessment, a prior line's best response, the status at a transplant, the
        status recorded at diagnosis, or a follow-up in remission.
        """
        if self._recorded_status() & STATUS_AFTER_REMISSION:
            return True
        return any(
            when is None or day is None or when < day for when in self._remissions()
        )

    def _recorded_status(self) -> frozenset[str | None]:
        return frozenset(one.get("recorded_status") for one in self.of("diagnosis"))

    def _remissions(self) -> Iterator[date | None]:
        for one in self.of("disease_assessment"):
            if in_remission(one):
                yield one.get("assessment_date")
        for line in self.of("prior_line"):
            if line.get("best_response") in REMISSIONS:
                yield line.get("response_date") or line.get("start_date")
        for hsct in self.of("hsct"):
            if str(hsct.get("status_at_hsct") or "").startswith("CR"):
                yield hsct.get("hsct_date")
        for visit in self.of("follow_up"):
            if visit.get("in_remission") == "yes":
                yield visit.get("visit_date")


def in_remission(assessment: Record) -> bool:
    """Tell whether an assessment documents a remission by the disease's own scale."""
    return (
        assessment.get("response") in REMISSIONS
        or assessment.get("lymphoma_response") in LYMPHOMA_REMISSIONS
        or assessment.get("myeloma_response") in MYELOMA_REMISSIONS
    )


def is_blank(value: object) -> bool:
    """Tell whether a question was left unanswered."""
    if value is None:
        return True
    return not value if isinstance(value, str | list | tuple) else False


def is_stated(record: Record, field: str) -> bool:
    """Tell whether a field has a value, a partial one too, or a reason for none."""
    beside = {**(record.get("absent") or {}), **(record.get("as_entered") or {})}
    return not is_blank(record.get(field)) or field in beside
