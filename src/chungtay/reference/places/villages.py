"""Villages and neighbourhood groups: the only places that people of a commune register themselves.

No official list has them. A village has a name of its own and days, lies in one commune, and is never public: it has no
home in a province, so that no territory above its commune holds it (see `territory`). Its code ("00004.017") counts on
within the commune and has a point, which no official code has. Names change by a new version from a day on, a village
ends by its last day, and nothing is deleted. Who may do so is decided in `reference.actors`. Used through `services`.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from chungtay.kernel.errors import Both, Problem, Refusal
from chungtay.kernel.text import nfc, squeeze
from chungtay.reference.places.groupwords import forbidden_words
from chungtay.reference.places.models import Place, PlaceLevel, PlaceName
from chungtay.reference.places.names import holds_on, name_key, name_tone_key

MOST_VILLAGES = 400
"""In one list: several times what the largest communes have."""
_MOST_DIGITS = 4
"""'Tổ dân phố 12', 'Khu 10/2': a number of an identity paper, a phone or a plate has more."""
_LONGEST = 80
_KIND = "thon"
_WHERE = Both("thôn, tổ dân phố", "village")
_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_NUMBERED = re.compile(r"\s*\d{1,3}\s*[.)\t;]\s*(?=\D)")
# Names of what stands in a village are names of villages too ("Thôn Chùa"); words about those who live there are not.
_LANDMARKS = frozenset({"chua", "nha tho", "thanh duong", "thanh that", "xom dao"})


def village_add(*, commune: Place, name: str, valid_from: date) -> Place:
    """One village of a commune from a day on; refusals as in `villages_import`."""
    return villages_import(commune=commune, text=name, valid_from=valid_from)[0]


@transaction.atomic
def villages_import(*, commune: Place, text: str, valid_from: date) -> list[Place]:
    """The villages of a list, one name on each line, from a day on: all of its lines, or none.

    Refusals, each with its line: DIABAN-041 no name, longer than 80 signs, with more than four digits, or about those
    who live there; DIABAN-042 the commune has a village of this name in these days, or the list names it twice.
    Of the whole: DIABAN-043 not a commune in force on that day; DIABAN-044 a list without lines or with too many.
    """
    Place.objects.select_for_update().get(pk=commune.pk)
    if commune.level != PlaceLevel.COMMUNE or not holds_on(commune.valid_from, commune.valid_to, valid_from):
        expected = Both("một xã có vào ngày đó", "a commune that is there on that day")
        raise Refusal([_problem("DIABAN-043", f"{commune.full_name}, {valid_from:%d/%m/%Y}", expected, *_NO_COMMUNE)])
    lines = _lines(text)
    if not 0 < len(lines) <= MOST_VILLAGES:
        expected = Both(f"1 - {MOST_VILLAGES} dòng, mỗi dòng một tên", f"1 - {MOST_VILLAGES} lines, a name on each")
        raise Refusal([_problem("DIABAN-044", str(len(lines)), expected, "danh sách không đọc được", "no such list")])
    taken = set(_names_taken(commune, valid_from).values())
    problems: list[Problem] = []
    for number, name in lines:
        problems += [_in_line(problem, number, len(lines)) for problem in _name_problems(name, taken)]
        taken.add(_same(name))
    if problems:
        raise Refusal(problems)
    made = Place.objects.bulk_create(_places(commune, [name for _, name in lines], valid_from))
    PlaceName.objects.bulk_create(_version(place, place.name, valid_from) for place in made)
    return made


@transaction.atomic
def village_rename(*, village: Place, name: str, since: date) -> Place:
    """Another name from a day on; what it was called before stays in its versions.

    Refusals DIABAN-041, -042 as in `villages_import`; DIABAN-045 no village, or the day is not after its first, not
    after its last change of name, or after its end.
    """
    held = _held(village)
    last = PlaceName.objects.filter(place=held).order_by("valid_from").last()
    assert last is not None
    assert last.valid_from is not None
    assert held.parent is not None
    if since <= last.valid_from or (held.valid_to is not None and since > held.valid_to):
        raise Refusal([_wrong_day(held, since)])
    [(_, written)] = _lines(name) or [(1, "")]
    taken = {key for pk, key in _names_taken(held.parent, since).items() if pk != held.pk}
    if problems := _name_problems(written, taken):
        raise Refusal(problems)
    PlaceName.objects.filter(pk=last.pk).update(valid_to=since - timedelta(days=1))
    held.name = held.full_name = written
    held.save(update_fields=["name", "full_name"])
    version = _version(held, written, since)
    version.valid_to = held.valid_to
    version.save()
    return held


@transaction.atomic
def village_end(*, village: Place, valid_to: date) -> Place:
    """The last day of a village. Refusal DIABAN-045: no village, ended already, or too early."""
    held = _held(village)
    last = PlaceName.objects.filter(place=held).order_by("valid_from").last()
    assert last is not None
    assert last.valid_from is not None
    if held.valid_to is not None or valid_to < last.valid_from:
        raise Refusal([_wrong_day(held, valid_to)])
    held.valid_to = last.valid_to = valid_to
    held.save(update_fields=["valid_to"])
    last.save(update_fields=["valid_to"])
    return held


def villages_of(commune: Place) -> list[Place]:
    """All villages that a commune ever had, ended ones among them, in the order in which they were registered."""
    return list(Place.objects.filter(parent=commune, level=PlaceLevel.VILLAGE).order_by("code"))


def village_names(villages: Iterable[Place]) -> dict[int, list[PlaceName]]:
    """All names of some villages by place id, oldest first."""
    found: dict[int, list[PlaceName]] = {}
    for version in PlaceName.objects.filter(place__in=list(villages)).select_related("parent").order_by("valid_from"):
        found.setdefault(version.place_id, []).append(version)
    return found


def village_get(commune: Place, key: str) -> Place:
    """A village of a commune by its key. Refusal DIABAN-045 for any other."""
    found = Place.objects.filter(parent=commune, level=PlaceLevel.VILLAGE, key=key).select_related("parent").first()
    if found is None:
        expected = Both(f"một thôn của {commune.full_name}", f"a village of {commune.full_name}")
        raise Refusal([_problem("DIABAN-045", key, expected, "không có thôn này", "there is no such village")])
    return found


def _lines(text: str) -> list[tuple[int, str]]:
    """Names with the numbers of their lines; empty lines are left out, and a number that counts the lines."""
    lines = enumerate(text.splitlines(), 1)
    written = ((number, squeeze(_NUMBERED.sub("", nfc(raw), count=1))) for number, raw in lines)
    return [(number, name) for number, name in written if name]


def _name_problems(name: str, taken: set[str]) -> list[Problem]:
    said = forbidden_words(name)
    about_people = [word for word in said if word not in _LANDMARKS]
    digits = sum(sign.isdigit() for sign in name)
    if digits > _MOST_DIGITS:
        # A number that may lead to a person is not said again.
        name = re.sub(r"\d", "…", name)
    if digits > _MOST_DIGITS or not 0 < len(name) <= _LONGEST or not any(sign.isalnum() for sign in name):
        expected = Both(
            f"tên thôn, tối đa {_LONGEST} ký tự, không có số giấy tờ hay số điện thoại",
            f"the name of a village, {_LONGEST} signs at most, without numbers of papers or phones",
        )
        return [_problem("DIABAN-041", name[:_LONGEST], expected, "không phải tên thôn", "not the name of a village")]
    if about_people:
        expected = Both("tên gọi của nơi ở, không nói về người ở đó", "what the place is called, not who lives there")
        read = f"{name} ({', '.join(about_people)})"
        return [_problem("DIABAN-041", read, expected, "tên nói về người dân", "the name is about the people")]
    if _same(name) in taken:
        expected = Both("tên chưa có trong xã", "a name that the commune does not have yet")
        return [_problem("DIABAN-042", name, expected, "tên bị trùng trong xã", "the commune has this name already")]
    return []


def _names_taken(commune: Place, since: date) -> dict[int, str]:
    """By id of a village that lasts on that day or after it, its name as names are compared."""
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=since)
    found = Place.objects.filter(lasting, parent=commune, level=PlaceLevel.VILLAGE)
    return {pk: _same(name) for pk, name in found.values_list("pk", "name")}


def _same(name: str) -> str:
    """'Thôn 01' and 'thôn 1' are one name; 'Thôn Đông' and 'Thôn Đống' are two."""
    return _LEADING_ZEROS.sub("", name_tone_key(name))


def _places(commune: Place, names: list[str], valid_from: date) -> list[Place]:
    # By code and not by commune: a village that moved away keeps its code, and one that moved here has another's.
    counted = {"code__startswith": f"{commune.code}.", "vintage": commune.vintage, "level": PlaceLevel.VILLAGE}
    codes = Place.objects.filter(**counted).values_list("code", flat=True)
    last = max((int(code.rpartition(".")[2]) for code in codes), default=0)
    return [
        Place(
            key=f"v{code}@{commune.vintage}",
            level=PlaceLevel.VILLAGE,
            code=code,
            vintage=commune.vintage,
            valid_from=valid_from,
            name=name,
            full_name=name,
            kind=_KIND,
            parent=commune,
        )
        for number, name in enumerate(names, last + 1)
        for code in [f"{commune.code}.{number:03d}"]
    ]


def _version(place: Place, name: str, valid_from: date) -> PlaceName:
    return PlaceName(
        place=place,
        name=name,
        full_name=name,
        kind=_KIND,
        parent=place.parent,
        valid_from=valid_from,
        match_key=name_key(name),
        tone_key=name_tone_key(name),
    )


def _held(village: Place) -> Place:
    held = Place.objects.select_for_update(of=("self",)).select_related("parent").get(pk=village.pk)
    if held.level != PlaceLevel.VILLAGE:
        expected = Both("một thôn, tổ dân phố", "a village")
        raise Refusal([_problem("DIABAN-045", held.full_name, expected, "không phải thôn", "no village")])
    return held


def _wrong_day(village: Place, day: date) -> Problem:
    began = village.valid_from
    expected = Both(
        "ngày sau lần đặt tên gần nhất, khi thôn chưa kết thúc", "a day after its latest name, before its end"
    )
    read = f"{village.full_name}, {day:%d/%m/%Y}" + (f" (từ {began:%d/%m/%Y})" if began else "")
    return _problem("DIABAN-045", read, expected, "không ghi được ngày này", "this day cannot be written")


_NO_COMMUNE = ("thôn chỉ lập dưới một xã đang có", "villages are registered under a commune that is there")


def _in_line(problem: Problem, number: int, lines: int) -> Problem:
    if lines == 1:
        return problem
    where = Both(f"dòng {number}", f"line {number}")
    return Problem(
        problem.code, where, problem.read, problem.expected, problem.todo, problem.message_vi, problem.message_en
    )


def _problem(code: str, read: str, expected: str, vi: str, en: str) -> Problem:
    return Problem(code, _WHERE, read, expected, Both("sửa rồi thử lại", "mend it and try again"), vi, en)
