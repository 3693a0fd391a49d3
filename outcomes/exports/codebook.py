"""The codebook of the datasets, itself a dataset: one row a column, in both languages.

What a form asks, with limits and conditions, is ``registry.queries.codebook``; both are
read from the same fields.
"""

import json
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from outcomes.exports.columns import Column, Kind
from outcomes.exports.datasets import Dataset
from outcomes.exports.derivations import origin_of
from outcomes.exports.formats import stata, xport
from outcomes.exports.formats.labels import (
    MISSING_LETTERS,
    MISSING_NUMBERS,
    numbered,
    short,
)
from registry.codelists.base import Label

NAMES = {
    "dataset": Label("Dataset", "数据集"),
    "dataset_en": Label("Dataset in English", "数据集（英文）"),
    "dataset_zh": Label("Dataset in Chinese", "数据集（中文）"),
    "name": Label("Column", "列名"),
    "name_stata": Label("Name in Stata", "Stata变量名"),
    "name_xpt": Label("Name in SAS transport", "SAS传输文件变量名"),
    "label_en": Label("Label in English", "标签（英文）"),
    "label_zh": Label("Label in Chinese", "标签（中文）"),
    "kind": Label("Kind of value", "值类型"),
    "unit": Label("Unit", "单位"),
    "codes_en": Label("Codes in English", "代码（英文）"),
    "codes_zh": Label("Codes in Chinese", "代码（中文）"),
    "numbers": Label(
        "Numbers of the codes in Stata and SPSS", "Stata与SPSS中的代码数值"
    ),
    "reasons": Label(
        "Reasons for no value in Stata, SPSS and SAS", "Stata、SPSS与SAS中的缺失原因"
    ),
    "origin_en": Label("Where it comes from, in English", "来源与推导（英文）"),
    "origin_zh": Label("Where it comes from, in Chinese", "来源与推导（中文）"),
    "genetic": Label("Human genetic resource data", "人类遗传资源信息"),
    "pseudonymised": Label(
        "What those get who may not know the patient",
        "无权识别患者者所得内容",
    ),
}


def codebook_of(datasets: Mapping[str, Dataset], *, of_now: bool = True) -> Dataset:
    """Return the dataset that describes the columns of all others.

    Where a column comes from is said of the registry of now alone: the words are those
    of the code that runs, and a cut was derived by that of then.
    """
    listed = ", ".join(f"{name} text" for name in NAMES)
    return Dataset(
        "codebook",
        Label(
            "Codebook: one row a column of any dataset", "编码手册：每个数据集列一行"
        ),
        tuple(Column(name, f"r.{name}", label) for name, label in NAMES.items()),
        "ROWS FROM (jsonb_to_recordset(%(codebook)s::jsonb)"
        f" AS (number integer, {listed})) r",
        "r.number",
        main_only=True,
        said=partial(_said, datasets, of_now=of_now),
    )


def _said(datasets: Mapping[str, Dataset], *, of_now: bool) -> dict[str, Any]:
    rows = [
        {"number": number, **described(dataset, column, of_now=of_now)}
        for number, (dataset, column) in enumerate(_columns(datasets.values()))
    ]
    return {"codebook": json.dumps(rows)}


def _columns(datasets: Iterable[Dataset]) -> Iterable[tuple[Dataset, Column]]:
    return ((dataset, column) for dataset in datasets for column in dataset.columns)


def described(
    dataset: Dataset, column: Column, *, of_now: bool = True
) -> dict[str, str]:
    """Return what a column means, by the names of ``NAMES``."""
    origin = origin_of(dataset.name, column.name) if of_now else None
    return {
        "dataset": dataset.name,
        "dataset_en": dataset.label.en,
        "dataset_zh": dataset.label.zh,
        "name": column.name,
        "name_stata": short(column.name, stata.LONGEST_NAME),
        "name_xpt": short(column.name, xport.LONGEST_NAME),
        "label_en": column.label.en,
        "label_zh": column.label.zh,
        "kind": column.kind.value,
        "unit": column.unit,
        "codes_en": _codes(column, "en"),
        "codes_zh": _codes(column, "zh"),
        "numbers": _numbers(column),
        "reasons": _reasons(column),
        "origin_en": origin.in_language("en") if origin else "",
        "origin_zh": origin.in_language("zh-hans") if origin else "",
        "genetic": "genetic" if column.genetic else "",
        "pseudonymised": _given(dataset, column),
    }


def _codes(column: Column, language: str) -> str:
    codes = column.codes or ()
    return " | ".join(f"{c.value} = {c.label.in_language(language)}" for c in codes)


def _numbers(column: Column) -> str:
    if column.codes is None or column.kind is not Kind.CODE:
        return ""
    numbers = numbered(column.codes, ()).items()
    return " | ".join(f"{number} = {value}" for value, number in numbers)


def _reasons(column: Column) -> str:
    """Return what says why a value is absent; texts have no such, in SAS not codes."""
    if not column.reason or column.kind is Kind.TEXT:
        return ""
    coded = column.kind is Kind.CODE
    said = []
    for reason, letter in MISSING_LETTERS.items():
        marks = [f".{letter}", str(MISSING_NUMBERS[reason])]
        marks += [] if coded else [f".{letter.upper()}"]
        said.append(f"{reason} = {', '.join(marks)}")
    return " | ".join(said)


def _given(dataset: Dataset, column: Column) -> str:
    if dataset.needs is not None or column.pseudonymised is None:
        return "left out"
    return "changed" if column.pseudonymised else "as it is"
