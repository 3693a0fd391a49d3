"""Everything that can be taken out, and in which formats."""

from outcomes.exports.codebook import codebook_of
from outcomes.exports.conduct import CONDUCT_DATASETS
from outcomes.exports.datasets import ANALYSED
from outcomes.exports.formats.columnar import write_arrow, write_parquet
from outcomes.exports.formats.dataset_json import write_dsjson
from outcomes.exports.formats.format import Format
from outcomes.exports.formats.odm import write_odm
from outcomes.exports.formats.spss import write_sav
from outcomes.exports.formats.stata import write_dta
from outcomes.exports.formats.workbook import MOST_ROWS, write_xlsx
from outcomes.exports.formats.xport import write_sas, write_xpt
from outcomes.exports.forms import FORM_DATASETS
from outcomes.exports.groups import GROUP_DATASETS
from outcomes.exports.series import ADLB
from registry.codelists.base import Label

DESCRIBED = {
    **ANALYSED,
    ADLB.name: ADLB,
    **FORM_DATASETS,
    **GROUP_DATASETS,
    **CONDUCT_DATASETS,
}
DATASETS = {**DESCRIBED, "codebook": codebook_of(DESCRIBED)}
# As a page offers them.
SECTIONS = (
    (Label("Analysis", "分析"), (*ANALYSED, ADLB.name)),
    (Label("Forms, one row a record", "表单，每条记录一行"), tuple(FORM_DATASETS)),
    (Label("Repeating groups", "重复组"), tuple(GROUP_DATASETS)),
    (Label("How the data came about", "数据过程"), (*CONDUCT_DATASETS, "codebook")),
)
STREAM = "application/octet-stream"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    one.name: one
    for one in (
        Format("csv", Label("CSV", "CSV"), "text/csv; charset=utf-8"),
        Format(
            "xlsx",
            Label("Workbook (Excel)", "工作簿（Excel）"),
            WORKBOOK,
            write_xlsx,
            most_rows=MOST_ROWS,
        ),
        Format(
            "parquet",
            Label("Parquet", "Parquet"),
            "application/vnd.apache.parquet",
            write_parquet,
        ),
        Format(
            "arrow",
            Label("Arrow stream", "Arrow流"),
            "application/vnd.apache.arrow.stream",
            write_arrow,
        ),
        Format(
            "dta",
            Label("Stata", "Stata"),
            STREAM,
            write_dta,
            labelled=True,
            reasons=True,
        ),
        Format(
            "sav",
            Label("SPSS", "SPSS"),
            STREAM,
            write_sav,
            labelled=True,
            reasons=True,
        ),
        Format(
            "xpt",
            Label("SAS transport, version 5", "SAS传输文件（第5版）"),
            STREAM,
            write_xpt,
            reasons=True,
        ),
        Format(
            "sas",
            Label(
                "SAS: transport, program and columns in a zip",
                "SAS：传输文件、程序与列清单（zip）",
            ),
            "application/zip",
            write_sas,
            suffix="zip",
            labelled=True,
            reasons=True,
        ),
        Format(
            "odm",
            Label("CDISC ODM 1.3.2", "CDISC ODM 1.3.2"),
            "application/xml",
            write_odm,
            suffix="xml",
            labelled=True,
        ),
        Format(
            "dsjson",
            Label("CDISC Dataset-JSON 1.1", "CDISC Dataset-JSON 1.1"),
            "application/json",
            write_dsjson,
            suffix="json",
            labelled=True,
        ),
    )
}


def is_known(dataset: str, kind: str) -> bool:
    """Tell whether there is such a dataset, and such a format of it."""
    return dataset in DATASETS and kind in FORMATS
