"""What a check finds, and how a check that breaks is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from chungtay.kernel.errors import Both, side


class State(StrEnum):
    """How it stands, the worst last. A note asks for nothing: something is left out on purpose, or is not there yet."""

    OK = "ok"
    NOTE = "note"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: its stable code, how it stands, what was found, and what to do about it."""

    code: str
    state: State
    what: Both
    found: str
    todo: str = ""

    def as_plain(self) -> dict[str, str]:
        """As `chungtay doctor --json` prints it."""
        texts = {"what": self.what, "found": self.found, "todo": self.todo}
        sides = {f"{name}_{tongue}": side(text, tongue) for name, text in texts.items() for tongue in ("vi", "en")}
        return {"code": self.code, "state": self.state.value, **sides}


def ok(code: str, what: Both, found: str) -> Finding:
    """All is well."""
    return Finding(code, State.OK, what, found)


def looked_at(code: str, what: Both, check: Callable[[], Finding]) -> Finding:
    """What the check finds; one that breaks is a finding too. Only the sort of the error is told: its text may hold
    addresses and names."""
    try:
        return check()
    except Exception as error:
        return Finding(
            code,
            State.FAILED,
            what,
            Both(f"không kiểm tra được ({type(error).__name__})", f"cannot be checked ({type(error).__name__})"),
            Both(
                "xem nhật ký của dịch vụ, rồi chạy lại `chungtay doctor`",
                "look into the service's log, then run `chungtay doctor` again",
            ),
        )


def worst(findings: list[Finding]) -> State:
    """The worst state among them; OK where there are none."""
    order = list(State)
    return max((finding.state for finding in findings), key=order.index, default=State.OK)
