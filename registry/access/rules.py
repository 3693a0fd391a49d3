"""Which rows of a table are whose: what a model says of itself, as SQL. Pure.

A model that names a patient or a centre follows that by itself; any other says its rule
as ``row_rule``. ``{t}`` stands for the table, which may be that of the history.
"""

from dataclasses import dataclass

EVERYTHING = "(SELECT current_setting('dayzero.everything', true) = 'yes')"
PERSON = "(SELECT nullif(current_setting('dayzero.person', true), '')::bigint)"

OPENED = "(SELECT nullif(current_setting('dayzero.opened', true), '')::bigint)"


def is_one_of(column: str, name: str) -> str:
    """Return that ``column`` is among a setting's centres, which are read once."""
    keys = f"(SELECT nullif(current_setting('dayzero.{name}', true), '')::bigint[])"
    return f"{column} = ANY ({keys}::bigint[])"


def is_reached(column: str) -> str:
    """Return that the person reads or edits at the centre in ``column``."""
    return f"({is_one_of(column, 'edits')} OR {is_one_of(column, 'reads')})"


@dataclass(frozen=True, slots=True)
class Rule:
    """Rows of which ``condition`` holds; ``functions`` are made first."""

    condition: str
    functions: str = ""

    def sql(self, table: str) -> str:
        """Return the whole condition, which the system always meets."""
        return f"{EVERYTHING} OR {self.condition.format(t=table)}"

    def and_(self, other: "Rule") -> "Rule":
        """Return the rule of rows of which both hold."""
        return Rule(f"({self.condition}) AND ({other.condition})")

    def or_(self, condition: str) -> "Rule":
        """Return the rule of rows of which this or ``condition`` holds for somebody."""
        known = f"{PERSON} IS NOT NULL"
        return Rule(f"{self.condition} OR ({condition} AND {known})")


@dataclass(frozen=True, slots=True)
class Exempt:
    """No policy: whoever is connected reads the table, because of ``why``."""

    why: str


def of_another(table: str, column: str, key: str = "id") -> Rule:
    """Return the rule of rows that go with the row of ``table`` named in ``column``.

    That table's own policy holds in the sub-select.
    """
    return Rule(
        f"EXISTS (SELECT FROM {table} whose WHERE whose.{key} = {{t}}.{column})"
    )


def of_patient(column: str = "patient_id") -> Rule:
    """Return the rule of rows about a patient."""
    return of_another("registry_patient", column)


def of_kept_patient() -> Rule:
    """Return the rule of derived rows about a patient, whose centre they name too.

    Whoever edits at the centre reads every patient there: the row itself says so, and
    counts of many rows ask for no patient (ADR 0113).
    """
    return Rule(f"{is_one_of('{t}.centre_id', 'edits')} OR {of_patient().condition}")


def of_centre(*columns: str) -> Rule:
    """Return the rule of rows of a centre, or of any of several."""
    return Rule(" OR ".join(is_reached(f"{{t}}.{column}") for column in columns))


def of_person(column: str = "user_id") -> Rule:
    """Return the rule of rows that are one person's own."""
    return Rule(f"{{t}}.{column} = {PERSON}")


# Names and hospital numbers: where somebody edits, and never for an analysis.
IDENTITY = Rule(
    "EXISTS (SELECT FROM registry_patient whose"
    f" WHERE whose.id = {{t}}.patient_id AND {is_one_of('whose.centre_id', 'edits')})"
)
