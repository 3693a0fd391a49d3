"""One dataset a repeating group of a form: one row each of its rows."""

from collections.abc import Iterator
from dataclasses import replace

from outcomes.exports.adam import WHO
from outcomes.exports.columns import Column, Kind
from outcomes.exports.datasets import SUBJECT_FIRST, Dataset
from outcomes.exports.forms import ALL_FORMS, KINDS, dataset_of, place
from registry.codelists.base import Label
from registry.models import Versioned
from registry.variables import spec
from registry.variables.spec import Privacy, Variable

RECORD = Column("record", "r.id", Label("Record", "记录"), Kind.WHOLE)
ROW = Column("row_no", "g.number", Label("Row of the group", "组内行号"), Kind.WHOLE)
CASTS = {Kind.WHOLE: "::integer", Kind.NUMBER: "::numeric", Kind.DAY: "::date"}


def _datasets(model: type[Versioned]) -> Iterator[Dataset]:
    form = dataset_of(model)
    for name, group in model.variables().items():
        if group.kind is spec.Kind.ROWS:
            parts = (_part(part, said) for part, said in group.parts)
            yield replace(
                form,
                name=f"{model.form}_{name}",
                label=Label(
                    f"{model.label.en}: {group.label.en}",
                    f"{model.label.zh}：{group.label.zh}",
                ),
                columns=(*WHO, *place(model), RECORD, ROW, *parts),
                tables=f"{form.tables} CROSS JOIN LATERAL"
                f" jsonb_array_elements(r.{name}) WITH ORDINALITY g(answers, number)",
                order=f"{SUBJECT_FIRST}, r.id, g.number",
            )


def _part(name: str, said: Variable) -> Column:
    kind = KINDS.get(said.kind, Kind.TEXT)
    open_to_all = kind not in (Kind.TEXT, Kind.DAY) and said.privacy is Privacy.OPEN
    return Column(
        name,
        f"(g.answers ->> '{name}'){CASTS.get(kind, '')}",
        said.label,
        kind,
        "" if open_to_all else None,
        unit=said.unit,
        codes=said.codes if kind is Kind.CODE else None,
        free=said.kind is spec.Kind.TEXT,
        genetic=said.genetic,
    )


GROUP_DATASETS = {one.name: one for model in ALL_FORMS for one in _datasets(model)}
