"""The forms of a paper's head and of its signing, after Decree 30/2020/NĐ-CP and the Front's guidance 91/HD-MTTW-BTT.

One body issues (police, Front's Standing Board, People's Committee) or the parties of the programme together: then one
cell names them all, one number bears all their symbols, and their offices sign side by side. No name of a person.
"""

from __future__ import annotations

from dataclasses import dataclass

from chungtay.kernel.errors import Both, Refusal
from chungtay.results.issuing.blocks import Head, Signed
from chungtay.results.reviews.composition import Composition, Text

JOINT, POLICE, FRONT, COMMITTEE = "joint", "police", "front", "committee"
FORMS = {
    JOINT: Text("Các bên cùng ban hành", "All parties together"),
    POLICE: Text("Công an ban hành", "The police alone"),
    FRONT: Text("Ban Thường trực Ủy ban MTTQ ban hành", "The Front's Standing Board alone"),
    COMMITTEE: Text("Ủy ban nhân dân ban hành", "The People's Committee alone"),
}
_COUNTRY, _PROVINCE = "country", "province"
_POLICE_OFFICES = {_COUNTRY: "BỘ TRƯỞNG", _PROVINCE: "GIÁM ĐỐC"}
_POLICE_SYMBOLS = {_COUNTRY: "BCA", _PROVINCE: "CA"}
_FRONT_ABOVE = "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM"
_FRONT_CENTRE = "ỦY BAN TRUNG ƯƠNG MẶT TRẬN TỔ QUỐC VIỆT NAM"
_MINISTRY = "BỘ CÔNG AN"
_DEPUTY = {
    "BỘ TRƯỞNG": "THỨ TRƯỞNG",
    "GIÁM ĐỐC": "PHÓ GIÁM ĐỐC",
    "TRƯỞNG CÔNG AN": "PHÓ TRƯỞNG CÔNG AN",
    "CHỦ TỊCH": "PHÓ CHỦ TỊCH",
}


@dataclass(frozen=True)
class Form:
    """Who issues and how it is signed. `above` is the name of the place above, which commune police stand under."""

    issuer: str = JOINT
    is_deputy: bool = False
    above: str = ""


def forms_of(review: Composition) -> tuple[str, ...]:
    """The forms that a review may be issued in: a country has no People's Committee."""
    single = [line for line in (POLICE, FRONT) if line in review.heading.lines]
    joint = [JOINT] if len(review.heading.issuers) > 1 or not single else []
    return (*joint, *single, *([COMMITTEE] if review.level != _COUNTRY else []))


def forms_for(review: Composition, line: str) -> tuple[str, ...]:
    """Those of the forms in which a body of the line may issue the review: nobody issues in the name of others."""
    own = {line, JOINT} if line in review.heading.lines else {line}
    return tuple(form for form in forms_of(review) if form in own)


def form_check(review: Composition, form: Form) -> None:
    """Refusal BANHANH-001 for a form that the review cannot be issued in."""
    if form.issuer in forms_of(review):
        return
    raise Refusal.of(
        "BANHANH-001",
        Both("Cơ quan ban hành", "Issuing body"),
        read=form.issuer,
        expected=", ".join(forms_of(review)),
        todo=Both("Chọn một trong các hình thức trên", "Choose one of these"),
        vi="Báo cáo này không ban hành theo hình thức đó",
        en="This review cannot be issued in that form",
    )


def head_of(review: Composition, form: Form) -> Head:
    """The head in the form, number and day still open."""
    above, issuers, symbol = _bodies(review, form)
    heading = review.heading
    return Head(
        above=above,
        issuers=issuers,
        symbol=symbol,
        number=0,
        seat=heading.place_line.vi.split(", ngày", 1)[0],
        issued_on="",
        title=heading.title.vi,
        subject=heading.subject.vi,
        bases=tuple(basis.vi for basis in heading.bases),
        opening=_opening(review, form),
    )


def _bodies(review: Composition, form: Form) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    place, level = review.place_name.vi.upper(), review.level
    if form.issuer == POLICE:
        name = _issuer_name(review, POLICE)
        above = {_COUNTRY: (), _PROVINCE: (_MINISTRY,)}.get(level)
        if above is None:
            above = (f"CÔNG AN {form.above.upper()}",) if form.above else ()
        return above, (name.upper(),), f"BC-{_POLICE_SYMBOLS.get(level, 'CAX')}"
    if form.issuer == FRONT:
        above = (_FRONT_CENTRE,) if level == _COUNTRY else (_FRONT_ABOVE, place)
        return above, ("BAN THƯỜNG TRỰC",), f"BC-{'MTTW' if level == _COUNTRY else 'MTTQ'}-BTT"
    if form.issuer == COMMITTEE:
        return (), ("ỦY BAN NHÂN DÂN", place), "BC-UBND"
    names = tuple(name.vi.upper() for name in review.heading.issuers)
    joined = tuple(f"{name} -" if position < len(names) - 1 else name for position, name in enumerate(names))
    return (), joined, review.heading.number.vi.split("/", 1)[-1]


def _issuer_name(review: Composition, line: str) -> str:
    found = [name.vi for name, of in zip(review.heading.issuers, review.heading.lines, strict=False) if of == line]
    return found[0] if found else ""


def _opening(review: Composition, form: Form) -> str:
    """The opening names who reports: in a paper of one body, that body alone."""
    opening = review.heading.opening.vi
    if form.issuer == JOINT or ", " not in opening:
        return opening
    start = opening.split(", ", 1)[0]
    names = {
        POLICE: _issuer_name(review, POLICE),
        FRONT: _issuer_name(review, FRONT),
        COMMITTEE: f"Ủy ban nhân dân {review.place_name.vi}",
    }
    return f"{start}, {names[form.issuer]} báo cáo kết quả như sau:"


def signatures_of(review: Composition, form: Form) -> tuple[Signed, ...]:
    """The offices that sign, in the order of the head; a deputy signs for the head (KT.)."""
    if form.issuer == JOINT:
        return tuple(_signed(item.authority.vi.upper(), item.office.vi, form) for item in review.signatures)
    if form.issuer == POLICE:
        return (_signed("", _POLICE_OFFICES.get(review.level, "TRƯỞNG CÔNG AN"), form),)
    authority = "TM. BAN THƯỜNG TRỰC" if form.issuer == FRONT else "TM. ỦY BAN NHÂN DÂN"
    return (_signed(authority, "CHỦ TỊCH", form),)


def _signed(authority: str, office: str, form: Form) -> Signed:
    if not form.is_deputy:
        return Signed(authority, (office,))
    return Signed(authority, (f"KT. {office}", _DEPUTY.get(office, f"PHÓ {office}")))
