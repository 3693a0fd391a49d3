"""The Chinese catalogue: update it from the code, compile it, check it is whole.

Run as ``python -m config.translations update|compile|check``. Needs no gettext tools.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from config.folders import ROOT

LANGUAGE = "zh_Hans"
PO = ROOT / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"
SOURCES = ("config", "registry", "outcomes")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
TEXT = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\")"""
CALL = re.compile(rf"(?<!\w)(n?p?gettext|_)\(({TEXT})(?:, ({TEXT}))?(?:, ({TEXT}))?")

Found = tuple[str | tuple[str, ...], str | None, str]


def in_python(path: Path) -> Iterator[Found]:
    """Yield (msgid, context, place) for each message of a Python file."""
    for line, text, _comments, context in extract_from_file("python", path, KEYWORDS):
        yield text, context, f"{path.relative_to(ROOT)}:{line}"


def in_template(path: Path) -> Iterator[Found]:
    """Yield (msgid, context, place) for each message of a template."""
    from django.utils.translation.template import templatize

    # Django turns a template into calls of gettext between blanked-out text.
    for call in CALL.finditer(templatize(path.read_text(), origin=str(path))):
        function, *literals = call.groups()
        texts = [ast.literal_eval(literal) for literal in literals if literal]
        context = texts.pop(0) if "p" in function else None
        text = tuple(texts[:2]) if function.startswith("n") else texts[0]
        yield text, context, str(path.relative_to(ROOT))


def messages() -> Catalog:
    """Collect every message of the code and the templates."""
    catalog = Catalog(locale=LANGUAGE, project="Day Zero")
    python = sorted(path for name in SOURCES for path in (ROOT / name).rglob("*.py"))
    folder = ROOT / "templates"
    templates = sorted([*folder.rglob("*.html"), *folder.rglob("*.txt")])
    for source in (*map(in_python, python), *map(in_template, templates)):
        for text, context, place in source:
            where = [(place.partition(":")[0], 0)]
            catalog.add(text, context=context, locations=where)
    return catalog


def stored() -> Catalog:
    """Read the catalogue that is kept with the code."""
    if not PO.exists():
        return Catalog(locale=LANGUAGE, project="Day Zero")
    with PO.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def update() -> None:
    """Add new messages, empty, to the catalogue and drop those that are gone."""
    catalog = stored()
    catalog.update(messages(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, catalog, width=88, sort_output=True, include_lineno=False)


def compile_catalogue() -> None:
    """Write the .mo file that Django reads, unless it is newer than the .po file."""
    mo = PO.with_suffix(".mo")
    if not PO.exists():
        return
    if mo.exists() and mo.stat().st_mtime >= PO.stat().st_mtime:
        return
    with mo.open("wb") as file:
        write_mo(file, stored())


def problems() -> Iterator[str]:
    """Say what keeps a page from being wholly in Chinese."""
    kept = stored()
    for message in messages():
        if not message.id:
            continue
        known = kept.get(message.id, message.context)
        place = message.locations[0][0]
        if known is None:
            yield f"{place}: not in the catalogue: {message.id!r}"
        elif known.fuzzy or not all(translations(known)):
            yield f"{place}: not translated: {message.id!r}"
    for message, errors in kept.check():
        yield from (f"{PO.name}: {error}: {message.id!r}" for error in errors)


def translations(message: Message) -> Iterable[str]:
    """Give the message's translations, one for each plural form."""
    given = message.string or ""
    return [given] if isinstance(given, str) else given


def main() -> None:
    action = sys.argv[1] if len(sys.argv) > 1 else ""
    if action == "update":
        update()
    elif action == "compile":
        compile_catalogue()
    elif action == "check":
        found = list(problems())
        sys.exit("\n".join([*found, f"{len(found)} messages"]) if found else 0)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
