"""The document as a whole, of the registry as it is or of a data cut."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from odmlib.define_2_1 import model as define

from outcomes.cuts.reach import made_of
from outcomes.cuts.thawing import as_dataset
from outcomes.endpoints import ENDPOINTS
from outcomes.exports.catalogue import DATASETS
from outcomes.exports.columns import Column
from outcomes.exports.datasets import Dataset
from outcomes.exports.define.values import days_of, values_of_aval, where
from outcomes.exports.define.variables import WITHHELD, group, item, methods
from outcomes.exports.define.words import code_list, codes_in, described, list_oid
from outcomes.exports.derivations import ORIGINS
from outcomes.exports.formats.oids import METADATA_OID, STUDY_OID
from outcomes.models import DataCut
from outcomes.version import code_version
from registry.codelists.base import CodeList

FILE = "define.xml"
HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, slots=True)
class Described:
    """What a document is about: the datasets, since when they are so, by which code."""

    datasets: list[Dataset]
    at: str
    code_version: str
    oid: str
    says: str = ""


def define_xml(cut: DataCut | None = None) -> bytes:
    """Return the document that describes the analysis datasets, of now or of a cut.

    Of a cut it is the same each time, as long as the code that words the methods is.
    """
    about = _of_cut(cut) if cut else _of_now()
    document = define.ODM(
        FileOID=f"DAYZERO.DEFINE.{about.oid}",
        FileType="Snapshot",
        ODMVersion="1.3.2",
        CreationDateTime=about.at,
        Originator="Day Zero",
        SourceSystem="Day Zero",
        SourceSystemVersion=about.code_version,
        Context="Other",
        Study=define.Study(
            OID=STUDY_OID,
            GlobalVariables=define.GlobalVariables(
                StudyName=define.StudyName(_content="Day Zero"),
                StudyDescription=define.StudyDescription(
                    _content="A registry of CAR-T and stem-cell transplant"
                ),
                ProtocolName=define.ProtocolName(_content="Day Zero"),
            ),
            MetaDataVersion=_version(about),
        ),
    )
    return HEAD + document.to_xml_string().encode()


def _of_now() -> Described:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Described([DATASETS[name] for name in ORIGINS], now, code_version(), now)


def _of_cut(cut: DataCut) -> Described:
    """Return a cut's datasets with the labels and codes that it keeps."""
    kept = cut.datasets.filter(name__in=list(ORIGINS))
    made = made_of(cut)
    says = (
        f"Data cut {cut.name} at change {cut.data_version}, made by code "
        f"{cut.manifest.code_version}. Variables, labels and codes are those that the "
        f"cut keeps; origins and methods are in the words of code {code_version()}."
    )
    datasets = [_with_own_codes(as_dataset(one)) for one in kept]
    return Described(datasets, made.said, made.code_version, cut.name, says)


def _with_own_codes(dataset: Dataset) -> Dataset:
    """Name each list of codes by its column: a cut does not keep what they were called.

    So that two columns with the same codes today may differ in it.
    """

    def named(columns: tuple[Column, ...]) -> Iterator[Column]:
        for one in columns:
            codes = one.codes
            name = f"{dataset.name}.{one.name}"
            yield replace(one, codes=CodeList(name, tuple(codes)) if codes else None)

    return replace(dataset, columns=tuple(named(dataset.columns)))


def _version(about: Described) -> Any:
    standard = define.Standard(
        OID="STD.ADAMIG", Name="ADaMIG", Type="IG", Version="1.3", Status="Final"
    )
    datasets = about.datasets
    columns = [(of, column) for of in datasets for column in of.columns]
    lists = {list_oid(of, c): (of, c) for of, c in columns if codes_in(of, c)}
    version = define.MetaDataVersion(
        OID=METADATA_OID,
        Name="Day Zero",
        DefineVersion="2.1.0",
        **({"Description": about.says} if about.says else {}),
        Standards=define.Standards(Standard=[standard]),
    )
    version.ValueListDef = [values_of_aval()]
    version.WhereClauseDef = [where(code) for code in ENDPOINTS]
    version.ItemGroupDef = [group(dataset) for dataset in datasets]
    version.ItemDef = [item(of, column) for of, column in columns]
    version.ItemDef += [days_of(code) for code in ENDPOINTS]
    version.CodeList = [code_list(of, column) for of, column in lists.values()]
    version.MethodDef = [*methods(datasets)]
    version.CommentDef = [
        define.CommentDef(OID=oid, Description=described(says))
        for oid, says in WITHHELD.items()
    ]
    return version
