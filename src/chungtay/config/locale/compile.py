"""Catalogues of translations made ready for use: `python -m chungtay.config.locale.compile`.

Compiled files (.mo) are made from the .po files at installation and are not kept in the repository. Pages are written
in Vietnamese, so nothing but the other languages depends on them.
"""

import os
from pathlib import Path

import polib

HERE = Path(__file__).resolve().parent


def compile_messages(folder: Path = HERE) -> list[Path]:
    """Write a .mo beside every .po below the folder; returns the files written. Entries marked fuzzy are left out."""
    written = []
    for source in sorted(folder.rglob("*.po")):
        target = source.with_suffix(".mo")
        part = target.with_suffix(f".mo.{os.getpid()}.part")
        polib.pofile(str(source)).save_as_mofile(str(part))
        part.replace(target)
        written.append(target)
    return written


if __name__ == "__main__":
    compile_messages()
