"""AVAL of adtte is another thing for each endpoint: value-level metadata."""

from typing import Any

from odmlib.define_2_1 import model as define

from outcomes.endpoints import ENDPOINTS
from outcomes.exports.define.words import described
from outcomes.exports.derivations import codes_of
from registry.codelists.base import Label

LIST = "VL.ADTTE.AVAL"


def values_of_aval() -> Any:
    """Return which endpoint's days AVAL has where, and by which method."""
    return define.ValueListDef(
        OID=LIST,
        ItemRef=[
            define.ItemRef(
                ItemOID=f"IT.ADTTE.AVAL.{code}",
                OrderNumber=number,
                Mandatory="Yes",
                MethodOID=f"MT.ADTTE.AVAL.{code}",
                WhereClauseRef=[
                    define.WhereClauseRef(WhereClauseOID=f"WC.ADTTE.{code}")
                ],
            )
            for number, code in enumerate(ENDPOINTS, start=1)
        ],
    )


def where(code: str) -> Any:
    """Return the condition that a row is of an endpoint."""
    values = codes_of(code)
    return define.WhereClauseDef(
        OID=f"WC.ADTTE.{code}",
        RangeCheck=[
            define.RangeCheck(
                Comparator="IN" if len(values) > 1 else "EQ",
                SoftHard="Soft",
                ItemOID="IT.ADTTE.PARAMCD",
                CheckValue=[define.CheckValue(_content=value) for value in values],
            )
        ],
    )


def days_of(code: str) -> Any:
    """Return what AVAL is for an endpoint."""
    name = ENDPOINTS[code].name
    return define.ItemDef(
        OID=f"IT.ADTTE.AVAL.{code}",
        Name="AVAL",
        SASFieldName="AVAL",
        DataType="integer",
        Length=8,
        Description=described(
            Label(f"{name.en}, days from the origin", f"{name.zh}，距起始日天数")
        ),
        Origin=[define.Origin(Type="Derived", Source="Sponsor")],
    )
