"""Parts of a figure's panel that stand there dozens of times, written here: a template
that looks each of them up takes longer than everything else on its page."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from registry.templatetags.ui import icon

register = template.Library()

Cell = Mapping[str, str]


@register.simple_tag
def figure_rows(rows: Iterable[list[Cell]]) -> SafeString:
    """Write the rows of a figure's table: a head and numbers, which may be links."""
    written = (
        f'<tr><th scope="row">{escape(str(row[0]["text"]))}</th>'
        f"{_numbers(row[1:])}</tr>"
        for row in rows
        if row
    )
    return mark_safe("".join(written))  # each part is escaped above


def _numbers(cells: Iterable[Cell]) -> str:
    return "".join(f'<td class="num">{_linked(one)}</td>' for one in cells)


def _linked(cell: Cell) -> str:
    text, url = escape(str(cell["text"])), cell["url"]
    return f'<a href="{escape(url)}">{text}</a>' if url else text


@register.simple_tag
def downloads(files: Iterable[tuple[str, str]], title: Any, size: str = "") -> str:
    """Write a link to each file (kind, address) of a figure, in a size of print."""
    says = _("Download %(title)s as %(kind)s, %(size)s") if size else ""
    says = says or _("Download %(title)s as %(kind)s")
    drawing = icon("dl")
    written = (
        f'<a class="btn btn-quiet btn-xs" href="{escape(url)}" download aria-label='
        f'"{escape(says % {"title": title, "kind": kind, "size": size})}">'
        f"{drawing} {escape(str(kind))}</a>"
        for kind, url in files
    )
    return mark_safe("".join(written))  # each part is escaped above
