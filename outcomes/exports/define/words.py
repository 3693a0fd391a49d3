"""Words in both languages, and code lists, as Define-XML has them."""

from typing import Any

from odmlib.define_2_1 import model as define

from outcomes.endpoints import ENDPOINTS
from outcomes.exports.columns import Column, Kind
from outcomes.exports.datasets import Dataset
from outcomes.exports.derivations import codes_of
from registry.codelists.base import CodeList, Label, codelist

TYPES = {
    Kind.TEXT: "text",
    Kind.CODE: "text",
    Kind.WHOLE: "integer",
    Kind.NUMBER: "float",
    Kind.DAY: "date",
    Kind.MOMENT: "datetime",
}
PARAMETERS = codelist(
    "PARAMCD.ADTTE",
    *(
        (code, one.name.en, one.name.zh)
        for name, one in ENDPOINTS.items()
        for code in codes_of(name)
    ),
)


def codes_in(dataset: Dataset, column: Column) -> CodeList | None:
    """Return the codes of a column; those of adtte's endpoints are its parameters."""
    if (dataset.name, column.name) == ("adtte", "PARAMCD"):
        return PARAMETERS
    return column.codes


def list_oid(dataset: Dataset, column: Column) -> str:
    """Return the identifier of a column's code list."""
    codes = codes_in(dataset, column)
    assert codes is not None
    return f"CL.{codes.name.upper()}"


def code_list(dataset: Dataset, column: Column) -> Any:
    """Return the code list of a column, with what each code stands for."""
    codes = codes_in(dataset, column)
    assert codes is not None
    return define.CodeList(
        OID=list_oid(dataset, column),
        Name=codes.name,
        DataType=TYPES[column.kind],
        IsNonStandard="Yes",
        CodeListItem=[
            define.CodeListItem(
                CodedValue=code.value,
                Decode=define.Decode(TranslatedText=_both(code.label)),
            )
            for code in codes
        ],
    )


def described(label: Label) -> Any:
    """Return a description in both languages."""
    return define.Description(TranslatedText=_both(label))


def _both(label: Label) -> list[Any]:
    return [
        define.TranslatedText(_content=label.en, lang="en"),
        define.TranslatedText(_content=label.zh, lang="zh"),
    ]
