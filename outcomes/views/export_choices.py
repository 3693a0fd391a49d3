"""What the export page offers, and the first rows as it shows them."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from outcomes.cuts.sight import made_cuts
from outcomes.exports.catalogue import DATASETS, FORMATS, SECTIONS
from outcomes.exports.columns import IN_WORDS, Column
from outcomes.exports.preview import Preview
from outcomes.exports.profiles import DOES, LABELS
from outcomes.exports.reach import cohorts_to_export
from outcomes.exports.table import Options
from outcomes.exports.taking import Asked
from outcomes.figures.caption import thousands
from outcomes.views.export_found import Found
from registry.access.policy import Action, Actor
from registry.codelists.countries import COUNTRIES

LANGUAGES = {"en": "English", "zh-hans": "中文"}


def choices(actor: Actor, asked: Asked, found: Found) -> dict[str, Any]:
    """Return the lists to choose from, each with what is chosen."""
    language = get_language()
    of = asked.cohort.slug if asked.cohort else None
    cut = asked.cut.name if asked.cut else None
    labels = "zh-hans" if found.options.language.startswith("zh") else "en"
    return {
        "sections": _sections(actor, asked),
        "cohorts": [
            _choice(c.slug, c.title.in_language(language or "en"), of)
            for c in cohorts_to_export(actor)
        ],
        "cuts": [
            _choice(name, name, cut)
            for name in made_cuts(actor).values_list("name", flat=True)
        ],
        "kinds": [
            _choice(one.name, one.label.in_language(language), asked.kind)
            for one in FORMATS.values()
        ],
        "languages": [_choice(code, word, labels) for code, word in LANGUAGES.items()],
        "profiles": _profiles(asked, found),
        "countries": [
            _choice(one.value, one.label.in_language(language), asked.recipient.country)
            for one in COUNTRIES
            if one.value != settings.COUNTRY
        ],
        "home": COUNTRIES.label(settings.COUNTRY).in_language(language),
    }


def _sections(actor: Actor, asked: Asked) -> list[dict[str, Any]]:
    """Return the datasets by section, without those that the actor may not have."""
    language, own = get_language(), actor.centres_for(Action.EXPORT)
    there = {*DATASETS}
    if asked.cut:
        kept = asked.cut.datasets.values_list("name", flat=True)
        there = {asked.dataset, *kept, "codebook"}
    sections = [
        {
            "title": title.in_language(language),
            "options": [
                _choice(one, DATASETS[one].label.in_language(language), asked.dataset)
                for one in names
                if one in there
                and (
                    (needs := DATASETS[one].needs) is None
                    or own & actor.centres_for(needs)
                )
            ],
        }
        for title, names in SECTIONS
    ]
    return [section for section in sections if section["options"]]


def _profiles(asked: Asked, found: Found) -> list[dict[str, Any]]:
    """Return the profiles with what each does; the usual one needs no saying.

    So that another study's usual one is used once that is chosen.
    """
    language = get_language()
    usual = found.profiles[0] if found.profiles else None
    return [
        {
            "key": one.value,
            "value": "" if one is usual else one.value,
            "text": LABELS[one].in_language(language),
            "does": DOES[one].in_language(language),
            "chosen": one is (asked.profile or usual),
        }
        for one in found.profiles
    ]


def _choice(value: str, text: str, chosen: str | None) -> dict[str, Any]:
    return {"value": value, "text": text, "chosen": value == chosen}


def columns(offered: Iterable[Column], options: Options) -> list[dict[str, Any]]:
    """Return the columns that there are, with what their codes mean."""
    return [
        {
            "name": column.name,
            "label": column.titled(options.language),
            "kind": column.kind.value,
            "chosen": not options.columns or column.name in options.columns,
            "codes": [
                f"{code.value} = {code.label.in_language(options.language)}"
                for code in column.codes or ()
            ],
        }
        for column in offered
    ]


def shown(seen: Preview, options: Options) -> dict[str, Any]:
    """Return the first rows as texts, by column."""
    heads = [
        {
            "name": column.name,
            "label": column.titled(options.language),
            "css": "" if column.kind in IN_WORDS else "num",
        }
        for column in seen.columns
    ]
    lines = [
        [
            {"text": _cell(value), "css": head["css"]}
            for value, head in zip(line, heads, strict=True)
        ]
        for line in seen.lines
    ]
    return {
        "heads": heads,
        "lines": lines,
        "rows": seen.rows,
        "most": seen.most,
        "said": thousands(seen.rows if seen.rows is not None else seen.most or 0),
        "partly": seen.rows is None,
    }


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else str(value)
