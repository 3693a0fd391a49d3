"""How CDISC's files call a study, a dataset and its columns: alike in each of them."""

from outcomes.exports.columns import Column
from outcomes.exports.datasets import Dataset
from outcomes.exports.table import Table

STUDY_OID, METADATA_OID = "ST.DAYZERO", "MDV.1"


def group_oid(table: Table | Dataset) -> str:
    """Return the identifier of a dataset."""
    return f"IG.{table.name.upper()}"


def item_oid(table: Table | Dataset, column: Column) -> str:
    """Return the identifier of a column of a dataset."""
    return f"IT.{table.name.upper()}.{column.name}"


def list_oid(column: Column) -> str:
    """Return the identifier of a column's code list."""
    assert column.codes is not None
    return f"CL.{column.codes.name.upper()}"
