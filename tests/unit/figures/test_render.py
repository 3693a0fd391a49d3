"""Files: the same figure from the same specification, sized for print."""

import re
import struct
from base64 import b64decode
from io import BytesIO

import pytest
from defusedxml.ElementTree import fromstring
from django.utils import translation
from fontTools.ttLib import TTFont

from outcomes.figures.embedding import FONTS
from outcomes.figures.layout import LAYOUTS
from outcomes.figures.render import DPIS, fingerprint, pdf, png, svg
from tests.unit.figures.conftest import SHOWN
from tests.unit.figures.drawn import SVG, texts

INCH_IN_METRES = 0.0254
FACE = (
    r'@font-face\{font-family:"([^"]+)";font-weight:(\w+);'
    r'src:url\("data:font/woff;base64,([^"]+)"\)'
)
VIEW_BOX = r'viewBox="0 0 ([\d.]+) ([\d.]+)"'


def chunks(data):
    """Yield the parts of a PNG: their names and contents."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at = 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += 12 + length


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=["two", "one"])
@pytest.mark.parametrize("dpi", DPIS)
def test_png_has_the_pixels_of_its_printed_width(spec, layout, dpi):
    parts = dict(chunks(png(spec("day-28", layout), layout, dpi)))
    width, _height = struct.unpack(">II", parts[b"IHDR"][:8])
    per_metre = struct.unpack(">II", parts[b"pHYs"][:8])
    assert abs(width - layout.millimetres / 25.4 * dpi) <= 1
    assert [round(n * INCH_IN_METRES) for n in per_metre] == [dpi, dpi]


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=["two", "one"])
@pytest.mark.parametrize("name", SHOWN)
def test_letters_are_large_enough_in_print(spec, name, layout):
    drawing = svg(spec(name, layout), layout)
    wide, _high = map(float, re.search(VIEW_BOX, drawing).groups())
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', drawing)]
    # Journals ask for 6 points and more.
    assert min(sizes) * layout.points / wide >= 6
    assert f'width="{layout.millimetres}mm"' in drawing


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=["two", "one"])
def test_pdf_is_one_page_of_its_printed_width_with_its_fonts(spec, layout, language):
    with translation.override(language):
        data = pdf(spec("overall-survival", layout), layout)
    (box,) = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) [\d.]+\]", data)
    assert float(box) == pytest.approx(layout.points, abs=0.01)
    fonts = re.findall(rb"/BaseFont ?/([A-Z]{6}\+)?(\S+)", data)
    assert fonts
    assert all(subset for subset, _name in fonts)
    described = data.count(b"/Type /FontDescriptor")
    embedded = len(re.findall(rb"/FontFile[23]? \d+ 0 R", data))
    assert described == embedded > 0
    families = {name for _subset, name in fonts}
    wanted = b"CJK" if language == "zh-hans" else b"Liberation"
    assert any(wanted in name for name in families), families
    assert not any(b"Serif" in name for name in families)


@pytest.mark.parametrize("name", SHOWN)
def test_same_results_give_the_same_figure(spec, name):
    assert fingerprint(spec(name)) == fingerprint(spec(name))
    assert svg(spec(name)) == svg(spec(name))


def test_other_results_give_another_figure(spec, results):
    before = fingerprint(spec("overall-survival"))
    results["survival"]["OS"]["curves"]["car_t"]["estimate"][1] -= 0.01
    assert fingerprint(spec("overall-survival")) != before


@pytest.mark.parametrize("name", SHOWN)
def test_specification_carries_its_data_and_reaches_nowhere(spec, name):
    made = spec(name)
    assert '"url"' not in repr(made).replace("'", '"')
    assert set(_named(made)) <= set(made["datasets"])


def _named(part):
    if isinstance(part, dict):
        if set(part.get("data", ())) == {"name"}:
            yield part["data"]["name"]
        for value in part.values():
            yield from _named(value)
    elif isinstance(part, list):
        for value in part:
            yield from _named(value)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("name", SHOWN)
def test_svg_carries_every_letter_of_its_texts(spec, name, language):
    with translation.override(language):
        drawing = svg(spec(name))
    faces = re.findall(FACE, drawing)
    carried = set()
    for _family, _weight, data in faces:
        carried |= letters_of(BytesIO(b64decode(data)))
    root = fromstring(drawing)
    said = "".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
    assert said.strip()
    assert set(said) - carried == set()
    chinese = ("Day Zero CJK", "normal")
    latin = {("Liberation Sans", "normal"), ("Liberation Sans", "bold")}
    families = {(family, weight) for family, weight, _data in faces}
    assert families >= ({chinese} if language == "zh-hans" else latin)


def test_figures_speak_chinese(sheet):
    with translation.override("zh-hans"):
        words = texts(sheet("overall-survival"))
    assert "化疗" in words
    assert "总生存" in words


@pytest.mark.parametrize("name", SHOWN)
def test_brought_font_has_every_chinese_letter_of_a_figure(sheet, name):
    with translation.override("zh-hans"):
        said = "".join(texts(sheet(name)))
    chinese = {letter for letter in said if "\u4e00" <= letter <= "\u9fff"}
    assert chinese
    known = letters_of(FONTS / "DayZeroCJK-Regular.otf")
    assert "龘" not in known
    assert chinese - known == set()


def letters_of(font):
    """Return the letters that a font draws, of a file or of a file's content."""
    with TTFont(font) as opened:
        return set(map(chr, opened.getBestCmap()))
