"""What the tests of commands are written with: a small ledger of two communes of Hà Nội, and what commands said."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from chungtay import flow
from chungtay.kernel.periods import decree_month
from chungtay.kernel.quantities import Quantity
from chungtay.ledger.types import Claim, DecisionKind

NOVEMBER = decree_month(2025, 11)
IN_NOVEMBER = ["--period", f"{NOVEMBER.start}/{NOVEMBER.end}"]


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> Any:
        """Its output as JSON."""
        return json.loads(self.out)

    @property
    def refusals(self) -> list[str]:
        """The codes that it refused with, each in both languages."""
        assert "Traceback" not in self.err
        codes = [line[1 : line.index("]")] for line in self.err.splitlines() if line.startswith("[")]
        assert codes[::2] == codes[1::2]
        return codes[::2]


Run = Callable[..., Said]


@dataclass(frozen=True)
class Installation:
    """A data folder and database of its own, used by processes of their own."""

    folder: Path
    environment: dict[str, str]

    def run(self, *arguments: str | Path, typed: str = "") -> Said:
        """A command as its own process."""
        command = [sys.executable, "-m", "chungtay.faces.commands.main", *map(str, arguments)]
        done = subprocess.run(
            command, env=self.environment, cwd=self.folder, input=typed, capture_output=True, text=True
        )
        return Said(done.returncode, done.stdout, done.stderr)


@dataclass(frozen=True)
class Office:
    """An reports for Ba Đình, Khoa for Ngọc Hà; Bình approves."""

    cast: Any

    def reports(
        self,
        sender: str,
        value: int | None,
        indicator: str = "communication.sessions",
        cells: dict[str, int] | None = None,
    ) -> Any:
        """A report of November with one figure and its parts, approved."""
        by = getattr(self.cast, sender)
        claims = [
            Claim(indicator, by.body.place_id, NOVEMBER, Quantity.read(Decimal(number)), cell=cell)
            for cell, number in {"": value, **(cells or {})}.items()
            if number is not None
        ]
        batch = flow.figures_submit(
            by=by, body=by.body, form_code="monthly-commune", place=by.body.place, period=NOVEMBER, claims=claims
        )
        flow.batch_decide(by=self.cast.binh, batch=batch, kind=DecisionKind.APPROVED)
        return batch
