"""Real import files, each broken in one or a few of many ways, by a seed."""

import csv
import io
import random
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook, load_workbook

DATA = Path(__file__).parents[1] / "data"
ROWS = 12
ODD = (
    *("=1+1", '=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"),
    *("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}", "%s%n"),
    *(
        "'; DROP TABLE registry_patient; --",
        "\u202egnp.exe",
        "مرحبا",
        "😀" * 50,
        "é\u0301",
    ),
    *("\ufeff", "\u0000", "\x1b[31m", "\ufffe", "０１２", "1e308", "1e999", "-1e308"),
    *(
        "9" * 400,
        "NaN",
        "Infinity",
        "0x1F",
        "1_000",
        "1,2,3.4",
        "１２．５",
        "1899-12-30",
    ),
    *(
        "0000-00-00",
        "2024-02-30",
        "9999-12-31",
        "99/99/9999",
        "1/2/3",
        "今天",
        "2024年13月",
    ),
    *(
        "T" * 10_000,
        "a\nb\nc",
        '"',
        "''",
        ",",
        ";",
        "阴性",
        "unknown",
        "不详",
        "-",
        "∞",
        "½",
    ),
)
CODES = (
    *("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"),
    *("big5", "shift_jis", "latin-1", "utf-7", "utf-32"),
)
Table = list[list[str]]
Change = Callable[[random.Random, bytes], bytes]


# ---- Bytes


def flipped(rng: random.Random, content: bytes) -> bytes:
    """Change a few bytes."""
    made = bytearray(content)
    for _ in range(rng.randint(1, 20)):
        made[rng.randrange(len(made))] = rng.randrange(256)
    return bytes(made)


def cut(rng: random.Random, content: bytes) -> bytes:
    """Leave the end away."""
    return content[: rng.randrange(len(content))]


def doubled(rng: random.Random, content: bytes) -> bytes:
    """Say a part twice."""
    start = rng.randrange(len(content))
    end = min(len(content), start + rng.randrange(1, 5000))
    return content[:end] + content[start:]


def holed(rng: random.Random, content: bytes) -> bytes:
    """Put NULs in."""
    at = rng.randrange(len(content))
    return content[:at] + b"\0" * rng.randint(1, 500) + content[at:]


def emptied(rng: random.Random, content: bytes) -> bytes:
    """Leave nothing, or next to nothing."""
    return rng.choice([b"", b"\n", b"PK", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf"])


# ---- A text's cells and encoding


def _table(content: bytes) -> Table:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def _text(rows: Table) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue()


def _change(rng: random.Random, rows: Table) -> None:
    """Break cells, a header, a row or a column."""
    act, row = rng.randrange(10), rng.choice(rows)
    if act < 4 and row:
        for _ in range(rng.randint(1, 5)):
            row = rng.choice(rows[1:] or rows)
            row[rng.randrange(len(row)) :][:1] = []
            row.insert(rng.randrange(len(row) + 1), rng.choice(ODD))
    elif act == 4:
        rows[0][rng.randrange(len(rows[0]))] = rng.choice(ODD)
    elif act == 5:
        rows[0][rng.randrange(len(rows[0]))] = rng.choice(rows[0])
    elif act == 6:
        rows += rng.choices(rows, k=rng.randint(1, 5))
    elif act == 7:
        at = rng.randrange(len(rows[0]))
        for one in rows:
            del one[at : at + 1]
    elif act == 8:
        rng.shuffle(rows)
    else:
        rng.choice(rows).extend(rng.choices(ODD, k=rng.randint(1, 40)))


def retold(rng: random.Random, content: bytes) -> bytes:
    """Break a text's cells, and write it in any encoding."""
    rows = _table(content)
    for _ in range(rng.randint(1, 3)):
        _change(rng, rows)
    code = rng.choice(CODES)
    return _text(rows).encode(code, "replace")


def mixed(rng: random.Random, content: bytes) -> bytes:
    """Write each line in an encoding of its own."""
    lines = content.decode().splitlines()
    codes = ["utf-8", "gb18030", "utf-16-le", "latin-1"]
    return b"\n".join(line.encode(rng.choice(codes), "replace") for line in lines)


# ---- A workbook's cells


def rewritten(rng: random.Random, content: bytes) -> bytes:
    """Break a workbook's cells, merge some, hide or rename its sheets."""
    book = load_workbook(io.BytesIO(content))
    sheet = rng.choice(book.worksheets)
    for _ in range(rng.randint(1, 6)):
        at = sheet.cell(rng.randint(1, ROWS + 4), rng.randint(1, 40))
        if type(at).__name__ == "MergedCell":
            continue
        odd = rng.choice([*ODD, 1e300, -5, 10**15, True, 45000.75])
        at.value = _writable(odd) if isinstance(odd, str) else odd
        if rng.random() < 0.3:
            at.number_format = rng.choice(["0.0%", "yyyy-mm-dd", "@", "h:mm", "[Red]0"])
    act = rng.randrange(6)
    if act == 0:
        top, left = rng.randint(1, 8), rng.randint(1, 20)
        sheet.merge_cells(
            start_row=top, start_column=left, end_row=top + 4, end_column=left + 3
        )
    elif act == 1:
        sheet.sheet_state = "hidden"
    elif act == 2:
        sheet.title = rng.choice(["诊断", "infusion", "x", "患者", "死亡"])
    elif act == 3:
        sheet.delete_cols(rng.randint(1, 20), rng.randint(1, 5))
    elif act == 4:
        sheet.insert_rows(rng.randint(1, 8), rng.randint(1, 3))
    out = io.BytesIO()
    book.active = 0
    book.worksheets[0].sheet_state = "visible"
    book.save(out)
    return out.getvalue()


def _writable(text: str) -> str:
    return "".join(c for c in text[:30_000] if c in "\t\n" or " " <= c < "\ufffe")


# ---- Files


def study() -> bytes:
    """Return the first rows of the founding study's sheet."""
    lines = (DATA / "study_reconstruction.csv").read_bytes().splitlines(keepends=True)
    return b"".join(lines[: ROWS + 1])


def practice() -> bytes:
    """Return the first rows of the practice workbook."""
    book = load_workbook(DATA / "messy_practice.xlsx")
    sheet = book.worksheets[0]
    sheet.delete_rows(ROWS + 4, sheet.max_row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def plain() -> bytes:
    """Return the study's rows as a workbook without looks."""
    book = Workbook()
    for row in _table(study()):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


TEXT: tuple[Change, ...] = (retold, retold, retold, retold, mixed)
BOOK: tuple[Change, ...] = (rewritten, rewritten, rewritten)
ANY: tuple[Change, ...] = (flipped, cut, doubled, holed, emptied)


def mutants(count: int, seed: int = 20261125) -> list[tuple[str, bytes]]:
    """Return ``count`` broken files, each with a name that may be wrong, too."""
    rng = random.Random(seed)
    sources = [
        (study(), TEXT, "csv"),
        (practice(), BOOK, "xlsx"),
        (plain(), BOOK, "xlsx"),
    ]
    made = []
    for number in range(count):
        content, ways, kind = rng.choice(sources)
        way = rng.choice((*ways, *ways, *ANY))
        content = way(rng, content)
        if content and rng.random() < 0.15:
            content = rng.choice(ANY)(rng, content)
        if rng.random() < 0.1:
            kind = rng.choice(["csv", "xlsx", "xls", "ods", "txt", "tsv"])
        made.append((f"{number:04}-{way.__name__}.{kind}", content))
    return made
