"""The design language as template tags: icons, states, panels, bars, day numbers."""

import re
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.access.policy import EXPORTS, Action, Actor, may
from registry.access.sessions import BEGAN
from registry.variables.labels import sentences, series

register = template.Library()

MINUS = "\N{MINUS SIGN}"
THIN_DASH = "\N{EN DASH}"
DATE = re.compile(r"(\d{4}-\d{2}-\d{2})")

# A state is an icon and a word; the colour only repeats it.
STATES: dict[str, tuple[str, Any]] = {
    "none": ("none", gettext_lazy("not started")),
    "begun": ("begun", gettext_lazy("begun")),
    "complete": ("complete", gettext_lazy("complete")),
    "verified": ("verified", gettext_lazy("verified")),
    "signed": ("signed", gettext_lazy("signed")),
    "locked": ("locked", gettext_lazy("locked")),
    "unlocked": ("unlocked", gettext_lazy("unlocked")),
    "query": ("query", gettext_lazy("query open")),
    "answered": ("query", gettext_lazy("answered")),
    "due": ("due", gettext_lazy("due")),
    "overdue": ("overdue", gettext_lazy("overdue")),
    "missed": ("missed", gettext_lazy("missed")),
    "upcoming": ("upcoming", gettext_lazy("upcoming")),
    "done": ("done", gettext_lazy("done")),
    "warn": ("warn", gettext_lazy("warning")),
    "err": ("err", gettext_lazy("error")),
    "ok": ("complete", gettext_lazy("agrees")),
}

# (key, letter of "g …", name of the URL, word)
MAIN_NAV = (
    ("home", "h", "home", gettext_lazy("Home")),
    ("patients", "p", "patients", gettext_lazy("Patients")),
    ("forms", "f", "forms", gettext_lazy("Forms")),
    ("queries", "q", "queries", gettext_lazy("Queries")),
    ("studies", "s", "studies", gettext_lazy("Studies")),
    ("imports", "i", "imports", gettext_lazy("Import")),
    ("exports", "e", "exports", gettext_lazy("Export")),
    ("codebook", "c", "codebook", gettext_lazy("Codebook")),
    ("calculators", "k", "calculators", gettext_lazy("Calculators")),
    ("audit", "a", "audit", gettext_lazy("Audit")),
)
# What a page is good for, one of them; the others are for everybody.
NEEDED = {
    "patients": (Action.READ_RECORD,),
    "forms": (Action.READ_RECORD,),
    "queries": (Action.READ_RECORD,),
    "studies": (Action.VIEW_COHORT,),
    "imports": (Action.IMPORT,),
    "audit": (Action.READ_AUDIT,),
    "exports": EXPORTS,
}


def main_pages(actor: Actor | None) -> Iterator[tuple[str, str, str, Any]]:
    """Yield (key, letter, address, word) of the main pages that are there for one."""
    for key, letter, name, word in MAIN_NAV:
        needed = NEEDED.get(key, ())
        if actor and needed and not any(may(actor, action) for action in needed):
            continue
        with suppress(NoReverseMatch):
            yield key, letter, reverse(name), word


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """Draw an icon of the page's sprite; the words beside it carry the meaning."""
    return format_html(
        '<svg class="i{}" aria-hidden="true"><use href="#i-{}"/></svg>',
        f" {css}" if css else "",
        name,
    )


@register.simple_tag
def state(code: str, text: str = "") -> SafeString:
    """Write a state as icon and word; ``text`` says more than the state's own word."""
    drawing, word = STATES[code]
    return format_html(
        '<span class="st {}">{}{}</span>', code, icon(drawing), text or word
    )


@register.simple_tag
def chip(text: str, tone: str = "", drawing: str = "") -> SafeString:
    """Write a fact as a chip; ``tone`` is ok, warn, err, acc or nothing."""
    return format_html(
        '<span class="chip {}">{}{}</span>',
        tone,
        icon(drawing) if drawing else "",
        text,
    )


@register.simple_block_tag
def panel(
    content: str,
    title: str,
    *,
    scope: str = "",
    link_url: str = "",
    link_text: str = "",
    css: str = "",
    id: str = "",
) -> SafeString:
    """Frame ``content`` as a panel: a title, a sentence of scope, one link."""
    said = {"title": title, "scope": scope, "css": css, "id": id}
    link = {"link_url": link_url, "link_text": link_text}
    return render_to_string(
        "registry/_panel.html", {"content": content, **said, **link}
    )


@register.simple_tag
def bar(part: float, whole: float = 100, label: str = "", begun: float = 0) -> str:
    """Draw a share as a bar; SVG, since a style attribute is refused by the CSP."""
    return render_to_string(
        "registry/_bar.html",
        {
            "part": part,
            "whole": whole or 1,
            "begun": begun,
            "label": label,
            "upto": part + begun,
        },
    )


@register.simple_tag(takes_context=True)
def main_nav(context: dict[str, Any]) -> list[dict[str, Any]]:
    """List the main pages that are there for the actor; a page is named by ``nav``."""
    nav = context.get("nav")
    return [
        {"url": url, "letter": letter, "word": word, "current": nav == key}
        for key, letter, url, word in main_pages(context.get("actor"))
    ]


@register.simple_tag
def html_lang(code: str) -> str:
    """Write a language code as BCP 47 does: zh-hans is zh-Hans."""
    base, _dash, script = code.partition("-")
    return f"{base}-{script.capitalize()}" if script else base


@register.simple_tag
def is_demo() -> bool:
    """Tell whether this is a demonstration, which every page has to say."""
    return bool(getattr(settings, "DEMO", False))


@register.simple_tag
def is_training() -> bool:
    """Tell whether this is a copy to learn on, which every page has to say."""
    return bool(getattr(settings, "TRAINING", False))


@register.simple_tag
def session_seconds() -> int:
    """Return how long a session lasts without activity."""
    return int(settings.SESSION_IDLE_SECONDS)


@register.simple_tag(takes_context=True)
def session_at_most(context: dict[str, Any]) -> int:
    """Return how long this session lasts whatever happens."""
    now = time.time()
    session = getattr(context["request"], "session", {})
    return int(session.get(BEGAN, now) + settings.SESSION_COOKIE_AGE - now)


@register.simple_tag(takes_context=True)
def who_am_i(context: dict[str, Any]) -> dict[str, str]:
    """Name the signed-in person with role and centres, as the top bar shows them."""
    user = context.get("user")
    if user is None or not user.is_authenticated:
        return {"name": "", "role": "", "centres": ""}
    held = list(user.memberships.select_related("centre").order_by("pk"))
    roles = dict.fromkeys(str(one.get_role_display()) for one in held)
    centres = dict.fromkeys(one.centre.code for one in held if one.centre)
    return {
        "name": user.get_username(),
        "role": series(roles),
        "centres": series(centres),
    }


@register.filter
def minus(number: object) -> str:
    """Write a number with a true minus."""
    return str(number).replace("-", MINUS, 1) if number is not None else ""


@register.filter
def then(said: object, more: object) -> str:
    """Put a sentence behind another as the reader's language does."""
    return sentences((str(said or ""), str(more or "")))


@register.filter
def whole_dates(words: object) -> SafeString:
    """Keep each date of a text in one line."""
    parts = DATE.split(conditional_escape(str(words)))
    return mark_safe("".join(_in_one_line(parts)))


def _in_one_line(parts: list[str]) -> Iterator[str]:
    for number, part in enumerate(parts):
        yield f'<span class="nw">{part}</span>' if number % 2 else part


@register.filter
def day_number(day: int | None) -> str:
    """Write a day from day zero: day 3, day −2."""
    return _("day %(number)s") % {"number": minus(day)} if day is not None else ""


def day_numbers(first: int | None, last: int | None) -> str:
    """Write the days among which one lies: days −2 … 28."""
    if first is None or last is None:
        return ""
    return _("days %(span)s") % {"span": f"{minus(first)} … {minus(last)}"}


@register.filter
def days_from(on: date | None, day_zero: date | None) -> int | None:
    """Count the whole days from ``day_zero`` to ``on``."""
    return (on - day_zero).days if on and day_zero else None


@register.filter
def bounds(pair: tuple[Any, Any] | None) -> str:
    """Write two limits as a range with a thin dash; equal limits as one number."""
    if not pair or pair[0] is None or pair[1] is None:
        return ""
    low, high = (minus(end) for end in pair)
    return low if low == high else f"{low}{THIN_DASH}{high}"
