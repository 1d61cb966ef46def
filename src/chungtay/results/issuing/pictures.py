"""Pictures drawn once for all files: one drawing as SVG, and the PNG that a Word file needs made from that.

What is drawn is known by its digest, so that reviews of one batch that show the same map share it.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

import vl_convert

from chungtay.results.analysis.pictures.fonts import font_registered
from chungtay.results.issuing.blocks import Kind
from chungtay.results.reviews import codec, drawings

if TYPE_CHECKING:
    from chungtay.results.issuing.blocks import Block

_VI = "vi"
_KEPT = 256
_SCALE = 2.0
"""Twice its size, so that print stays sharp."""


class Pictures:
    """SVG and PNG of blocks, the latest 256 of them kept. Safe to share between threads."""

    def __init__(self) -> None:
        self._drawn: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._lock = Lock()
        self.made = 0

    def svg(self, block: Block) -> bytes:
        """The picture as SVG; b'' for a map whose outlines are not installed."""
        return self._get(block, "svg")

    def png(self, block: Block) -> bytes:
        """The picture as PNG, b'' where there is none."""
        return self._get(block, "png")

    def _get(self, block: Block, kind: str) -> bytes:
        key = (codec.digest(codec.to_json(block)), kind)
        with self._lock:
            if key in self._drawn:
                self._drawn.move_to_end(key)
                return self._drawn[key]
        content = _svg(block) if kind == "svg" else self._png(block)
        with self._lock:
            self.made += kind == "svg"
            self._drawn[key] = content
            while len(self._drawn) > _KEPT:
                self._drawn.popitem(last=False)
        return content

    def _png(self, block: Block) -> bytes:
        svg = self.svg(block)
        font_registered()
        made: bytes = vl_convert.svg_to_png(svg.decode(), scale=_SCALE) if svg else b""
        return made


SHARED = Pictures()
"""Those of this process."""


def _svg(block: Block) -> bytes:
    spec = None
    if block.kind == Kind.CHART and block.chart is not None:
        spec = drawings.chart_spec(block.chart, _VI)
    elif block.drawn is not None:
        spec = drawings.map_spec(block.drawn, _VI)
    return drawings.svg(spec, _VI).encode() if spec else b""
