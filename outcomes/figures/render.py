"""From a chart to its one specification, and from that to files."""

import json
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import vl_convert as vlc

from outcomes.figures.marks import ONCE, Drawing
from outcomes.figures.theme import CONFIG

Spec = dict[str, Any]
DPI = 300
PRINT_WIDTH_INCHES = 7.0  # two columns of a journal
POINTS_AN_INCH = 72
# For machines without a Chinese font; see fonts/OFL.txt.
FONTS = Path(__file__).parent / "fonts"
vlc.register_font_directory(str(FONTS))


def specification(drawing: Drawing, description: str) -> Spec:
    """Return the Vega-Lite specification that browser and files are drawn from."""
    spec: Spec = drawing.chart.to_dict()
    return spec | {
        "config": CONFIG,
        "datasets": drawing.rows | {ONCE: [{}]},
        "description": description,
    }


def fingerprint(spec: Spec) -> str:
    """Return a digest of a specification: equal digests, equal figures."""
    return sha256(_text(spec).encode()).hexdigest()


def svg(spec: Spec) -> str:
    """Write a specification as SVG."""
    return _svg(_text(spec))


def png(spec: Spec) -> bytes:
    """Write a specification as PNG, as wide as two printed columns at 300 dpi."""
    text = _text(spec)
    scale = PRINT_WIDTH_INCHES * POINTS_AN_INCH / _width(_svg(text))
    return _png(text, scale)


def _text(spec: Spec) -> str:
    return json.dumps(spec, sort_keys=True, ensure_ascii=False)


def _width(drawing: str) -> float:
    return float(drawing.split('width="', 1)[1].split('"', 1)[0])


@lru_cache(maxsize=64)
def _svg(text: str) -> str:
    return str(vlc.vegalite_to_svg(text))


@lru_cache(maxsize=16)
def _png(text: str, scale: float) -> bytes:
    return bytes(vlc.vegalite_to_png(text, scale=scale, ppi=DPI))
