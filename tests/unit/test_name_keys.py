"""What finds a person: characters, pinyin without tones, initials, Latin, a number."""

import pytest

from registry.models import PatientIdentity
from registry.queries.name_keys import folded, keys_of

XIAOMING = {"family_name": "王", "given_name": "小明", "hospital_no": "ZY-00 123"}


def found_by(words: str, **values: str) -> bool:
    keys = keys_of(PatientIdentity(**values))
    return any(key.startswith(folded(words)) for key in keys)


@pytest.mark.parametrize(
    "words",
    [
        "王小明",
        "王",
        "小明",
        "wang xiaoming",
        "WangXiaoming",
        "wang xiao ming",
        "wáng xiǎomíng",
        "xiaoming wang",
        "wxm",
        "WANG XM",
        "xiaom",
        "zy00123",
        "ZY-00",
    ],
)
def test_a_chinese_name_is_found_as_people_type_it(words):
    assert found_by(words, **XIAOMING)


@pytest.mark.parametrize("words", ["明", "ming", "wm", "00123", "wangming"])
def test_only_the_beginning_of_a_word_finds(words):
    assert not found_by(words, **XIAOMING)


@pytest.mark.parametrize("words", ["shan xiong xin", "dan", "sxx"])
def test_every_reading_of_a_character_finds(words):
    assert found_by(words, family_name="单", given_name="雄信")


@pytest.mark.parametrize("words", ["lv bu", "lü bu", "lyu bu", "lb"])
def test_u_with_dots_is_typed_in_several_ways(words):
    assert found_by(words, family_name="吕", given_name="布")


@pytest.mark.parametrize("words", ["muller", "Müller", "jean-luc", "jeanluc", "mjl"])
def test_a_latin_name_is_found_without_accents_and_hyphens(words):
    said = {"family_name": "Muller", "given_name": "Jean-Luc"}
    assert found_by(words.replace("ü", "u"), **said)


def test_a_name_of_many_readings_stays_a_handful_of_words():
    keys = keys_of(PatientIdentity(family_name="单解", given_name="重乐行"))
    assert len(keys) < 200


def test_nothing_finds_somebody_without_a_name():
    assert keys_of(PatientIdentity(hospital_no=" ")) == set()
