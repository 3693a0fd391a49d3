"""A page with every part of the design language, for tests and screenshots.

It is no page of the application: only ``tests`` route to it, by
``@pytest.mark.urls("tests.web.gallery")``.
"""

from datetime import date
from pathlib import Path

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import include, path

from registry.forms.entry_form import EntryForm
from registry.forms.setting import Doubt, Face, Setting
from registry.forms.widgets import (
    Checks,
    DayBox,
    LongChoice,
    NumberBox,
    choice_widget,
)

PAGE = Path(__file__).with_suffix(".html").read_text()
YESNO = [("yes", "Yes"), ("no", "No"), ("unknown", "Unknown")]
PRESSORS = [
    ("none", "None"),
    ("fluids", "Fluids only (no vasopressor)"),
    ("one", "One vasopressor (± vasopressin)"),
    ("several", "Multiple (vasopressin not counted)"),
]
OXYGEN = [
    ("none", "None"),
    ("low", "Low flow (≤ 6 L/min, blow-by)"),
    ("high", "High flow (or face mask)"),
    ("positive", "Positive pressure (CPAP, BiPAP, ventilator)"),
]
GRADES = [(str(n), str(n)) for n in range(5)] + [("5", "5 (death)")]
ORGANS = [("skin", "Skin"), ("liver", "Liver"), ("gut", "Gut (lower)")]
MANY = [(str(n), f"Answer {n}") for n in range(9)]


def a_field(kind: type[forms.Field], face: Face | None = None, **said) -> forms.Field:
    """Return a form field with its face, as the entry forms will make them."""
    made = kind(required=False, **said)
    made.face = face or Face()
    return made


def a_choice(choices: list[tuple[str, str]], **said) -> forms.ChoiceField:
    """Return a field for one of ``choices``."""
    widget = choice_widget(len(choices))
    return a_field(forms.ChoiceField, choices=choices, widget=widget, **said)


class DemoForm(EntryForm):
    """One field of every kind."""

    occurred = a_choice(
        YESNO,
        label="CRS occurred",
        help_text="Answer for every patient by day 30. An absent form is never a “no”.",
    )
    onset = a_field(
        forms.CharField,
        label="Onset",
        widget=DayBox,
        help_text="YYYY-MM-DD, or a day such as d3.",
    )
    resolved = a_field(forms.DateField, label="Resolved", widget=DayBox)
    temperature = a_field(
        forms.DecimalField,
        Face(unit="°C"),
        label="Highest temperature",
        widget=NumberBox,
        max_value=45,
    )
    hypotension = a_choice(PRESSORS, label="Hypotension")
    hypoxia = a_choice(OXYGEN, label="Hypoxia")
    recorded = a_choice(GRADES, label="Recorded grade (ASTCT)")
    organs = a_field(
        forms.MultipleChoiceField, label="Organs", choices=ORGANS, widget=Checks
    )
    cause = a_field(
        forms.ChoiceField, label="Cause", choices=[("", ""), *MANY], widget=LongChoice
    )
    ferritin = a_field(
        forms.DecimalField,
        Face(unit="ng/mL", optional=True),
        label="Peak ferritin",
        widget=NumberBox,
    )
    il6 = a_field(
        forms.DecimalField,
        Face(unit="pg/mL", optional=True),
        label="Peak IL-6",
        widget=NumberBox,
    )


TYPED = {
    "occurred": "yes",
    "onset": "2022-09-09",
    "resolved": "2022-09-31",
    "temperature": "100.8",
    "hypotension": "one",
    "recorded": "2",
    "organs": ["skin"],
    "il6__absent": "not_done",
}
GRADE = {
    "scale": "ASTCT 2019",
    "display": "2–4",
    "decided": False,
    "at_least": 2,
    "at_most": 4,
    "missing": [{"label": "hypoxia", "anchor": "id_hypoxia"}],
    "recorded": 2,
    "steps": [
        {"value": n, "possible": 2 <= n <= 4, "recorded": n == 2} for n in range(6)
    ],
    "findings": [
        {"label": "Fever", "text": "38.2 °C", "share": "≥ 1"},
        {"label": "Hypoxia", "missing": True, "share": "0–4"},
    ],
    "outlook": "If hypoxia is none or low flow: 2. High flow: 3.",
    "rule": "The more severe of hypotension and hypoxia.",
    "source": "Lee DW, Biol Blood Marrow Transplant 2019;25:625.",
    "verified": True,
}
HISTORY = {
    "label": "hypotension",
    "versions": [
        {
            "who": "manager",
            "role": "data manager",
            "at": "2024-07-04 14:02:11",
            "old": "none",
            "new": "fluids only",
            "why": "Two boluses on the ward chart, day 3.",
        },
        {"who": "Import 12", "role": "row 32", "at": "2024-01-12", "new": "none"},
    ],
    "seal": "2 versions. Sealed to 14:02:00, verified.",
}
CONFLICT = {
    "who": "manager2",
    "at": "14:02:11",
    "version": 8,
    "fields": [{"name": "x", "label": "Onset", "mine": "2022-09-09", "theirs": "–"}],
}
TABLE = {
    "label": "Forms",
    "columns": [
        {"label": "Form"},
        {"label": "What it says"},
        {"label": "Day", "css": "num"},
        {"label": "State"},
        {"label": "Last change"},
    ],
    "rows": [
        {"group": "CAR-T, day 0 = 2022-09-06", "scope": "4 forms"},
        *(
            {
                "cells": [
                    {"text": name, "url": "#"},
                    {"text": "One vasopressor, no oxygen"},
                    {"text": "3", "css": "num mhide"},
                    {"state": code, "text": "", "more": "since 2024-06-06"},
                    {"text": "manager · 2024-01-12", "css": "faint nw mhide"},
                ]
            }
            for name, code in (
                ("CRS", "query"),
                ("ICANS", "complete"),
                ("Chronic GVHD", "overdue"),
                ("Expansion", "begun"),
                ("Infusion", "signed"),
                ("Diagnosis", "locked"),
            )
        ),
    ],
}


def demo_form(data: dict | None = TYPED, **setting) -> DemoForm:
    """Return the form as filled in, with a soft doubt and a repair."""
    doubt = Doubt("Recorded 2, findings give 3.", (("3", "Record 3 instead"),))
    around = Setting(
        day_zero=date(2022, 9, 6),
        doubts={"recorded": [doubt]} if data else {},
        repairs={"temperature": [("38.2", "Use 38.2 °C")]} if data else {},
        history_url="/history/FIELD",
        **setting,
    )
    return DemoForm(data, setting=around)


def from_page(request: HttpRequest, context: dict) -> HttpResponse:
    """Render the page beside this module."""
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


def gallery(request: HttpRequest) -> HttpResponse:
    """Show every part once."""
    messages.success(request, "CRS saved, version 8.")
    form = demo_form()
    problems = [
        {"anchor": form[name].auto_id, "text": f"{form[name].label}: {errors[0]}"}
        for name, errors in form.errors.items()
    ]
    doubts = [{"anchor": "id_recorded", "text": "Recorded grade 2, findings give 3"}]
    context = {
        "nav": "patients",
        "crumbs": [("/", "Patients"), ("/", "C032"), ("", "CRS")],
        "form": form,
        "problems": problems,
        "to_confirm": doubts,
        "draft_kept": True,
        "grade": GRADE,
        "history": HISTORY,
        "conflict": CONFLICT,
        "table": TABLE,
        "pager": {"text": "50 shown", "next_url": "?after=50"},
        "next_label": "ICANS",
        "may_complete": True,
        "ask_reason": True,
        "save_state": {"code": "not", "text": "Version 8 not saved, 2 problems"},
    }
    return from_page(request, context)


def blank(request: HttpRequest) -> HttpResponse:
    """Show the form before anything is typed."""
    return from_page(request, {"form": demo_form(None)})


def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the sign-in page as after the end of a session."""
    form = forms.Form()
    form.fields = {"username": forms.CharField(), "password": forms.CharField()}
    return render(
        request, "registration/sign_in.html", {"form": form, "signed_out": True}
    )


def find(request: HttpRequest) -> HttpResponse:
    """Answer the quick find."""
    patients = [
        {"url": "#c032", "number": "C032", "text": "LDP · T-LBL", "state": "1 overdue"},
        {"url": "#c030", "number": "C030", "text": "LDP · T-ALL"},
    ]
    straight = [{"url": "#crs", "typed": "c032 crs", "text": "CRS episode 1"}]
    context = {"patients": patients, "forms": straight, "number": "C032"}
    return render(request, "registry/_find_results.html", context)


def history(request: HttpRequest, name: str) -> HttpResponse:
    """Answer a field's history."""
    return render(request, "registry/_history.html", {"history": HISTORY})


urlpatterns = [
    path("", gallery, name="home"),
    path("blank", blank, name="patients"),
    path("studies", gallery, name="studies"),
    path("find", find, name="find"),
    path("history/<slug:name>", history),
    path("sign-in", sign_in, name="sign-in"),
    path("sign-out", sign_in, name="sign-out"),
    path("i18n/", include("django.conf.urls.i18n")),
]
