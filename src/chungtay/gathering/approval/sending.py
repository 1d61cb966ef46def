"""What a report that is filled in on the desk must be before it goes up: mended, and explained where it is asked about.

A narrative report is another thing: what it says was said before, by others, and is taken as it stands. Its findings go
to the approver unanswered, and its reporter may answer them while it waits.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chungtay.checks import queries as checks
from chungtay.kernel.errors import Both, Problem, Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.checks.models import Finding


def check_sendable(batch_id: int, *, is_told: bool = True) -> None:
    """Refusal DUYET-306 with every finding that must be mended and that no reason sets aside, else DUYET-305 with every
    one that the reporter has not explained: a question, or a block that the approver may set aside.

    Not `is_told`: without what was read and expected, which quote earlier reports that the sender may not read."""
    if unmended := checks.unmended(batch_id):
        raise Refusal(_problems("DUYET-306", unmended, is_told))
    if unexplained := checks.unexplained(batch_id):
        raise Refusal(_problems("DUYET-305", unexplained, is_told))


def _problems(code: str, found: Sequence[Finding], is_told: bool) -> list[Problem]:
    listed = [_problem(code, finding) for finding in found]
    return listed if is_told else [replace(problem, read="", expected="") for problem in listed]


def _problem(code: str, finding: Finding) -> Problem:
    vi, en = (checks.finding_words(finding, language) for language in ("vi", "en"))
    mend = code == "DUYET-306"
    asked = ("Phải sửa trước khi gửi", "To be mended before it is sent") if mend else _EXPLAIN
    return Problem(
        code,
        Both(vi.where, en.where),
        Both(vi.read, en.read),
        Both(vi.expected, en.expected),
        Both(vi.todo, en.todo),
        f"{asked[0]}: {vi.message_vi} ({finding.rule})",
        f"{asked[1]}: {en.message_en} ({finding.rule})",
    )


_EXPLAIN = ("Phải giải thích trước khi gửi", "To be explained before it is sent")
