"""The last day on which any form knows the patient to be alive."""

from collections.abc import Iterator
from datetime import date

from registry.checks import Case, Record
from registry.codelists.base import Label
from registry.queries.derived.value import Derived, Values
from registry.variables.entered import partial

LAST_CONTACT = Label("Last known alive, over all forms", "末次存活日期（所有表单）")
# Days on which a form does not say that the patient was alive: the patient's own
# bounds, the product's, a report, and a withdrawal, which others may declare.
NOT_A_CONTACT = {
    "patient": {"birth_date", "consent_withdrawn_date"},
    "death": {"death_date"},
    "apheresis_product": {"manufacture_date"},
    "second_malignancy": {"reported_to_authority_date"},
}


def follow_up(values: Values, case: Case) -> list[Derived]:
    """Return the latest day on which any form knows the patient to be alive."""
    return [Derived("last_contact_date", LAST_CONTACT, last_contact(case))]


def last_contact(case: Case) -> date | None:
    """Return the latest day on which any form is certain that the patient was alive.

    A visit counts when it found the patient alive, an apheresis when the cells are
    the patient's own; a partial date by the first day that it may stand for. Days
    after the death are contradictions, not contacts.
    """
    died = case.death_date or _latest_death(case)
    days = [day for *_, day in contacts(case) if died is None or day <= died]
    return max(days, default=None)


def _latest_death(case: Case) -> date | None:
    entered = (case.death or {}).get("as_entered") or {}
    part = partial(entered.get("death_date"))
    return part.last if part else None


def contacts(case: Case) -> Iterator[tuple[str, Record, str, date]]:
    """Yield every day on which a record is certain of it, with its form and field."""
    for form in ("patient", *case.forms):
        for record in case.of(form):
            for name, day in _days(record):
                if _is_contact(form, name, record):
                    yield form, record, name, day


def _days(record: Record) -> Iterator[tuple[str, date]]:
    """Yield each date of a record, the first day of a partial one, with its field."""
    for name, value in record.items():
        if isinstance(value, date):
            yield name, value
    for name, text in (record.get("as_entered") or {}).items():
        if part := partial(text):
            yield name, part.first


def _is_contact(form: str, name: str, record: Record) -> bool:
    if name in NOT_A_CONTACT.get(form, ()):
        return False
    if form == "follow_up":
        return record.get("vital_status") == "alive"
    if form == "apheresis_product":
        return record.get("cell_source") == "autologous"
    return True
