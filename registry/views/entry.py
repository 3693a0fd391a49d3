"""One form of one patient in somebody's hands: what a page and a save need of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from registry.access.policy import Action, Actor, may
from registry.access.sent import whole
from registry.checks import Case, Finding, run
from registry.forms.record_form import Choices, RecordForm, form_for
from registry.forms.setting import Setting
from registry.models import FORMS, Centre, DataQuery, Patient, Record, Versioned
from registry.models.base import CourseRecord, TransplantRecord
from registry.queries.cases import case_with, facts_of, records_of
from registry.queries.day_zero import day_zero
from registry.queries.judged import unexplained
from registry.queries.of_patient import Waiting, counts_by_record, queries_of
from registry.queries.outline import number_of, numbers
from registry.services.errors import Locked
from registry.services.locks import lock_of
from registry.services.records import Saved, enrol, save_patient, save_record
from registry.services.units import remember_units, units_of
from registry.views.query_marks import ask_url, marks_of

# What a link to a new record may say of it beforehand.
STARTS = frozenset({"course_no", "hsct_no", "time_point", "visit", "line_no"})
HIGHEST_NUMBER = 20


@dataclass
class Entry:
    """A record, saved or new, and who is about to fill it in."""

    actor: Actor
    record: Versioned
    starts: Mapping[str, str]

    @property
    def form_name(self) -> str:
        return self.record.form

    @property
    def is_new(self) -> bool:
        return self.record.pk is None

    @property
    def enrolling(self) -> bool:
        """Tell whether the patient is new, so that nothing can be kept of it yet."""
        return isinstance(self.record, Patient) and self.is_new

    @property
    def patient(self) -> Patient:
        if isinstance(self.record, Patient):
            return self.record
        return cast(Record, self.record).patient

    @property
    def may_edit(self) -> bool:
        """Tell whether the person may change the form, and no lock is on it."""
        centre = None if self.enrolling else self.patient.centre_id
        allowed = may(self.actor, Action.EDIT_RECORD, centre)
        return allowed and self.lock is None and not self.withdrawn

    @property
    def withdrawn(self) -> bool:
        """Tell whether consent was withdrawn, which leaves only the patient form."""
        return isinstance(self.record, Record) and self.patient.withdrawn

    @cached_property
    def lock(self) -> Locked | None:
        """Return the lock on the form or on its case, or None."""
        return None if self.enrolling else lock_of(self.record, self.patient)

    @cached_property
    def records(self) -> dict[str, list[Record]]:
        """Return the patient's saved records by form."""
        return {} if self.enrolling else records_of(self.patient)

    @cached_property
    def queries(self) -> list[DataQuery]:
        """Return the patient's queries, the newest first."""
        return [] if self.enrolling else queries_of(self.patient)

    @cached_property
    def waiting(self) -> Waiting:
        """Return how many unsettled queries each form of the patient has."""
        return counts_by_record(self.queries)

    def reread(self) -> None:
        """Forget what was read of the patient before a save."""
        for name in ("records", "case", "queries", "waiting"):
            self.__dict__.pop(name, None)

    @cached_property
    def case(self) -> Case:
        """Return the patient's facts as saved, with a new record added blank."""
        return case_with(self.record, self.records)

    @property
    def url(self) -> str:
        """Return the page on which the record is filled in."""
        if self.enrolling:
            return reverse("enrol")
        if isinstance(self.record, Patient):
            return reverse("patient-edit", args=[self.patient.pk])
        here = [self.patient.pk, self.form_name]
        if self.is_new:
            return reverse("record-new", args=here)
        return reverse("record", args=[*here, self.record.pk])

    # ---- The form

    def form(self, data: Mapping[str, Any] | None = None) -> RecordForm:
        """Return the form with what the record says, or with what was typed."""
        setting = Setting(
            day_zero=day_zero(self.form_name, facts_of(self.record), self.case),
            place=self._place,
            known=self.case.of,
            absent=self.record.absent,
            locked=not self.may_edit,
            units=units_of(self.actor) if self._has_units else {},
            may_confirm=may(self.actor, Action.ANSWER_QUERY, self.patient.centre_id),
            queries=marks_of(self.record, self.queries),
            history_url="" if self.is_new else self._history_url,
            laboratory_url=self._laboratory_url,
            ask_url=self._ask_url,
        )
        return form_for(type(self.record))(
            data,
            places=self._places() if self.is_new else None,
            initial={**self.record.answers(), **self._starting()},
            setting=setting,
        )

    @property
    def _place(self) -> dict[str, int]:
        return number_of(self.record) if isinstance(self.record, Record) else {}

    @property
    def _has_units(self) -> bool:
        variables = self.record.variables().values()
        return self.may_edit and any(variable.units for variable in variables)

    @property
    def _laboratory_url(self) -> str:
        if not isinstance(self.record, Record):
            return ""
        here = [self.patient.pk, self.form_name, "FIELD"]
        return reverse("from-laboratory", args=here)

    @property
    def _history_url(self) -> str:
        here = [self.patient.pk, self.form_name, self.record.pk]
        return reverse("field-history", args=[*here, "FIELD"])

    @property
    def _ask_url(self) -> str:
        centre = self.patient.centre_id
        if self.is_new or not may(self.actor, Action.OPEN_QUERY, centre):
            return ""
        return ask_url(self.record, "FIELD")

    def _starting(self) -> dict[str, Any]:
        if not self.is_new:
            return {}
        given = {k: v for k, v in self.starts.items() if k in STARTS}
        for name, (_label, choices) in self._places().items():
            known = [str(value) for value, _word in choices]
            if given.get(name) not in known:
                given[name] = known[0] if len(known) == 1 else ""
        return given

    def _places(self) -> dict[str, tuple[str, Choices]]:
        """Return what says where the new record belongs, with the choices."""
        if self.enrolling:
            centres = Centre.objects.filter(
                pk__in=self.actor.centres_for(Action.EDIT_RECORD)
            )
            return {"centre": (_("Centre"), [(c.pk, c.code) for c in centres])}
        if isinstance(self.record, CourseRecord):
            return {"course_no": (_("Course"), self._numbers("infusion", "course_no"))}
        if isinstance(self.record, TransplantRecord):
            return {"hsct_no": (_("HSCT number"), self._numbers("hsct", "hsct_no"))}
        return {}

    def _numbers(self, form: str, name: str) -> Choices:
        known = set(numbers(self.records, form, name)) or {1}
        if asked := _asked(self.starts, name):
            known.add(asked)
        return [(number, str(number)) for number in sorted(known)]

    # ---- What the typed answers would be

    def take(self, form: RecordForm) -> None:
        """Let the record in memory say what was typed, as far as it could be read."""
        for name, value in form.read.items():
            self.record.answer(name, value)
        self.record.absent = form.absences
        for name, number in form.chosen_place.items():
            setattr(self.record, f"{name}_id" if name == "centre" else name, number)

    def findings(self) -> list[Finding]:
        """Return what the edit checks say of the record in memory."""
        record = self.record
        case = case_with(record, self.records)
        return run(record.form, facts_of(record), case, record.variables())

    def unexplained(self, findings: Iterable[Finding]) -> list[Finding]:
        """Leave out what was explained before, of values that stand as they were."""
        case = case_with(self.record, self.records)
        return unexplained(findings, self.queries, case)

    def save(self, form: RecordForm, reason: str, version: int | None) -> Saved:
        """Save what was typed, through the one door there is."""
        said: dict[str, Any] = {
            "values": {name: form.cleaned_data[name] for name in form.variables},
            "absent": form.absences,
            "actor": self.actor,
            "reason": reason,
        }
        remember_units(actor=self.actor, units=form.units_chosen)
        if self.enrolling:
            return enrol(centre=self._centre(form), **said)
        said |= {"patient_id": self.patient.pk, "version": version}
        said["stands"] = form.stands if form.setting.may_confirm else {}
        if isinstance(self.record, Patient):
            return save_patient(**said)
        said |= {"record_id": self.record.pk, "place": form.chosen_place}
        return save_record(form=self.form_name, **said)

    def _centre(self, form: RecordForm) -> Centre:
        return Centre.objects.get(pk=form.chosen_place["centre"])


def entry_of(
    actor: Actor,
    patient: Patient,
    form: str,
    record_id: int | None = None,
    starts: Mapping[str, str] | None = None,
) -> Entry:
    """Return the entry of a saved record, or of a new one; 404 when there is none."""
    if form == Patient.form:
        return Entry(actor, patient, {})
    if form not in FORMS:
        raise Http404(form)
    model, starts = FORMS[form], starts or {}
    if record_id is None:
        return Entry(actor, _new(model, patient, starts), starts)
    record = get_object_or_404(model, pk=record_id, patient=patient)
    record.patient = patient
    return Entry(actor, record, starts)


def _new(model: type[Record], patient: Patient, starts: Mapping[str, str]) -> Versioned:
    """Return an unsaved record at the course or HSCT that was asked for."""
    record = model(patient=patient)
    for name in ("course_no", "hsct_no"):
        if hasattr(record, name) and (asked := _asked(starts, name)):
            setattr(record, name, asked)
    return record


def _asked(starts: Mapping[str, str], name: str) -> int:
    """Return the number of a course or an HSCT that an address names, else 0."""
    number = whole(starts.get(name)) or 0
    return number if number <= HIGHEST_NUMBER else 0
