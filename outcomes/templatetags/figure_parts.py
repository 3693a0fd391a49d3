"""Parts of a figure's panel that stand there dozens of times, written here: a template
that looks each of them up takes longer than everything else on its page."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from registry.templatetags.ui import icon

register = template.Library()

Cell = Mapping[str, str]


@register.simple_tag
def figure_rows(rows: Iterable[list[Cell]]) -> SafeString:
    """Write the rows of a figure's table: a head and numbers, which may be links."""
    return format_html_join(
        "",
        '<tr><th scope="row">{}</th>{}</tr>',
        ((row[0]["text"], _numbers(row[1:])) for row in rows if row),
    )


def _numbers(cells: Iterable[Cell]) -> SafeString:
    return format_html_join(
        "", '<td class="num">{}</td>', ((_linked(one),) for one in cells)
    )


def _linked(cell: Cell) -> str:
    if not cell["url"]:
        return cell["text"]
    return format_html('<a href="{}">{}</a>', cell["url"], cell["text"])


@register.simple_tag
def downloads(files: Iterable[tuple[str, str]], title: Any, size: str = "") -> str:
    """Write a link to each file (kind, address) of a figure, in a size of print."""
    says = _("Download %(title)s as %(kind)s, %(size)s") if size else ""
    says = says or _("Download %(title)s as %(kind)s")
    drawing = icon("dl")
    return format_html_join(
        "",
        '<a class="btn btn-quiet btn-xs" href="{}" download aria-label="{}">{} {}</a>',
        (
            (url, says % {"title": title, "kind": kind, "size": size}, drawing, kind)
            for kind, url in files
        ),
    )
