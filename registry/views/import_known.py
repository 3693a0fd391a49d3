"""Which columns a sheet can have: by name, by words, or much like a header."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from django.utils.translation import get_language

from registry.intake.catalogue import (
    IDENTITY,
    column_named,
    columns_of,
    every_form,
    model_of,
)
from registry.intake.columns import STUDY, Column, key_of
from registry.intake.table import Table
from registry.variables.labels import headed

ALIKE, MOST_ALIKE = 0.55, 3


def known_columns(table: Table) -> list[tuple[str, str]]:
    """Return name and words of every column that the sheet can have."""
    language = get_language()
    if table.form:
        own = [*IDENTITY, *columns_of(table.form).values()]
        named = {c.name: c.variable.label.in_language(language) for c in own}
        return list(named.items())
    study = {c.name: c.variable.label.in_language(language) for c in STUDY}
    others = {
        c.name: headed(
            model_of(form).label.in_language(language),
            c.variable.label.in_language(language),
        )
        for form in every_form()
        for c in columns_of(form).values()
    }
    return list({**others, **study}.items())


def chosen_column(table: Table, said: str) -> Column | None:
    """Return the column that a box names: by its name, or by its words."""
    if not said:
        return None
    found = column_named(said)
    own = table.form and found and found.form not in ("", "patient", table.form)
    if found is not None and not own:
        return found
    by_words = {key_of(words): name for name, words in known_columns(table)}
    return column_named(by_words.get(key_of(said), ""))


def alike(header: str, known: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the columns whose words are most like the header; nobody chose them."""
    sought = key_of(header)
    rated = [
        (max(_ratio(sought, key_of(words)), _ratio(sought, key_of(name))), name, words)
        for name, words in known
    ]
    best = sorted(rated, reverse=True)[:MOST_ALIKE]
    return [(name, words) for rate, name, words in best if rate >= ALIKE]


def _ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other)
    if matcher.real_quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()
