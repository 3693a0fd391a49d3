"""Rows of tables, written here: a template that asks 2,000 times for what a cell may
have and has not takes longer than everything else on its page."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from registry.templatetags.ui import state

register = template.Library()


@register.simple_tag
def table_row(row: Mapping[str, Any], columns: int) -> SafeString:
    """Write a row: a group's head over all columns, or a cell in each."""
    later = " later" if row.get("later") else ""
    if group := row.get("group"):
        scope = row.get("scope")
        return format_html(
            '<tr class="group{}"><th scope="colgroup" colspan="{}">{}{}</th></tr>',
            later,
            columns,
            group,
            format_html(" <span>· {}</span>", scope) if scope else "",
        )
    css = ("flagrow" if row.get("flagged") else "") + later
    return format_html(
        "<tr{}>{}</tr>",
        format_html(' class="{}"', css) if css else "",
        format_html_join("", "{}", ((_cell(one),) for one in row["cells"])),
    )


def _cell(cell: Mapping[str, Any]) -> SafeString:
    marked, head = cell.get("state"), cell.get("th")
    return format_html(
        '<td class="{}{}"{}>{}</td>',
        cell.get("css", ""),
        " nw mstate" if marked else "",
        format_html(' data-th="{}"', head) if head else "",
        _content(cell, marked),
    )


def _content(cell: Mapping[str, Any], marked: str | None) -> SafeString:
    """Write a state, several links, or words that may be a link."""
    more = cell.get("more")
    if marked:
        return _and(state(marked, cell.get("text", "")), "faint", more)
    if links := cell.get("links"):
        return format_html_join(_(", "), "{}", ((_linked(one),) for one in links))
    if cell.get("url"):
        return _and(_linked(cell), "muted", more)
    return _linked(cell)


def _linked(link: Mapping[str, Any]) -> SafeString:
    text = conditional_escape(localize(link.get("text", "")))
    if url := link.get("url"):
        return format_html('<a href="{}">{}</a>', url, text)
    return text


def _and(said: SafeString, css: str, more: str | None) -> SafeString:
    return (
        format_html('{} <span class="{}">{}</span>', said, css, more) if more else said
    )
