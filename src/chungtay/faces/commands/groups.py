"""`chungtay groups`: groups of places, their members on a day, and keeping those of one's own body."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chungtay.faces.commands.terminal import acting, formatted
from chungtay.kernel.errors import Both, Refusal

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place, PlaceGroup

LIST_HEAD = ("khóa", "tên", "loại", "của địa bàn", "thành viên")
MEMBER_HEAD = ("mã", "địa bàn", "tỉnh", "từ ngày", "đến ngày")
MOST_BYTES = 1024 * 1024


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is done, with which group."""
    does = parser.add_subparsers(dest="does", required=True, metavar="VIỆC")
    told = _does(does, "list", "các nhóm và số thành viên / groups with their members counted")
    told.add_argument("--on", help="ngày, mặc định hôm nay / day, today unless given")
    told.add_argument("--format", choices=["table", "csv", "json"], default="table")
    shown = _does(does, "show", "thành viên của một nhóm vào một ngày / members of a group on a day", "key")
    shown.add_argument("--on", help="ngày, mặc định hôm nay / day, today unless given")
    shown.add_argument("--format", choices=["table", "csv", "json"], default="table")
    new = _does(does, "new", "lập nhóm / make a group", "key")
    new.add_argument("--vi", required=True, help="tên tiếng Việt / Vietnamese name")
    new.add_argument("--en", required=True, help="tên tiếng Anh / English name")
    new.add_argument("--kind", default="own", help="border, coast, island, urban, industrial, own")
    added = _does(does, "add", "thêm thành viên / add members", "key")
    added.add_argument("place", nargs="+", help="tên hoặc mã / name or code")
    ended = _does(does, "end", "ghi ngày cuối của thành viên / write a member's last day", "key", "place")
    ended.add_argument("--on", required=True, help="ngày cuối còn thuộc nhóm / last day as a member")
    listed = _does(does, "import", "thêm theo danh sách / add the places of a list", "key")
    listed.add_argument("file", type=Path, help="CSV hoặc văn bản, mỗi dòng một tên hoặc mã / a name or code per line")
    for adding in (added, listed):
        adding.add_argument("--from", dest="start", required=True, help="ngày đầu thuộc nhóm / first day as a member")
        adding.add_argument("--to", dest="end", help="ngày cuối, nếu có / last day, if any")


def _does(does: Any, name: str, text: str, *positional: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = does.add_parser(name, help=text, description=text)
    for argument in positional:
        command.add_argument(argument)
    command.add_argument("--as", dest="account", help="theo quyền của tài khoản / with this account's rights")
    return command


def run(options: argparse.Namespace) -> int:
    """Do what was asked within the account's rights; without one, as the centre."""
    by = acting(options.account)
    if options.does == "list":
        return _list(options, by)
    if options.does == "new":
        return _new(options, by)
    from chungtay.reference.actors.groups import group_of

    group = group_of(by, options.key)
    does = {"show": _show, "add": _add, "import": _import, "end": _end}
    return does[options.does](options, by, group)


def _list(options: argparse.Namespace, by: User) -> int:
    from chungtay.reference.actors.groups import groups_of

    lines = groups_of(by, _day(options.on, "--on") if options.on else date.today())
    rows = [
        (line.group.key, line.group.name_vi, line.group.kind, _owner(line.group), str(line.count)) for line in lines
    ]
    records = [
        {
            "key": line.group.key, "name_vi": line.group.name_vi, "name_en": line.group.name_en,
            "kind": line.group.kind, "owner": line.group.owner.key if line.group.owner else None,
            "keeper": line.group.keeper or None, "members": line.count,
        }
        for line in lines
    ]  # fmt: skip
    print(formatted(options.format, LIST_HEAD, rows, records))
    return 0


def _owner(group: PlaceGroup) -> str:
    return group.owner.full_name if group.owner else "cả nước"


def _show(options: argparse.Namespace, by: User, group: PlaceGroup) -> int:
    from chungtay.reference.actors.groups import group_history_of, group_places, group_proposals_of

    on = _day(options.on, "--on") if options.on else date.today()
    places = list(group_places(by, group, on).select_related("home_province", "legacy_province"))
    ids = {place.pk for place in places}
    held = {
        row.place_id: row
        for row in group_history_of(by, group)
        if row.place_id in ids and (row.valid_from or on) <= on <= (row.valid_to or on)
    }
    rows = [(p.code, p.full_name, _province(p), _iso(held[p.pk].valid_from), _iso(held[p.pk].valid_to)) for p in places]
    records = [
        {"key": p.key, "code": p.code, "name": p.full_name, "from": _iso(held[p.pk].valid_from) or None,
         "to": _iso(held[p.pk].valid_to) or None}
        for p in places
    ]  # fmt: skip
    print(formatted(options.format, MEMBER_HEAD, rows, records))
    if options.format == "table":
        for proposal in group_proposals_of(by, group, on):
            taken = ", ".join(f"{link.new.full_name} ({link.new.code})" for link in proposal.successors) or "—"
            print(f"Đã kết thúc / ended: {proposal.member.place.full_name}. Kế tục / taken over by: {taken}")
    return 0


def _province(place: Place) -> str:
    above = place.home_province if place.vintage == "2025" else place.legacy_province
    return above.name if above is not None else ""


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _new(options: argparse.Namespace, by: User) -> int:
    from chungtay.reference.actors.groups import group_make
    from chungtay.reference.sources.masking import check_names_nobody

    check_names_nobody(Both("Tên nhóm", "Name of a group"), options.vi, options.en)
    print(group_make(by=by, key=options.key, name_vi=options.vi, name_en=options.en, kind=options.kind).key)
    return 0


def _add(options: argparse.Namespace, by: User, group: PlaceGroup) -> int:
    return _written(options, by, group, "\n".join(options.place))


def _import(options: argparse.Namespace, by: User, group: PlaceGroup) -> int:
    try:
        content = options.file.read_bytes()[: MOST_BYTES + 1]
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        content = b""
    if not 0 < len(content) <= MOST_BYTES:
        raise Refusal.of(
            "LENH-011",
            options.file.name,
            expected=Both("tệp văn bản UTF-8 dưới 1 MB", "a text file in UTF-8 under 1 MB"),
            vi="không đọc được tệp danh sách",
            en="the list cannot be read",
            todo=Both("lưu lại thành CSV UTF-8", "save it as CSV UTF-8"),
        )
    return _written(options, by, group, text)


def _written(options: argparse.Namespace, by: User, group: PlaceGroup, text: str) -> int:
    from chungtay.reference.actors.groups import group_import

    end = _day(options.end, "--to") if options.end else None
    added = group_import(by=by, group=group, text=text, valid_from=_day(options.start, "--from"), valid_to=end)
    print(f"Đã thêm / added: {len(added)}")
    return 0


def _end(options: argparse.Namespace, by: User, group: PlaceGroup) -> int:
    from chungtay.reference.actors.groups import group_member_end
    from chungtay.reference.places.queries import group_open_member

    member = group_open_member(group, options.place)
    group_member_end(by=by, member=member, valid_to=_day(options.on, "--on"))
    print(f"{member.place.full_name}: {options.on}")
    return 0


def _day(text: str, option: str) -> date:
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise Refusal.of(
        "LENH-010",
        option,
        read=text,
        expected="2025-12-31, 31/12/2025",
        vi="không đọc được ngày",
        en="the day cannot be read",
        todo=Both("ghi năm-tháng-ngày", "write year-month-day"),
    )
