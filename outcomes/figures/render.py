"""From a chart to its one specification, and from that to files."""

import json
import re
from functools import lru_cache
from hashlib import sha256
from typing import Any

import vl_convert as vlc
from django.utils.translation import get_language

from outcomes.figures.embedding import FONTS, with_fonts
from outcomes.figures.layout import TWO, Layout
from outcomes.figures.marks import ONCE, Drawing
from outcomes.figures.theme import config

Spec = dict[str, Any]
DPIS = (300, 600)
SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')
vlc.register_font_directory(str(FONTS))


def specification(drawing: Drawing, description: str) -> Spec:
    """Return the Vega-Lite specification that browser and files are drawn from."""
    spec: Spec = drawing.chart.to_dict()
    return spec | {
        "config": config(get_language() or "en"),
        "datasets": drawing.rows | {ONCE: [{}]},
        "description": description,
    }


def fingerprint(spec: Spec) -> str:
    """Return a digest of a specification: equal digests, equal figures."""
    return sha256(_text(spec).encode()).hexdigest()


def svg(spec: Spec, layout: Layout = TWO) -> str:
    """Write a specification as SVG with its fonts inside, as wide as in print."""
    return with_fonts(_resized(_svg(_text(spec)), layout.millimetres, "mm"))


def pdf(spec: Spec, layout: Layout = TWO) -> bytes:
    """Write a specification as PDF with its fonts inside; the page is the figure."""
    return _pdf(_text(spec), layout.points)


def png(spec: Spec, layout: Layout = TWO, dpi: int = DPIS[0]) -> bytes:
    """Write a specification as PNG of so many pixels as its printed width has."""
    text = _text(spec)
    scale = layout.points / _width(_svg(text))
    return _png(text, scale, dpi)


def _text(spec: Spec) -> str:
    return json.dumps(spec, sort_keys=True, ensure_ascii=False)


def _width(drawing: str) -> float:
    found = SIZE.search(drawing)
    return float(found[1]) if found else 0.0


def _resized(drawing: str, width: float, unit: str) -> str:
    """Return the drawing as wide as said; its view box keeps every mark's place."""

    def size(own: re.Match[str]) -> str:
        high = width * float(own[2]) / float(own[1])
        return f'width="{width:g}{unit}" height="{high:.3f}{unit}"'

    return SIZE.sub(size, drawing, count=1)


@lru_cache(maxsize=64)
def _svg(text: str) -> str:
    return str(vlc.vegalite_to_svg(text))


@lru_cache(maxsize=16)
def _pdf(text: str, points: float) -> bytes:
    return bytes(vlc.svg_to_pdf(_resized(_svg(text), points, "")))


@lru_cache(maxsize=16)
def _png(text: str, scale: float, dpi: int) -> bytes:
    return bytes(vlc.vegalite_to_png(text, scale=scale, ppi=dpi))
