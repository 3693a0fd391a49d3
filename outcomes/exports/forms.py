"""One dataset a form: its records as they are stored, codes with their labels.

The columns are the form's variables: a new field is a new column. Dates and free texts
are for those who may know who the patient is; others get days from day 0.
"""

from collections.abc import Iterator
from dataclasses import replace
from operator import attrgetter

from outcomes.exports.adam import WHO
from outcomes.exports.columns import Column, Kind
from outcomes.exports.datasets import SUBJECT_FIRST, Dataset
from registry.codelists.base import CodeList, Label
from registry.models import FORMS, Patient, Versioned
from registry.variables import spec
from registry.variables.spec import Privacy, Variable

# Of what belongs to a course or a transplant, day 0 is its own.
COURSE_DAY = (
    "(SELECT min(i.infusion_date) FROM registry_infusion i"
    " WHERE i.patient_id = p.id AND i.course_no = r.course_no)"
)
TRANSPLANT_DAY = (
    "(SELECT min(h.hsct_date) FROM registry_hsct h"
    " WHERE h.patient_id = p.id AND h.hsct_no = r.hsct_no)"
)
# Else the day 0 of adsl: the first allogeneic HSCT, else the first infusion.
SUBJECT = (
    " LEFT JOIN LATERAL (SELECT a.patient_id, a.index_date"
    " FROM outcomes_analysissubject a WHERE a.patient_id = p.id"
    " ORDER BY a.index_kind, a.first_allogeneic DESC, a.index_no LIMIT 1) s ON true"
)
KINDS = {
    spec.Kind.CODE: Kind.CODE,
    spec.Kind.WHOLE: Kind.WHOLE,
    spec.Kind.NUMBER: Kind.NUMBER,
    spec.Kind.DAY: Kind.DAY,
}
PLACES = {
    "course_no": Label("Course number", "疗程序号"),
    "hsct_no": Label("HSCT number", "移植序号"),
}
RECORD = (
    Column("record", "r.id", Label("Record", "记录"), Kind.WHOLE),
    Column("state", "r.state", Label("State of the form", "表单状态")),
    Column(
        "form_revision",
        "r.form_revision",
        Label("Revision of the form", "表单修订号"),
        Kind.WHOLE,
    ),
)
AS_STORED = (
    Column(
        "absent",
        "NULLIF(r.absent, '{}')::text",
        Label("Reasons for no value, by field", "缺失原因（按字段）"),
    ),
    Column(
        "as_entered",
        "NULLIF(r.as_entered, '{}')::text",
        Label("As entered, where the column cannot say it", "原始录入"),
        pseudonymised=None,
    ),
)


def dataset_of(model: type[Versioned]) -> Dataset:
    """Return the dataset of a form."""
    patient = "r.id" if model is Patient else "r.patient_id"
    return Dataset(
        model.form,
        model.label,
        (*WHO, *place(model), *RECORD, *_columns(model), *_as_stored(model)),
        f"{model._meta.db_table} r"
        f" JOIN registry_patient p ON p.id = {patient}"
        f" JOIN registry_centre c ON c.id = p.centre_id{SUBJECT}",
        f"{SUBJECT_FIRST}, r.id",
        main_only=True,
        patient="p.id",
        changed='EXISTS (SELECT 1 FROM registry_change ch WHERE ch."table" ='
        f" '{model._meta.db_table}' AND ch.record_id = r.id AND ch.at >= %(since)s)",
    )


def place(model: type[Versioned]) -> Iterator[Column]:
    """Yield the numbers of the course or HSCT that a form's records belong to."""
    names = {field.name for field in model._meta.get_fields()}
    for name, label in PLACES.items():
        if name in names and name not in model.variables():
            yield Column(name, f"r.{name}", label, Kind.WHOLE)


def _as_stored(model: type[Versioned]) -> Iterator[Column]:
    """Yield what is kept beside the answers; what was entered is as they are."""
    genetic = any(variable.genetic for variable in model.variables().values())
    for column in AS_STORED:
        yield replace(column, genetic=genetic and column.name == "as_entered")


def _day_zero(model: type[Versioned]) -> str:
    names = {field.name for field in model._meta.get_fields()}
    if "hsct_no" in names:
        return TRANSPLANT_DAY
    return COURSE_DAY if "course_no" in names else "s.index_date"


def _columns(model: type[Versioned]) -> Iterator[Column]:
    day_zero = _day_zero(model)
    for name, variable in model.variables().items():
        sql = f"r.{name}"
        yield _stored(name, sql, variable)
        if variable.kind is spec.Kind.CODE and variable.codes is not None:
            label = Label(f"{variable.label.en}: label", f"{variable.label.zh}：标签")
            told = _labelled(sql, variable.codes)
            yield Column(
                f"{name}_label",
                told,
                label,
                pseudonymised=_if_open(variable),
                tells=name,
                genetic=variable.genetic,
            )
        if variable.kind is spec.Kind.DAY and name != "birth_date":
            label = Label(f"{variable.label.en}: day", f"{variable.label.zh}：距第0天")
            yield Column(f"{name}_dy", f"{sql} - {day_zero}", label, Kind.WHOLE)


def _stored(name: str, sql: str, variable: Variable) -> Column:
    if variable.kind is spec.Kind.CODES:
        sql = f"array_to_string({sql}, '|')"
    if variable.kind is spec.Kind.ROWS:
        sql = f"{sql}::text"
    return Column(
        name,
        sql,
        variable.label,
        KINDS.get(variable.kind, Kind.TEXT),
        _if_open(variable),
        unit=variable.unit,
        codes=variable.codes if variable.kind is spec.Kind.CODE else None,
        reason=f"r.absent ->> {_quoted(name)}" if variable.reasons else "",
        birth=name == "birth_date",
        free=variable.kind is spec.Kind.TEXT,
        genetic=variable.genetic,
    )


def _if_open(variable: Variable) -> str | None:
    """Return nothing for what tells who the patient is, or may: dates, free text.

    The rows of a group may hold both.
    """
    free = variable.kind in (spec.Kind.TEXT, spec.Kind.ROWS)
    told = variable.kind is spec.Kind.DAY or variable.privacy is not Privacy.OPEN
    return None if free or told else ""


def _labelled(sql: str, codes: CodeList) -> str:
    english, chinese = (
        " ".join(
            f"WHEN {_quoted(c.value)} THEN {_quoted(word(c.label))}" for c in codes
        )
        for word in (attrgetter("en"), attrgetter("zh"))
    )
    return (
        f"CASE WHEN %(in_chinese)s THEN CASE {sql} {chinese} END"
        f" ELSE CASE {sql} {english} END END"
    )


def _quoted(text: str) -> str:
    """Return ``text`` as SQL, its percent signs kept through the parameters."""
    escaped = text.replace("'", "''").replace("%", "%%")
    return f"'{escaped}'"


ALL_FORMS: tuple[type[Versioned], ...] = (Patient, *FORMS.values())
FORM_DATASETS = {model.form: dataset_of(model) for model in ALL_FORMS}
