"""Each check speaks of a record that breaks it, and of none that does not."""

import re
from pathlib import Path

import pytest

from registry.checks import CHECKS, Finding, Severity
from registry.checks.declare import RULES
from registry.checks.identity import study_number_left, study_number_taken
from tests.unit.checks.broken import EVERY, Broken
from tests.unit.checks.cases import VARIABLES, findings, ids

SPECIFIED = Path(__file__).parents[4] / "shared" / "clinical" / "specification.md"
# The database knows whether a number is taken; the message is tested by itself.
ASKED_BY_THE_DATABASE = {"DQ121"}
HARD = re.findall(
    r"\w+",
    """
    DQ001 DQ002 DQ003 DQ004 DQ006 DQ008 DQ010 DQ011 DQ013 DQ015 DQ017 DQ020 DQ021
    DQ023 DQ024 DQ026 DQ030 DQ032 DQ033 DQ034 DQ035 DQ036 DQ037 DQ038 DQ041 DQ042
    DQ044 DQ045 DQ054 DQ055 DQ056 DQ064 DQ070 DQ071 DQ074 DQ076 DQ079 DQ083 DQ084
    DQ090 DQ092 DQ100 DQ103 DQ121 DQ122 DZ001 DZ002 DZ003 DZ004 DZ005 DZ006 DZ007
    DZ008 DZ009 DZ010 DZ011 DZ012 DZ013 DZ014 DZ015 DZ016 DZ018 DZ019 DZ020 DZ021
    DZ022 DZ027 DZ030 DZ031 DZ032
    """,
)
SOFT = re.findall(
    r"\w+",
    """
    DQ005 DQ007 DQ009 DQ012 DQ014 DQ016 DQ018 DQ019 DQ022 DQ025 DQ027 DQ028 DQ029
    DQ031 DQ039 DQ040 DQ043 DQ046 DQ047 DQ048 DQ049 DQ050 DQ051 DQ052 DQ053 DQ057
    DQ058 DQ059 DQ060 DQ061 DQ062 DQ063 DQ065 DQ066 DQ067 DQ068 DQ069 DQ072 DQ073
    DQ075 DQ077 DQ078 DQ080 DQ081 DQ082 DQ085 DQ086 DQ087 DQ088 DQ089 DQ091 DQ093
    DQ094 DQ095 DQ096 DQ097 DQ098 DQ099 DQ101 DQ102 DQ104 DQ105 DQ106 DQ107 DQ108
    DQ109 DQ110 DQ111 DQ112 DQ113 DQ114 DQ115 DQ116 DQ117 DQ118 DQ119 DQ120 DQ123
    DQ124 DZ017 DZ023 DZ024 DZ025 DZ026 DZ033 DZ034
    """,
)


def said_by(found: list[Finding], check: str) -> list[Finding]:
    """Return the findings of one check."""
    return [one for one in found if one.check == check]


@pytest.mark.parametrize("case", EVERY, ids=str)
def test_a_broken_check_says_so(case: Broken):
    found = said_by(findings(case.form, case.bad, case.around, case.today), case.check)
    assert found
    for one in found:
        assert one.form == case.form
        assert one.fields
        named = {field.partition("/")[0] for field in one.fields}
        assert named <= set(VARIABLES[case.form])
        for text in (one.says.en, one.says.zh, one.fix.en, one.fix.zh):
            assert text
            assert not re.search(r"[{}]|None|Decimal|Label", text)


@pytest.mark.parametrize("case", EVERY, ids=str)
def test_a_good_record_is_left_alone(case: Broken):
    around = case.around if case.instead is None else case.instead
    found = findings(case.form, case.good, around, case.today)
    assert case.check not in ids(found)


def test_the_catalogue_is_complete():
    assert sorted(CHECKS) == sorted([*HARD, *SOFT])


@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda one: one.id)
def test_the_catalogue_tells_of_each_check(check):
    assert (check.severity is Severity.HARD) is (check.id in HARD)
    assert check.kind
    assert check.form in check.forms
    assert check.says.en
    assert check.says.zh
    assert check.fix.en
    assert check.fix.zh
    assert isinstance(check.fields, tuple)


def test_every_check_has_a_case_that_breaks_it():
    assert {case.check for case in EVERY} | ASKED_BY_THE_DATABASE == set(CHECKS)


def test_every_rule_points_at_fields_that_exist():
    for rule in RULES:
        for form, fields in {rule.form: rule.fields, **rule.also}.items():
            if form != "*":
                assert set(fields) <= set(VARIABLES[form]), (rule.check, form)


@pytest.mark.parametrize("told", [study_number_taken, study_number_left])
def test_a_study_number_that_is_taken_is_told_at_its_field(told):
    finding = told({"study_no": "P001"})
    assert (finding.check, finding.fields) == ("DQ121", ("study_no",))
    assert "P001" in finding.says.en


@pytest.mark.shared
def test_every_check_of_the_specification_is_there():
    rows = re.findall(r"^\| (DQ\d{3}) \|", SPECIFIED.read_text(), re.M)
    assert len(set(rows)) == 124
    assert not set(rows) - set(CHECKS)


@pytest.mark.shared
def test_severities_are_those_of_the_specification():
    rows = re.findall(r"^\| (DQ\d{3}) \| (\w+) \|", SPECIFIED.read_text(), re.M)
    told = {check: severity for check, severity in rows if check in CHECKS}
    assert told == {k: v.severity for k, v in CHECKS.items() if k.startswith("DQ")}
