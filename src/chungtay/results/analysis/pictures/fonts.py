"""The product's one font, Inter, made readable for the drawing library.

The drawing library brings a font without ư, ộ, ạ: on a machine without others Vietnamese would come out as boxes.
"""

import atexit
import shutil
import tempfile
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import vl_convert
from fontTools.ttLib import TTFont

FAMILY = "Inter"


@lru_cache(maxsize=1)
def font_registered() -> Path:
    """Unpack the four weights once per process and make them known; the folder goes when the process does."""
    folder = Path(tempfile.mkdtemp(prefix="chungtay-font-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for packed in sorted(_packed_folder().glob("Inter-*.woff2")):
        with TTFont(packed) as font:
            font.flavor = None
            font.save(folder / f"{packed.stem}.ttf")
    vl_convert.register_font_directory(str(folder))
    return folder


def _packed_folder() -> Path:
    found = find_spec("unfold")
    assert found is not None
    assert found.submodule_search_locations
    return Path(found.submodule_search_locations[0]) / "static" / "unfold" / "fonts" / "inter"
