"""A field of an entry form: label, hint, message, control, reason for no value."""

from datetime import date

import pytest

from registry.forms.setting import Setting
from registry.forms.widgets import LongChoice, Segments, choice_widget, split_definition
from tests.web.gallery import TYPED, DemoForm, demo_form


def drawn(name: str, data: dict | None = TYPED, **setting: object) -> str:
    return demo_form(data, **setting)[name].as_field_group()


def test_label_hint_message_and_control_stand_in_that_order():
    page = drawn("resolved")
    places = [
        page.index(part)
        for part in ("<label id", 'class="msg e"', '<input type="text"')
    ]
    assert places == sorted(places)


def test_error_is_wired_to_the_box():
    page = drawn("resolved")
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_resolved_error"' in page
    assert 'id="id_resolved_error"' in page


def test_wrong_value_stays_in_the_box():
    assert 'value="100.8"' in drawn("temperature")


def test_error_offers_its_repair():
    assert 'data-repair="38.2"' in drawn("temperature")


def test_hint_is_wired_to_a_group_of_radios():
    page = drawn("occurred")
    assert 'role="radiogroup" aria-labelledby="id_occurred_label"' in page
    assert 'aria-describedby="id_occurred_helptext"' in page


def test_soft_doubt_is_wired_and_asks_why_it_stands():
    page = drawn("recorded")
    assert 'class="fld soft"' in page
    assert "id_recorded_doubt" in page
    assert 'name="recorded__stands"' in page
    assert 'data-repair="3"' in page


def test_nothing_is_chosen_before_the_person_chooses():
    page = drawn("hypoxia", None)
    control = page[page.index('class="seg') :]
    assert "checked" not in control.split("missing-row")[0]


def test_no_field_says_that_it_is_required():
    assert "required" not in drawn("occurred", None)


def test_definition_stands_on_a_second_line():
    assert "Fluids only<small>no vasopressor</small>" in drawn("hypotension")


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("Low flow (≤ 6 L/min)", ("Low flow", "≤ 6 L/min")),
        ("低流量（≤ 6 L/min）", ("低流量", "≤ 6 L/min")),
        ("CNS2 (a/b/c) blasts", ("CNS2 (a/b/c) blasts", "")),
        ("None", ("None", "")),
    ],
)
def test_label_is_split_only_at_a_closing_bracket(label, parts):
    assert split_definition(label) == parts


def test_more_than_six_codes_are_a_list():
    assert isinstance(choice_widget(6), Segments)
    assert isinstance(choice_widget(7), LongChoice)


def test_reason_for_no_value_replaces_the_control_without_script():
    page = drawn("il6")
    assert 'value="not_done" data-letter="d" data-word="Not done" checked' in page
    assert '<span class="missing-word">Not done</span>' in page


def test_reason_empties_the_value_and_its_error():
    form = DemoForm({"temperature": "wrong", "temperature__absent": "unknown"})
    assert form.is_valid()
    assert form.cleaned_data["temperature"] is None
    assert form.absences == {"temperature": "unknown"}


def test_reason_that_is_none_of_ours_is_no_reason():
    assert DemoForm({"temperature__absent": "lost"}).absences == {}


def test_saved_reason_is_shown():
    form = DemoForm(setting=Setting(absent={"onset": "pending"}))
    assert form["onset"].absent_word == "Pending"


def test_day_number_stands_beside_the_date():
    page = drawn("onset")
    assert 'data-day-zero="2022-09-06"' in page
    assert '<output class="day" for="id_onset">day 3</output>' in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", ""),
        ("2022-09", "days −5 … 24 · day unknown"),
        ("2022", "days −248 … 116 · month and day unknown"),
        ("soon", ""),
    ],
)
def test_part_of_a_date_has_the_days_that_it_may_stand_for(typed, words):
    form = DemoForm({"onset": typed}, setting=Setting(day_zero=date(2022, 9, 6)))
    assert form["onset"].day == words


def test_locked_record_shows_text_and_no_control():
    page = drawn("hypotension", locked=True)
    assert "One vasopressor" in page
    assert "<input" not in page


def test_locked_record_shows_the_reason_for_no_value():
    assert "Not done" in drawn("il6", locked=True)


def test_unanswered_question_of_a_locked_record_is_a_dash():
    assert demo_form(None, locked=True)["organs"].shown == "–"
