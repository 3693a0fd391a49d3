"""Conditions in words: when a question is asked, and when it is a core one.

English has the fields and codes as they are stored, Chinese their labels.
"""

from functools import singledispatch

from registry.codelists.base import CodeList, Label
from registry.models import FORMS, Patient, Versioned
from registry.variables.conditions import After, Aged, Condition, Having, When

Model = type[Versioned]


def in_words(condition: Condition | None, form: str) -> Label:
    """Return when ``condition``, of a field of ``form``, holds; empty for None."""
    parts = [_said(part, _model(form)) for part in condition.parts] if condition else ()
    return Label(
        " and ".join(part.en for part in parts), "，且".join(part.zh for part in parts)
    )


@singledispatch
def _said(condition: Condition, model: Model) -> Label:
    raise TypeError(f"no words for {condition!r}")


@_said.register
def _when(condition: When, model: Model) -> Label:
    if condition.of:
        model = _model(condition.of)
    variable = model.variables()[condition.field]
    field = _field(model, condition.field, elsewhere=bool(condition.of))
    values = _values(sorted(condition.values), variable.codes)
    if not condition.values:
        return Label(f"{field.en} is answered", f"已填写{field.zh}")
    if condition.unless:
        return Label(f"{field.en} is none of {values.en}", f"{field.zh}不是{values.zh}")
    return Label(f"{field.en} is {values.en}", f"{field.zh}为{values.zh}")


@_said.register
def _aged(condition: Aged, model: Model) -> Label:
    form, field = condition.zero
    zero = _field(_model(form), field, elsewhere=True)
    day = _field(model, condition.on)
    ages = {
        Label(f"at least {condition.least}", f"满{condition.least}岁"): condition.least,
        Label(f"below {condition.below}", f"未满{condition.below}岁"): condition.below,
    }
    said = [words for words, bound in ages.items() if bound is not None]
    en, zh = " and ".join(s.en for s in said), "且".join(s.zh for s in said)
    return Label(
        f"the age is {en} y on {day.en}, or on {zero.en} where that is not known",
        f"{day.zh}时（日期不详时以{zero.zh}计）{zh}",
    )


@_said.register
def _after(condition: After, model: Model) -> Label:
    other = _model(condition.of)
    happened = _field(other, condition.field, elsewhere=True)
    day = _field(model, condition.on)
    being = _when(condition.being, other) if condition.being else None
    return Label(
        f"{happened.en} is not after {day.en}"
        + (f", where {being.en}" if being else ""),
        f"{happened.zh}不晚于{day.zh}" + (f"，且{being.zh}" if being else ""),
    )


@_said.register
def _having(condition: Having, model: Model) -> Label:
    labels = [_model(form).label for form in condition.forms]
    return Label(
        f"there is a record of {' or '.join(condition.forms)}",
        f"已有{'或'.join(label.zh for label in labels)}记录",
    )


def _model(form: str) -> Model:
    return FORMS.get(form, Patient)


def _field(model: Model, name: str, *, elsewhere: bool = False) -> Label:
    label = model.variables()[name].label.zh
    if elsewhere:
        return Label(f"{model.form}/{name}", f"“{model.label.zh}”表的{label}")
    return Label(name, label)


def _values(values: list[str], codes: CodeList | None) -> Label:
    labels = [codes.label(one).zh if codes else one for one in values]
    return Label(", ".join(values), "、".join(labels))
