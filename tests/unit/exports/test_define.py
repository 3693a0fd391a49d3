"""Define-XML 2.1: held to CDISC's schema, read back by odmlib, beside the columns."""

import re

import pytest
from odmlib.define_loader import XMLDefineLoader
from odmlib.loader import ODMLoader
from odmlib.odm_parser import ODMSchemaValidator

from outcomes.endpoints import ENDPOINTS
from outcomes.exports.catalogue import DATASETS
from outcomes.exports.define.document import define_xml
from outcomes.exports.derivations import ORIGINS

NAMES = tuple(ORIGINS)


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    path = tmp_path_factory.mktemp("define") / "define.xml"
    path.write_bytes(define_xml())
    return path


@pytest.fixture(scope="module")
def version(document):
    loader = ODMLoader(XMLDefineLoader(model_package="define_2_1"))
    loader.open_odm_document(str(document))
    return loader.MetaDataVersion()


def by_oid(things):
    return {one.OID: one for one in things}


def english(described):
    return described.Description.TranslatedText[0]._content


def test_it_keeps_to_the_published_schema(document):
    ODMSchemaValidator(standard="define", version="2.1").validate_file(str(document))


def test_every_reference_leads_somewhere_and_every_definition_is_used(document):
    text = document.read_text()
    defined = set(re.findall(r'<[\w:]+ OID="([^"]+)"', text))
    used = set(re.findall(r'[ :](?!File)[A-Z]\w+OID="([^"]+)"', text))
    assert used <= defined
    # Nothing of the document itself leads to these.
    roots = {"ST.DAYZERO", "MDV.1", "STD.ADAMIG"}
    assert defined - used == roots | {f"IG.{name.upper()}" for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_variables_are_the_columns_in_their_order(version, name):
    dataset = DATASETS[name]
    (group,) = (one for one in version.ItemGroupDef if one.Name == name.upper())
    items = by_oid(version.ItemDef)
    found = [items[one.ItemOID] for one in group.ItemRef]
    assert [one.Name for one in found] == [one.name for one in dataset.columns]
    assert [english(one) for one in found] == [
        column.titled("en") for column in dataset.columns
    ]
    types = {"text": "text", "code": "text", "number": "float", "moment": "datetime"}
    assert [one.DataType for one in found] == [
        types.get(column.kind.value, column.kind.value) for column in dataset.columns
    ]
    assert all(len(one.SASFieldName) <= 8 for one in found)
    assert group.leaf.href == f"{name}.xpt"


@pytest.mark.parametrize("name", NAMES)
def test_code_lists_are_those_of_the_columns(version, name):
    items, lists = by_oid(version.ItemDef), by_oid(version.CodeList)
    for column in DATASETS[name].columns:
        if not column.codes:
            continue
        item = items[f"IT.{name.upper()}.{column.name}"]
        codes = lists[item.CodeListRef.CodeListOID].CodeListItem
        said = [
            (one.CodedValue, one.Decode.TranslatedText[1]._content) for one in codes
        ]
        assert said == [(code.value, code.label.zh) for code in column.codes]


@pytest.mark.parametrize("name", NAMES)
def test_every_column_says_where_it_comes_from(version, name):
    columns = [column.name for column in DATASETS[name].columns]
    assert list(ORIGINS[name]) == columns
    items = by_oid(version.ItemDef)
    for column in columns:
        origin, said = ORIGINS[name][column], items[f"IT.{name.upper()}.{column}"]
        (source,) = said.Origin
        if origin.field:
            dataset, _, field = origin.field.partition(".")
            assert field in {one.name for one in DATASETS[dataset].columns}
            assert source.Type == "Predecessor"
            assert english(source) == origin.field
        else:
            assert source.Type == ("Assigned" if origin.assigned else "Derived")


def test_what_is_derived_has_its_method(version):
    methods = by_oid(version.MethodDef)
    for group in version.ItemGroupDef:
        name = group.Name.lower()
        for reference in group.ItemRef:
            origin = ORIGINS[name][reference.ItemOID.rpartition(".")[2]]
            if origin.how and not origin.assigned:
                assert english(methods[reference.MethodOID]) == origin.how.en


def test_aval_is_said_for_each_endpoint_as_its_definition_says(version):
    (values,) = version.ValueListDef
    wheres, methods = by_oid(version.WhereClauseDef), by_oid(version.MethodDef)
    assert len(values.ItemRef) == len(ENDPOINTS)
    for reference, (code, endpoint) in zip(
        values.ItemRef, ENDPOINTS.items(), strict=True
    ):
        (where,) = wheres[reference.WhereClauseRef[0].WhereClauseOID].RangeCheck
        found = [one._content for one in where.CheckValue]
        both = len(endpoint.from_index) > 1
        assert found == ([code, f"{code}INF"] if both else [code])
        assert english(methods[reference.MethodOID]).startswith(endpoint.definition.en)


def test_forms_fields_that_a_derivation_names_exist():
    for name in NAMES:
        for column, origin in ORIGINS[name].items():
            for dataset, field in re.findall(
                r"\b([a-z_]+)\.([a-z_0-9]+)\b", origin.how.en if origin.how else ""
            ):
                if dataset in DATASETS:
                    fields = {one.name for one in DATASETS[dataset].columns}
                    assert field in fields, (name, column, dataset, field)
