"""The datasets that can be taken out, and in which formats."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from outcomes.exports.adam import ADSL, ADTTE
from outcomes.exports.columns import Column
from outcomes.exports.profiles import SHIFT
from registry.access.policy import Action
from registry.codelists.base import Label

SUBJECTS = (
    "outcomes_analysissubject s"
    " JOIN registry_patient p ON p.id = s.patient_id"
    " JOIN registry_centre c ON c.id = s.centre_id"
)

CHANGED_PATIENT = (
    "EXISTS (SELECT 1 FROM registry_change ch"
    " WHERE ch.patient_id = p.id AND ch.at >= %(since)s)"
)

# Rows of one patient stand together, by the identifier that the reader sees.
SUBJECT_FIRST = "<subject>"


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset: its columns, the tables behind them, the order of its rows.

    ``main_only`` gives each patient one row: that of the index event that the
    patient's analysis starts from. ``patient`` is the patient's key where the rows are
    not those of analysed subjects. ``endpoint`` is a row's endpoint, where it has one;
    ``shift`` the days by which its dates are shifted for those who get no others.
    ``needs`` is what one must be allowed to do beside exporting, at the own centre;
    such rows are of the people who work there, and in the profile full alone.
    ``changed`` is the condition that something behind a row changed since a moment.
    ``said`` gives the values of parameters of its own, for rows about no patient.
    """

    name: str
    label: Label
    columns: tuple[Column, ...]
    tables: str
    order: str
    main_only: bool
    patient: str = ""
    endpoint: str = ""
    shift: str = SHIFT
    needs: Action | None = None
    changed: str = CHANGED_PATIENT
    said: Callable[[], dict[str, Any]] | None = None


ANALYSED = {
    dataset.name: dataset
    for dataset in (
        Dataset(
            "adsl",
            Label("Subjects, one row a patient", "受试者，每例一行"),
            ADSL,
            SUBJECTS,
            f"{SUBJECT_FIRST}, s.index_kind, s.index_no",
            main_only=True,
        ),
        Dataset(
            "adtte",
            Label("Times to event, one row an endpoint", "至事件时间，每终点一行"),
            ADTTE,
            f"{SUBJECTS} JOIN outcomes_analysisoutcome o ON o.subject_id = s.id",
            f"{SUBJECT_FIRST}, s.index_kind, s.index_no, o.paramcd",
            main_only=False,
            endpoint="o.paramcd",
        ),
    )
}
