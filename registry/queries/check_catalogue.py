"""Every edit check as people read of it: what is true of bad data, and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

from registry.checks import CHECKS, Check, Rule, Severity
from registry.codelists.base import Label
from registry.models import FORMS, Patient, Versioned
from registry.variables.spec import Variable

ELSEWHERE = "…"
ANY = "*"


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """One way to break a check: where, what is said, what to do."""

    form: str
    fields: tuple[tuple[str, Label], ...]
    says: Label
    fix: Label


@dataclass(frozen=True, slots=True)
class CheckEntry:
    """One check of the catalogue; ``words`` is what a search looks at."""

    code: str
    severity: Severity
    kind: str
    rules: tuple[RuleEntry, ...]
    words: str

    def holds(self, words: str) -> bool:
        """Tell whether every one of ``words`` is said of the check."""
        return all(one in self.words for one in words.lower().split())


def check_entries() -> list[CheckEntry]:
    """Return every check, by its number."""
    return [_entry(check) for check in CHECKS.values()]


def _entry(check: Check) -> CheckEntry:
    rules = tuple(dict.fromkeys(_rule(rule) for rule in check.rules))
    said = [check.id, check.severity, check.kind]
    for rule in rules:
        labels = [
            rule.says,
            rule.fix,
            form_label(rule.form),
            *dict(rule.fields).values(),
        ]
        said += [text for label in labels for text in (label.en, label.zh)]
        said += [rule.form, *dict(rule.fields)]
    words = " ".join(said).lower()
    return CheckEntry(check.id, check.severity, check.kind, rules, words)


def _rule(rule: Rule) -> RuleEntry:
    variables: Mapping[str, Variable] = (
        model_of(rule.form).variables() if rule.form != ANY else {}
    )
    fields = tuple(
        (name, variables[name].label) for name in rule.fields if name in variables
    )
    return RuleEntry(rule.form, fields, _open(rule.says), _open(rule.fix))


def model_of(form: str) -> type[Versioned]:
    """Return the model of a form."""
    return FORMS.get(form, Patient)


def form_label(form: str) -> Label:
    """Return what a form is called; ``*`` stands for every form."""
    return Label("Any form", "任何表单") if form == ANY else model_of(form).label


def _open(message: Label) -> Label:
    """Return a message with dots where a patient's own values would stand."""
    return Label(_dotted(message.en), _dotted(message.zh))


def _dotted(text: str) -> str:
    parts = Formatter().parse(text)
    return "".join(said + (ELSEWHERE if name else "") for said, name, *_ in parts)
