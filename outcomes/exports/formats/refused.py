"""What a format cannot hold, told to whoever asked for the file."""

from registry.codelists.base import Label


class CannotHold(Exception):
    """A format has no place for what a table holds; ``why`` says what to do."""

    def __init__(self, why: Label) -> None:
        super().__init__(why.en)
        self.why = why


def too_many(what: Label, found: int, most: int) -> CannotHold:
    """Return the refusal of a file with too many rows or cells."""
    return CannotHold(
        Label(
            f"The file would have {found:,} {what.en}; this format takes {most:,}."
            " Choose fewer columns or rows, or Parquet, Arrow or CSV.",
            f"文件将有{found:,}{what.zh}，该格式最多容纳{most:,}{what.zh}。"
            "请减少列或行，或改用Parquet、Arrow或CSV。",
        )
    )


def too_long(column: str, row: int, most: str) -> CannotHold:
    """Return the refusal of a cell that is longer than the format's cells."""
    return CannotHold(
        Label(
            f"Row {row:,} of {column} is longer than this format's cells ({most})."
            " Leave the column out, or choose Parquet, Arrow or CSV.",
            f"{column}第{row:,}行超出该格式单元格长度（{most}）。"
            "请去掉该列，或改用Parquet、Arrow或CSV。",
        )
    )
