"""Teams as a commune's own list has them: which columns are asked for, what a row says, and the list as a whole.

A commune has some tens of teams: each row is written as one typed by hand, on a ground that is taken back for a trial.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from chungtay.gathering.registers.forces import policies, services
from chungtay.gathering.registers.forces.kinds import RULES
from chungtay.gathering.registers.forces.models import Bringing, Team, TeamStep
from chungtay.gathering.registers.forces.refusals import refusal as team_refusal
from chungtay.gathering.registers.forces.services import TeamDraft
from chungtay.gathering.registers.lists.bringings import bringing_close, bringing_held, rows_written
from chungtay.gathering.registers.lists.cells import (
    count_of,
    day_of,
    needed,
    rows_read,
    text_of,
    word_of,
    wrong,
)
from chungtay.gathering.registers.lists.columns import Field
from chungtay.gathering.registers.lists.places import Places
from chungtay.gathering.registers.lists.refusals import refusal
from chungtay.gathering.registers.lists.types import Outcome
from chungtay.kernel.errors import Both
from chungtay.kernel.text import match_key
from chungtay.reference.sources.masking import naming_problems

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chungtay.gathering.registers.lists.columns import Value
    from chungtay.kernel.errors import Problem
    from chungtay.reference.actors.models import User

MOST_TEAMS = 1_000
_UNDONE, _BY_LIST = "Hoàn lại cả danh sách", "Theo danh sách"
_DAY = Both("ngày/tháng/năm", "day/month/year")
FIELDS = (
    Field(
        "name",
        Both("Tên tổ", "Name of the team"),
        ("Tên tổ bảo vệ ANTT", "Tên tổ hòa giải", "Tổ", "Tên", "Team", "Name"),
        hint=Both("không ghi tên người; trống nếu mỗi thôn một tổ", "no person's name; empty where a village has one"),
        sample="Tổ bảo vệ an ninh, trật tự khu 3",
    ),
    Field(
        "kind",
        Both("Loại tổ", "Kind of team"),
        ("Loại", "Lực lượng", "Kind"),
        hint=Both("trống nếu tên tổ đã nói", "empty where the name tells"),
        sample="Tổ hòa giải",
    ),
    Field(
        "village",
        Both("Thôn, tổ dân phố", "Village"),
        ("Thôn", "Tổ dân phố", "TDP", "Khu dân cư", "Địa bàn", "Thôn, TDP", "Thôn/tổ dân phố"),
    ),
    Field(
        "began",
        Both("Ngày lập", "Set up on"),
        ("Ngày thành lập", "Thành lập", "Ngày ra mắt", "Ngày lập tổ", "Began"),
        is_needed=True,
        hint=_DAY,
        sample="01/07/2025",
    ),
    Field(
        "members",
        Both("Số người", "People"),
        ("Quân số", "Số thành viên", "Thành viên", "Tổng số", "Số tổ viên", "Members"),
        sample="5",
    ),
    Field("women", Both("Số nữ", "Women"), ("Nữ", "Trong đó nữ", "Female")),
    Field(
        "counted",
        Both("Quân số ngày", "Counted on"),
        ("Ngày đếm", "Tính đến ngày", "Đến ngày"),
        hint=Both("trống: ngày lập", "empty: the day it was set up"),
    ),
    Field("ended", Both("Ngày kết thúc", "Ended on"), ("Kết thúc", "Giải thể", "Ngày giải thể"), hint=_DAY),
    Field(
        "document",
        Both("Số văn bản", "Number of the document"),
        ("Quyết định", "Số quyết định", "Văn bản", "Document"),
        sample="12/QĐ-UBND",
    ),
)
NAMES = {field.key: field.name for field in FIELDS}
_SECURITY, _MEDIATION = "1", "2"
_WORDS = {
    _SECURITY: ("Tổ bảo vệ an ninh, trật tự", "Bảo vệ an ninh trật tự", "Tổ bảo vệ ANTT", "ANTT", "Security team"),
    _MEDIATION: ("Tổ hòa giải", "Hòa giải", "Hòa giải ở cơ sở", "Tổ hòa giải cơ sở", "Mediation team"),
}
KINDS = {match_key(word): kind for kind, words in _WORDS.items() for word in words}
_IN_NAME = (("hoa giai", _MEDIATION), ("bao ve an ninh", _SECURITY), ("antt", _SECURITY))
_FIELD_OF = {"LLN-001": "kind", "LLN-003": "village", "LLN-004": "members", "LLN-005": "name"}


@dataclass(frozen=True)
class _Row:
    row: int
    draft: TeamDraft
    counted_on: date | None
    ended_on: date | None


class TeamLists:
    """The register of the core forces as it takes lists in."""

    fields = FIELDS

    def may_bring(self, by: User) -> bool:
        """Whether the account keeps teams: a commune's own officers."""
        return policies.may_keep(by, by.body.place)

    def bring(
        self,
        *,
        by: User,
        rows: Sequence[tuple[int, Mapping[str, Value]]],
        file_name: str,
        is_trial: bool,
        is_illustration: bool,
    ) -> Outcome:
        """The good rows come in, or are only counted. Codes are DSA-21…, and those of `team_begin`; LLN-005 also
        for a second team of a kind in a village where neither has a name. Refusal DSA-203 for more rows than a commune
        has teams."""
        if len(rows) > MOST_TEAMS:
            expected = Both(f"tối đa {MOST_TEAMS} tổ của một xã", f"{MOST_TEAMS} teams of a commune at most")
            raise refusal("DSA-203", str(len(rows)), expected, "danh sách quá lớn", "the list is too large")
        reader = _Reader(by)
        told, findings = rows_read(rows, reader.row)
        good, more, made = rows_written(
            Bringing,
            told,
            by=by,
            file_name=file_name,
            is_trial=is_trial,
            write=lambda one, made: _write(by, one, made, is_illustration),
            field_of=_field_of,
        )
        return Outcome(good, (*findings, *more), made)

    @transaction.atomic
    def undo(self, *, by: User, id: int) -> tuple[int, int]:
        """The teams of a list are void, except those of which something was stated since. NotAllowed DSA-404; Refusal
        DSA-221."""
        made = bringing_held(Bringing, by=by, id=id)
        since = TeamStep.objects.filter(team__brought=made, recorded_at__gt=made.made_at)
        untouched = Team.objects.filter(brought=made).exclude(pk__in=since.values("team"))
        ids = list(untouched.values_list("pk", flat=True))
        for pk in ids:
            services.team_void(by=by, id=pk, reason=_UNDONE)
        bringing_close(made, by=by)
        return len(ids), made.rows - len(ids)


def _write(by: User, one: _Row, made: Bringing, is_illustration: bool) -> None:
    draft = one.draft
    if not draft.name:
        same = Team.objects.filter(commune=draft.commune, kind=draft.kind, village=draft.village, name="")
        if same.filter(ended_on=None, is_void=False).exists():
            read = draft.village.full_name if draft.village else ""
            expected = Both("tên riêng cho từng tổ của thôn", "a name of its own for each team of the village")
            raise team_refusal("LLN-005", read, expected, "tổ này đã có", "this team is there already")
    is_later = one.counted_on is not None and one.counted_on != draft.began_on
    began = replace(draft, members=None, women=None) if is_later else draft
    team = services.team_begin(by=by, draft=began, brought=made, is_illustration=is_illustration)
    if one.counted_on is not None and is_later and draft.members is not None:
        services.team_count(by=by, id=team.pk, on=one.counted_on, members=draft.members, women=draft.women)
    if one.ended_on is not None:
        services.team_end(by=by, id=team.pk, on=one.ended_on, reason=_BY_LIST)


def _field_of(problem: Problem, one: _Row) -> str:
    """Which field the register speaks of."""
    if problem.code.startswith("NGUON-"):
        return "name" if naming_problems("", one.draft.name) else "document"
    if problem.code == "LLN-002":
        days = (("ended", one.ended_on), ("counted", one.counted_on))
        return next((field for field, on in days if on is not None and f"{on:%d/%m/%Y}" == problem.read), "began")
    if problem.code == "LLN-005" and not one.draft.name:
        return "village"
    return _FIELD_OF.get(problem.code, "")


class _Reader:
    """Reads one row after another."""

    def __init__(self, by: User) -> None:
        self.places = Places(by.body.place)

    def row(self, number: int, cells: Mapping[str, Value]) -> _Row:
        """What a row says. Raises CellWrong at the first cell that cannot be used."""

        def text(field: str) -> str:
            return text_of(field, cells.get(field, ""))

        name, commune = text("name"), self.places.own
        village = self.places.village("village", commune, text("village"))
        if not name and village is None:
            needed("name", "", Both("tên tổ, hoặc thôn", "the name of the team, or its village"))
        on = {field: day_of(field, cells.get(field, "")) for field in ("began", "counted", "ended")}
        if on["began"] is None:
            raise wrong("began", "DSA-211", "", NAMES["began"], "ô còn trống", "the cell is empty")
        draft = TeamDraft(
            kind=_kind(text("kind"), name),
            commune=commune,
            began_on=on["began"],
            members=count_of("members", cells.get("members", "")),
            women=count_of("women", cells.get("women", "")),
            village=village,
            name=name,
            document=text("document"),
        )
        if draft.members is None and draft.women is not None:
            needed("members", "", NAMES["members"])
        return _Row(number, draft, on["counted"], on["ended"])


def _kind(text: str, name: str) -> int:
    if not text:
        key = match_key(name)
        said = {kind for words, kind in _IN_NAME if words in key}
        if len(said) == 1:
            return int(said.pop())
    names = Both(*(", ".join(getattr(rule.name, lang) for rule in RULES.values()) for lang in ("vi", "en")))
    return int(word_of("kind", needed("kind", text, names), KINDS, names))
