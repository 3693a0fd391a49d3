"""Every form and field of the specification is there, as the specification has it.

``tests/data/forms.json`` is the specification's catalogue. Where ours differs on
purpose, ``DIFFERS`` says why; nothing else may.
"""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from registry.codelists.general import MISSING
from registry.models import FORMS, Patient, Versioned
from registry.variables.conditions import when
from registry.variables.spec import Kind, Privacy, Range, Variable

KEPT = Path(__file__).parents[1] / "data" / "forms.json"
CATALOGUE = json.loads(KEPT.read_text(encoding="utf-8"))
SPECIFIED: dict[str, dict[str, Any]] = {
    form["form"]: form for form in CATALOGUE["forms"]
}
KINDS = {
    "text": Kind.TEXT,
    "date": Kind.DAY,
    "code": Kind.CODE,
    "codes": Kind.CODES,
    "num": Kind.NUMBER,
    "int": Kind.WHOLE,
}
NAMED = "the specification's label has the definition without the name"
IN_FULL = "the Chinese label says in full what the form's place alone would tell"
CHINESE = "the Chinese words in use: registered product names, consensus names in full"
VECTOR = "a record may be a vector test alone: then there is no malignancy to ask of"

# (form, field) or form, what differs, and why.
DIFFERS: dict[tuple[str, str], dict[str, str]] = {
    ("patient", "study_no"): {"label": "the pseudonym needs no second name"},
    ("patient", "centre"): {"missing": "the patient's centre is a relation"},
    ("diagnosis", "cns_at_diagnosis"): {"only": "asked where a CNS status exists"},
    ("diagnosis", "recorded_prior_lines"): {"added": "sheets give a number of lines"},
    ("diagnosis", "recorded_status"): {"added": "sheets give the status, no lines"},
    ("infusion", "dose_1e6_per_kg"): {"core": "one of the two doses is enough"},
    ("infusion", "dose_flat_1e6"): {"core": "one of the two doses is enough"},
    ("diagnosis", "gene_result"): {"core": "a soft check asks for it: DZ033"},
    ("infusion", "split_day"): {"core": "the repeating group itself is core"},
    ("infusion", "split_pct"): {"core": "the repeating group itself is core"},
    ("iec_hs", "ferritin_criterion"): {"label": NAMED},
    ("diagnosis", "immunophenotype"): {"codes": CHINESE},
    ("apheresis_product", "product"): {"codes": CHINESE},
    ("crs_episode", "other_anticytokine"): {"codes": CHINESE},
    ("iec_hs", "iec_hs_therapy"): {"codes": CHINESE},
    ("hsct", "hsct_reason"): {"codes": CHINESE},
    ("death", "cause_of_death"): {"codes": CHINESE},
    ("death", "contributing_causes"): {"codes": CHINESE},
    ("patient", "consent_withdrawn_scope"): {"added": "what a withdrawal takes away"},
    ("comorbidity", "recorded_hct_ci"): {"added": "DQ069 sets it against the sum"},
    ("expansion", "time_point"): {"added": "a page names a measurement by it"},
    ("expansion", "lod"): {"core": "the condition is a reason for absence"},
    ("agvhd_episode", "bilirubin_mg_dl"): {"label": "each unit has its own field"},
    ("lymphodepletion", "ld_start"): {"label": IN_FULL},
    ("lymphodepletion", "ld_end"): {"label": IN_FULL},
    ("infusion", "split"): {"label": IN_FULL},
    ("hsct", "extramedullary_at_hsct"): {"label": IN_FULL},
    ("icans_episode", ""): {"label": "the Chinese name says whose neurotoxicity it is"},
    ("dli", ""): {"label": "a CAR-T infusion after HSCT is an infusion"},
    ("second_malignancy", "malignancy_date"): {"only": VECTOR},
    ("second_malignancy", "malignancy_icd_o"): {"only": VECTOR},
    ("second_malignancy", "integration_site_analysis"): {"only": VECTOR},
    ("second_malignancy", "malignancy_relation"): {"only": VECTOR},
    ("second_malignancy", "reported_to_authority_date"): {"only": VECTOR},
    ("second_malignancy", "rcl_test_date"): {"core": "due by schedule, not by form"},
    **{
        ("comorbidity", field): {"label": NAMED}
        for field in re.findall(
            r"\w+",
            """
            cardiac inflammatory_bowel diabetes cerebrovascular psychiatric
            hepatic_mild obesity infection rheumatologic peptic_ulcer renal
            pulmonary_moderate prior_malignancy heart_valve pulmonary_severe
            hepatic_severe
            """,
        )
    },
}


def model_of(form: str) -> type[Versioned]:
    """Return the model of a form, the patient's among them."""
    return FORMS.get(form, Patient)


def stored(form: str) -> dict[str, dict[str, Any]]:
    """Return the fields of a form that are stored as columns of its table."""
    return {
        field["name"]: field
        for field in SPECIFIED[form]["fields"]
        if not field["type"].startswith("derived")
    }


def plain(label: str) -> str:
    """Return a label without what typography adds."""
    for typed, printed in ((">=", "≥"), ("<=", "≤"), ("+-", "±"), ("uL", "µL")):
        label = label.replace(typed, printed)
    label = narrow(label)
    label = label.replace(" ug ", " µg ").replace(":", "")
    return re.sub(r"([<>≥≤]) ", r"\1", label).lower()


def range_of(text: str) -> Range | None:
    """Read "0..100" or ">0..1000"; anything else is a rule, not a range."""
    found = re.fullmatch(r"(>?)(-?[\d.e]+?)\.\.(-?[\d.e]+)", text)
    if found is None:
        return None
    return Range(Decimal(found[2]), Decimal(found[3]), above=bool(found[1]))


def codes_of(field: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return the codes of a field with labels; an inline list has no English one."""
    if inline := field.get("codes"):
        return [(one["code"], "", narrow(one["zh"])) for one in inline]
    listed = CATALOGUE["codelists"][field["codelist"]]
    return [
        (one["code"], plain(one["en"]), narrow(one["zh"] or one["en"]))
        for one in listed
    ]


def narrow(label: str) -> str:
    """Return a Chinese label with the signs that the specification types."""
    return label.translate(str.maketrans("，（）；：", ",();:"))


def own_codes(variable: Variable, field: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return the codes of our field in the same shape."""
    english = not field.get("codes")
    return [
        (code.value, plain(code.label.en) if english else "", narrow(code.label.zh))
        for code in variable.codes or ()
    ]


def asked(model: type[Versioned]) -> dict[str, Variable]:
    """Return the questions of a form, those of a repeating group in its place."""
    found: dict[str, Variable] = {}
    for name, variable in model.variables().items():
        found |= dict(variable.parts) or {name: variable}
    return found


def differences(form: str) -> Iterator[tuple[str, str]]:
    """Yield (field, what) wherever our form is not the specification's."""
    model, specified = model_of(form), stored(form)
    label = SPECIFIED[form]["en"], narrow(SPECIFIED[form]["zh"])
    if (model.label.en, narrow(model.label.zh)) != label:
        yield "", "label"
    own = asked(model)
    for name in own.keys() - specified.keys():
        yield name, "added"
    for name, field in specified.items():
        if name not in own:
            yield name, "missing"
        else:
            yield from ((name, what) for what in _of_field(model, own[name], field))


def _of_field(
    model: type[Versioned], variable: Variable, field: dict[str, Any]
) -> Iterator[str]:
    kind = field["type"].removeprefix("repeat: ")
    if variable.kind is not KINDS[kind]:
        yield "kind"
    if plain(variable.label.en) != plain(field["en"]):
        yield "label"
    if narrow(variable.label.zh) != narrow(field["zh"]):
        yield "label"
    if variable.unit.replace("µ", "u").replace("°C", "degC") != field["unit"]:
        yield "unit"
    if kind in ("num", "int"):
        if variable.limits != range_of(field["hard"]):
            yield "limits"
        if variable.usual != range_of(field["soft"]):
            yield "usual"
    if field["codelist"] and own_codes(variable, field) != codes_of(field):
        yield "codes"
    if variable.taken != field["when"]:
        yield "taken"
    yield from _of_condition(model, variable, field["required"])


def _of_condition(
    model: type[Versioned], variable: Variable, required: str
) -> Iterator[str]:
    """Yield what differs in whether the field is core, and when it is asked.

    On a form that asks first whether something occurred, every question waits.
    """
    conditional = variable.only is not None or variable.core_where is not None
    waits = bool(model.occurrence) and variable.only == when(model.occurrence, "yes")
    if variable.core is not (required[0] in "RC"):
        yield "core"
    elif not waits and conditional is not (required[0] == "C"):
        yield "only"


def test_every_form_is_there():
    assert set(SPECIFIED) == {"patient", *FORMS}


@pytest.mark.parametrize("form", SPECIFIED)
def test_a_form_is_as_specified(form):
    found = {(form, name, what) for name, what in differences(form)}
    meant = {
        (one, name, what)
        for (one, name), why in DIFFERS.items()
        for what in why
        if one == form
    }
    assert found - meant == set(), "differs, and DIFFERS does not say why"
    assert meant - found == set(), "DIFFERS says more than there is"


@pytest.mark.parametrize("form", SPECIFIED)
def test_derived_fields_are_not_stored(form):
    derived = {
        field["name"]
        for field in SPECIFIED[form]["fields"]
        if field["type"].startswith("derived")
    }
    assert derived & set(model_of(form).variables()) == set()


def test_reasons_for_absence_are_those_of_the_specification():
    listed = CATALOGUE["codelists"]["MISSING"]
    assert list(MISSING.values) == [one["code"] for one in listed]


@pytest.mark.parametrize("form", ["patient", *FORMS])
def test_every_date_may_tell_who_the_patient_is(form):
    for name, variable in model_of(form).variables().items():
        if variable.kind is Kind.DAY:
            assert variable.privacy is not Privacy.OPEN, name


@pytest.mark.shared
def test_catalogue_here_is_the_one_beside_the_checkout(shared_dir):
    theirs = shared_dir / "clinical" / "forms.json"
    assert json.loads(theirs.read_text(encoding="utf-8")) == CATALOGUE
