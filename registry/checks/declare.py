"""How a check is declared, and the catalogue of all that are."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from registry.checks.facts import FACTS
from registry.checks.findings import Finding, Group, Severity
from registry.checks.spoken import fill
from registry.codelists.base import Label

ANY_FORM = "*"
NOT_A_FIELD = frozenset({"record", "case"})


@dataclass(frozen=True, slots=True)
class Wrong:
    """A contradiction that was found, with what the message needs beside the inputs."""

    words: Mapping[str, object] = field(default_factory=dict)
    repair: tuple[str, str] | None = None
    fields: tuple[str, ...] = ()


def wrong(*at: str, repair: tuple[str, str] | None = None, **words: object) -> Wrong:
    """Return a contradiction at the fields ``at``, with ``words`` for its message."""
    return Wrong(words, repair, at)


# True, or what is wrong; False is a contradiction that needs no more words.
Answer = bool | Wrong
Test = Callable[..., Answer]


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to break a check, on one form.

    ``test`` says what is true of good data. ``fields`` are pointed at in the rule's
    own form, ``also`` names the fields to point at in the other forms that it reads:
    saving one of those runs the rule too. A rule without ``test`` is asked by the
    engine of every field of its kind.
    """

    check: str
    form: str
    severity: Severity
    group: Group
    says: Label
    fix: Label
    test: Test | None = None
    inputs: tuple[str, ...] = ()
    blank_ok: frozenset[str] = frozenset()
    fields: tuple[str, ...] = ()
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def found(
        self,
        form: str,
        fields: Sequence[str],
        words: Mapping[str, object],
        *,
        repair: tuple[str, str] | None = None,
        zero: date | None = None,
        record: object = None,
        judged: tuple[str, object] = ("", None),
        read: tuple[tuple[str, str], ...] = (),
    ) -> Finding:
        """Return the finding of this rule with its message filled in."""
        return Finding(
            self.check,
            self.severity,
            form,
            tuple(fields),
            fill(self.says, words, zero),
            fill(self.fix, words, zero),
            repair,
            record,
            judged,
            read,
        )


@dataclass(frozen=True, slots=True)
class Check:
    """A check of the specification: one number, one or more rules."""

    id: str
    rules: tuple[Rule, ...]

    @property
    def severity(self) -> Severity:
        """Return the gravest severity among the rules."""
        hard = any(rule.severity is Severity.HARD for rule in self.rules)
        return Severity.HARD if hard else Severity.SOFT

    @property
    def kind(self) -> Group:
        """Return what kind of contradiction it looks for."""
        return self.rules[0].group

    @property
    def form(self) -> str:
        """Return the form of the first rule; ``*`` stands for every form."""
        return self.rules[0].form

    @property
    def forms(self) -> tuple[str, ...]:
        """Return the forms whose records it judges."""
        return tuple(dict.fromkeys(rule.form for rule in self.rules))

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the fields that it points at."""
        return tuple(dict.fromkeys(f for rule in self.rules for f in rule.fields))

    @property
    def says(self) -> Label:
        """Return what is true of a record that breaks it, values not filled in."""
        return self.rules[0].says

    @property
    def fix(self) -> Label:
        """Return what to do next."""
        return self.rules[0].fix


RULES: list[Rule] = []


def check(
    id: str,
    form: str,
    severity: Severity,
    group: Group,
    *,
    says: tuple[str, str],
    fix: tuple[str, str],
    at: tuple[str, ...] = (),
    blank_ok: tuple[str, ...] = (),
    also: Mapping[str, tuple[str, ...]] | None = None,
    alone: bool = False,
) -> Callable[[Test], Test]:
    """Declare the decorated function as what is true of good data.

    Its parameters are fields of the record or facts of the case (``FACTS``), or
    ``record`` and ``case`` themselves; a blank one skips the rule unless ``blank_ok``
    has it. The forms that the facts come from run the rule too; ``also`` adds others,
    ``alone`` allows none, for a contradiction that another rule says from their side.
    """

    def declare(test: Test) -> Test:
        inputs = tuple(inspect.signature(test).parameters)
        facts = [FACTS[name] for name in inputs if is_fact(name, form)]
        own = tuple(n for n in inputs if n not in NOT_A_FIELD and not is_fact(n, form))
        reads = {} if alone else {one: fact.fields for fact in facts for one in fact.of}
        RULES.append(
            Rule(
                id,
                form,
                severity,
                group,
                Label(*says),
                Label(*fix),
                test,
                inputs,
                frozenset(blank_ok),
                at or own,
                {**reads, **(also or {})},
            )
        )
        return test

    return declare


def every_field(
    id: str,
    severity: Severity,
    group: Group,
    *,
    says: tuple[str, str],
    fix: tuple[str, str],
    form: str = ANY_FORM,
    fields: tuple[str, ...] = (),
) -> Rule:
    """Declare a rule that the engine itself asks of every field of a kind."""
    rule = Rule(id, form, severity, group, Label(*says), Label(*fix), fields=fields)
    RULES.append(rule)
    return rule


def is_fact(name: str, form: str) -> bool:
    """Tell whether a rule of ``form`` reads ``name`` from elsewhere in the case."""
    return name in FACTS and form not in FACTS[name].of


def catalogue() -> dict[str, Check]:
    """Return every declared check by its number."""
    numbered: dict[str, list[Rule]] = {}
    for rule in RULES:
        numbered.setdefault(rule.check, []).append(rule)
    return {id: Check(id, tuple(rules)) for id, rules in sorted(numbered.items())}


def given_to(rule: Rule, record: Mapping[str, Any], case: Any) -> dict[str, Any]:
    """Return the inputs of ``rule`` by name, read from the record and the case."""
    given: dict[str, Any] = {}
    for name in rule.inputs:
        if name == "record":
            given[name] = record
        elif name == "case":
            given[name] = case
        elif is_fact(name, rule.form):
            given[name] = FACTS[name].read(record, case)
        else:
            given[name] = record.get(name)
    return given
