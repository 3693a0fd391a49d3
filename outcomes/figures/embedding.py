"""An SVG that carries the letters it is set in, as a PDF does.

A drawing that names a font alone is set in another where that font is missing, and its
words no longer fit the places that were measured for them.
"""

import re
from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font

# Liberation Sans whole, by its licence; Day Zero CJK for machines without a Chinese
# font. See *-OFL.txt.
FONTS = Path(__file__).parent / "fonts"
TEXT = re.compile(r">([^<>]+)</t(?:ext|span)>")
HEAD = re.compile(r"<svg\b[^>]*>")


@dataclass(frozen=True, slots=True)
class Face:
    """A font that a figure is set in, and the file that has it."""

    family: str
    weight: str
    file: str


FACES = (
    Face("Liberation Sans", "normal", "LiberationSans-Regular.ttf"),
    Face("Liberation Sans", "bold", "LiberationSans-Bold.ttf"),
    Face("Day Zero CJK", "normal", "DayZeroCJK-Regular.otf"),
)


def with_fonts(drawing: str) -> str:
    """Return an SVG with those letters inside that its texts need."""
    letters = frozenset(unescape("".join(TEXT.findall(drawing))))
    faces = (_rule(face, letters) for face in FACES if face.family in drawing)
    style = f"<style>{''.join(faces)}</style>"
    return HEAD.sub(lambda head: head[0] + style, drawing, count=1)


def _rule(face: Face, letters: frozenset[str]) -> str:
    data = b64encode(_part(face.file, letters)).decode()
    return (
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};'
        f'src:url("data:font/woff;base64,{data}") format("woff")}}'
    )


@lru_cache(maxsize=64)
def _part(file: str, letters: frozenset[str]) -> bytes:
    """Return a font of these letters alone, as WOFF; equal letters, equal bytes."""
    options = Options(flavor="woff", hinting=False, notdef_outline=True)
    options.drop_tables += ["FFTM"]  # when its editor saved it
    subsetter, part = Subsetter(options), BytesIO()
    subsetter.populate(unicodes=map(ord, letters))
    with load_font(str(FONTS / file), options) as font:
        font.recalcTimestamp, font.flavor = False, options.flavor
        subsetter.subset(font)
        font.save(part)
    return part.getvalue()
