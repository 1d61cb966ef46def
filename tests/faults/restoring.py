"""`python restoring.py HOME begin|more|compare`: reports before and after a moment, on the server of the settings.

`begin` lays out an installation and sends three reports; `more` sends two that are to be lost; `compare` tells whether
what stands is what stood at the moment, and whether the chain holds.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from killing_deeds import Office, prepare


def sent(values: list[int]) -> None:
    """A report for each value, by one commune after another."""
    office = Office()
    for commune, value in enumerate(values):
        deed: dict[str, Any] = {"deed": "submit", "commune": commune, "month": 0, "values": [value, value, value]}
        office.do(deed, [])
    office.do({"deed": "approve", "reports": [len(office.reports()) - 1]}, office.reports())


def main(home: Path, what: str) -> None:
    """One of the three."""
    from chungtay.faces.commands.main import setup_django

    setup_django()
    from chungtay.ledger.queries import chain_verify

    stood = home / "stood.json"
    if what == "begin":
        prepare()
        sent([11, 12, 13])
        stood.write_text(json.dumps([Office().plain(), chain_verify().head]))
    elif what == "more":
        sent([98, 99])
    else:
        report = chain_verify()
        assert report.first_break is None, report
        found = json.loads(json.dumps([Office().plain(), report.head]))
        assert found == json.loads(stood.read_text()), found


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
