"""A specification drawn as SVG or PNG, known by its digest. Data stand inside it and no address is ever fetched."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from hashlib import sha256
from importlib.metadata import version
from typing import Any

import vl_convert

from chungtay import __version__
from chungtay.results.analysis.pictures.fonts import FAMILY, font_registered
from chungtay.results.analysis.pictures.kept import drawing_keep, drawing_kept, is_kept

Spec = dict[str, Any]
_NUMBERS = {
    "vi": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", " ₫"]},
}
SCALE = 2.0
"""PNG is drawn at twice its size, so that print stays sharp."""
_HOLDER = re.compile('role="graphics-symbol"( aria-roledescription="[a-z]+ mark container")')
"""Vega calls what holds areas, or lines that only rule, a symbol, which would have to bear a name; what holds bars it
calls an object. Each mark within bears its own name."""
_CLIP = re.compile(r"(?<=[#\"])clip([0-9]+)(?=[\")])")
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_HAND = f"{__version__} {version('vl-convert-python')} {_HOLDER.pattern} {_CLIP.pattern} {_NUMBERS} {SCALE} "
"""What else decides how it looks: a drawing of before an update is not shown after it."""


def dressed(spec: Spec) -> Spec:
    """The specification with the product's font on white ground."""
    config = {
        "font": f"{FAMILY}, sans-serif",
        "background": "white",
        "view": {"stroke": None},
        **spec.get("config", {}),
    }
    return {"$schema": _SCHEMA, **spec, "config": config}


def digest(spec: Spec, language: str) -> str:
    """By what a drawing is known: the same data in the same language, drawn by the same hand, are the same picture."""
    return sha256(f"{_HAND}{language}{json.dumps(spec, sort_keys=True, ensure_ascii=False)}".encode()).hexdigest()


def svg(spec: Spec, language: str) -> str:
    """The picture for a page."""
    key = digest(spec, language)
    return _kept(key, "svg", lambda: _svg(spec, language, key)).decode()


def png(spec: Spec, language: str) -> bytes:
    """The picture for a file that takes no SVG, at twice its size."""
    return _kept(digest(spec, language), "png", lambda: _png(svg(spec, language)))


def is_drawn(spec: Spec, language: str) -> bool:
    """Whether the SVG is at hand, drawn by this process or another."""
    return is_kept(digest(spec, language), "svg")


def _kept(key: str, kind: str, draw: Callable[[], bytes]) -> bytes:
    found = drawing_kept(key, kind)
    if found is None:
        found = draw()
        drawing_keep(key, kind, found)
    return found


def _svg(spec: Spec, language: str, key: str) -> bytes:
    font_registered()
    drawn: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[], format_locale=_NUMBERS[language])
    return _named(_HOLDER.sub(r'role="graphics-object"\1', drawn), key[:8]).encode()


def _named(drawn: str, name: str) -> str:
    """Vega numbers what it clips by from the start of a process: a picture would differ from one to the next, and
    two that were drawn by two processes would cut each other on one page. They are numbered within the picture."""
    numbers = {clip: n for n, clip in enumerate(dict.fromkeys(_CLIP.findall(drawn)))}
    return _CLIP.sub(lambda found: f"clip-{name}-{numbers[found[1]]}", drawn)


def _png(drawn: str) -> bytes:
    font_registered()
    made: bytes = vl_convert.svg_to_png(drawn, scale=SCALE)
    return made
