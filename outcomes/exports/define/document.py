"""The document as a whole."""

from datetime import UTC, datetime
from typing import Any

from odmlib.define_2_1 import model as define

from outcomes.endpoints import ENDPOINTS
from outcomes.exports.catalogue import DATASETS
from outcomes.exports.define.values import days_of, values_of_aval, where
from outcomes.exports.define.variables import WITHHELD, group, item, methods
from outcomes.exports.define.words import code_list, codes_in, described, list_oid
from outcomes.exports.derivations import ORIGINS
from outcomes.exports.formats.oids import METADATA_OID, STUDY_OID
from outcomes.version import code_version

FILE = "define.xml"
HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def define_xml() -> bytes:
    """Return the document that describes the analysis datasets."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    document = define.ODM(
        FileOID=f"DAYZERO.DEFINE.{now}",
        FileType="Snapshot",
        ODMVersion="1.3.2",
        CreationDateTime=now,
        Originator="Day Zero",
        SourceSystem="Day Zero",
        SourceSystemVersion=code_version(),
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
            MetaDataVersion=_version(),
        ),
    )
    return HEAD + document.to_xml_string().encode()


def _version() -> Any:
    standard = define.Standard(
        OID="STD.ADAMIG", Name="ADaMIG", Type="IG", Version="1.3", Status="Final"
    )
    datasets = [DATASETS[name] for name in ORIGINS]
    columns = [(of, column) for of in datasets for column in of.columns]
    lists = {list_oid(of, c): (of, c) for of, c in columns if codes_in(of, c)}
    version = define.MetaDataVersion(
        OID=METADATA_OID,
        Name="Day Zero",
        DefineVersion="2.1.0",
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
