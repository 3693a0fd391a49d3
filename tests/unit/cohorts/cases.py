"""A case built from plain values, days counted from the infusion."""

from datetime import date, timedelta

from registry.checks import Case

DAY0 = date(2024, 1, 15)
PERSON = {"sex": "F", "birth_date": date(2009, 1, 16)}


def day(number):
    """Return the day ``number`` days after the infusion."""
    return DAY0 + timedelta(days=number)


def a_case(patient=PERSON, **forms):
    """Return a case with these records by form, each with a number."""
    numbered = {
        form: [{"id": i, **record} for i, record in enumerate(records, 1)]
        for form, records in forms.items()
    }
    return Case(patient=patient, forms=numbered, today=day(5000))


def infusion(on=0, **values):
    """Return an infusion."""
    return {"infusion_date": day(on), "course_no": 1, **values}


def hsct(on=60, **values):
    """Return an allogeneic HSCT."""
    return {"hsct_date": day(on), "hsct_type": "allogeneic", **values}
