"""The words of a file that are no code, and those that a centre taught before."""

from collections.abc import Iterator, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.intake.catalogue import column_named
from registry.intake.columns import Column, key_of
from registry.intake.mapping import map_columns
from registry.intake.remembering import Memory
from registry.intake.table import Table
from registry.models import ImportBatch, ImportSaying

MOST_PROBLEMS = 20_000


def words_asked(
    batch: ImportBatch, tables: Sequence[Table], memory: Memory
) -> Iterator[tuple[int, str, str, Column]]:
    """Yield the words that are no code, and those that were taught before."""
    by_sheet = {table.sheet: at for at, table in enumerate(tables)}
    no_code = batch.problems.filter(code="unknown_code").order_by("place")
    told = dict.fromkeys(
        no_code.exclude(column=None)
        .exclude(value="")
        .values_list("sheet", "column", "value", "field")[:MOST_PROBLEMS]
    )
    seen = set()
    for sheet, *cell in told:
        header, word, name = (said or "" for said in cell)
        column = column_named(name)
        if column is not None and sheet in by_sheet:
            seen.add((by_sheet[sheet], key_of(header), word))
            yield by_sheet[sheet], header, word, column
    for at, table in enumerate(tables):
        mapped = map_columns(table, memory.of(table))
        columns = {
            key_of(h): (h, c)
            for h, c in zip(table.headers, mapped.columns, strict=True)
        }
        for one in memory.about(table):
            header, found = columns.get(key_of(one.header), ("", None))
            new = (at, key_of(header), one.word) not in seen
            if (
                one.kind == ImportSaying.Kind.WORD
                and found
                and found.variable.codes
                and new
            ):
                seen.add((at, key_of(header), one.word))
                yield at, header, one.word, found


def code_choices(word: str, column: Column) -> list[tuple[str, str]]:
    language = get_language()
    codes = column.variable.codes or ()
    answers = [(c.value, f"{c.label.in_language(language)} ({c.value})") for c in codes]
    return [("", _("Leave it as an error")), *answers]
