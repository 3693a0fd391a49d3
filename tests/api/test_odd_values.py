"""Whatever is sent for a field, the answer is never a fault of the server."""

import pytest
from django.test import Client

from registry.models import FORMS
from registry.variables.spec import Kind
from tests.builders import NEEDED, a_data_manager, a_patient

ODD = [
    None,
    "",
    " ",
    "x" * 10_000,
    "a\0b",
    "\u202egnp.exe",
    "\ud800",
    "😀",
    True,
    0,
    -1,
    1e308,
    10**40,
    0.1234567890123,
    "NaN",
    "Infinity",
    "1e999999999",
    [],
    [None],
    [["x"]],
    {"a": 1},
]
DAYS = ["0001-01-01", "9999-12-31", "2024-02-30", "2024-01-01T00:00:00Z"]


@pytest.fixture
def client_of_manager(db):
    client = Client(raise_request_exception=False)
    client.force_login(a_data_manager())
    return client


def needed(form, patient):
    said = {
        k: v if isinstance(v, int) else str(v) for k, v in NEEDED.get(form, {}).items()
    }
    return {**said, "patient": patient.pk}


def one_of_each_kind(form):
    """Return a field of each kind that the form has."""
    variables = FORMS[form].variables()
    return {variable.kind: name for name, variable in variables.items()}.values()


@pytest.mark.parametrize("form", FORMS)
def test_no_odd_value_is_a_fault(client_of_manager, form):
    patient = a_patient()
    days = [n for n, v in FORMS[form].variables().items() if v.kind is Kind.DAY]
    tried = [(name, value) for name in one_of_each_kind(form) for value in ODD]
    tried += [(name, value) for name in days for value in DAYS]
    for name, value in tried:
        body = needed(form, patient) | {name: value}
        answer = client_of_manager.post(f"/api/v1/{form}/", body, "application/json")
        assert answer.status_code < 500, (name, value)
        if answer.status_code >= 400:
            assert answer["Content-Type"] == "application/problem+json"
