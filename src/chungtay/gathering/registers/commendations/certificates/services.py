"""Setting what certificates look like, and making them from the sealed decision. Nothing that is made is kept."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from chungtay.gathering.registers.commendations import policies
from chungtay.gathering.registers.commendations.certificates import drawing, queries, wording
from chungtay.gathering.registers.commendations.certificates.looks import (
    BORDERS,
    COLOURS,
    LONGEST,
    MOST_SHIFT,
    PAPERS,
    Look,
)
from chungtay.gathering.registers.commendations.certificates.wording import ILLUSTRATION, TRIAL, Certificate, Recipient
from chungtay.gathering.registers.commendations.models import Award, CertificateTemplate, Deed, Round
from chungtay.gathering.registers.commendations.refusals import not_theirs, problem, refusal
from chungtay.gathering.registers.commendations.services import locked, stepped
from chungtay.kernel.errors import Both, Problem, Refusal
from chungtay.kernel.text import nfc
from chungtay.reference.sources.masking import naming_problems
from chungtay.reference.sources.queries import source_content

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place


@transaction.atomic
def template_set(*, by: User, form: int, look: Look) -> CertificateTemplate:
    """The certificates of a form look so from now on. An approver of the giver says so.

    NotAllowed KHE-403; Refusals KHE-015 a choice or shift that there is not, KHE-016 a line that is empty or too long,
    NGUON-106 a line that may name a person: lines bear offices.
    """
    if not policies.may_design(by, form):
        raise not_theirs(str(form))
    if problems := look_problems(look):
        raise Refusal(problems)
    told = {name: _squeezed(text) for name, text in look.lines().items()}
    return CertificateTemplate.objects.create(
        giver=by.body,
        form=form,
        paper=look.paper,
        border=look.border,
        colour=look.colour,
        header=look.header,
        shift_x=look.shift_x,
        shift_y=look.shift_y,
        recorded_by=by,
        recorded_at=timezone.now(),
        **told,
    )


def look_problems(look: Look) -> list[Problem]:
    """All that is wrong with a template; empty where it may be set."""
    found = []
    known = look.paper in PAPERS and look.border in BORDERS and look.colour in COLOURS
    if not known or max(abs(look.shift_x), abs(look.shift_y)) > MOST_SHIFT:
        expected = Both(
            f"một mục trong danh sách, dịch tối đa {MOST_SHIFT} mm", f"a listed choice, a shift of {MOST_SHIFT} mm"
        )
        read = f"{look.paper}, {look.border}, {look.colour}, {look.shift_x}, {look.shift_y}"
        found.append(problem("KHE-015", read, expected, "không có mẫu bằng này", "there is no such template"))
    for name, text in look.lines().items():
        if not 0 < len(_squeezed(text)) <= LONGEST[name]:
            expected = Both(f"từ 1 đến {LONGEST[name]} chữ", f"1 to {LONGEST[name]} letters")
            found.append(problem("KHE-016", str(len(text)), expected, "dòng trống hoặc quá dài", "empty or too long"))
    where = Both("dòng chữ trên bằng", "a line of the certificate")
    return found + naming_problems(where, *(text.replace("\n", ". ") for text in look.lines().values()))


def trial_sheet(look: Look, *, long: bool = False, is_illustration: bool = False) -> Certificate:
    """A sheet for an invented recipient, with its mark across it."""
    return wording.trial(look, on=timezone.localdate(), long=long, mark=_mark(TRIAL, is_illustration))


@transaction.atomic
def certificates_print(*, by: User, id: int, part: int = 1, award_id: int | None = None) -> bytes:
    """The PDF of a round's certificates, of one part or one award, by the awarding body alone.

    Names are those of the sealed decision, which is opened for it and logs that; of guarded awards, whose names the
    seal does not hold, those of the register. NotAllowed KHE-403, KHE-404; Refusals KHE-017 where none may be printed,
    KHE-018 where seal and register differ, NGUON- codes where the seal cannot be read.
    """
    held = locked(by, id)
    if not policies.may_print(by, held):
        raise not_theirs(str(id))
    awards = _asked(held, part, award_id)
    if not awards or held.seal is None or held.decided_on is None:
        expected = Both("đối tượng được khen, chưa thu hồi, chưa gỡ tên", "granted, not revoked, the name not removed")
        raise refusal("KHE-017", "0", expected, "không có bằng nào để in", "there is no certificate to print")
    sealed = json.loads(source_content(by=by, source=held.seal))
    look = queries.look_of(held.giver, held.form)
    mark = _mark("", held.is_illustration)
    on = date.fromisoformat(sealed["on"])
    rows = {row["id"]: row for row in sealed["awards"]}
    sheets = [
        wording.certificate(look, _recipient(award, rows.get(award.pk)), decision=sealed["decision"], on=on, mark=mark)
        for award in awards
    ]
    one = awards[0] if award_id is not None else None
    stepped(by, held, Deed.PRINTED, award=one, document=held.decision, reason=f"{len(sheets)} bản")
    return drawing.certificates_pdf(look, sheets)


def _asked(held: Round, part: int, award_id: int | None) -> Sequence[Award]:
    found = queries.printable(held)
    if award_id is not None:
        return list(found.filter(pk=award_id))
    first = min(max(part - 1, 0), 100_000) * queries.MOST_IN_A_FILE
    return list(found[first : first + queries.MOST_IN_A_FILE])


def _recipient(award: Award, row: dict[str, Any] | None) -> Recipient:
    """The sealed row's words; `told` and days of decisions sealed without them are the register's."""
    if row is None or (not award.is_guarded and "name" not in row):
        expected = Both("đối tượng có trong quyết định niêm giữ", "a recipient of the sealed decision")
        raise refusal("KHE-018", str(award.pk), expected, "sổ và bản niêm giữ khác nhau", "register and seal differ")
    days = [date.fromisoformat(text) for text in row.get("days", ())] or [award.achieved_from, award.achieved_to]
    return Recipient(
        kind=award.kind,
        name=row.get("name", award.name),
        place=_land(award.place),
        achievement=row.get("achievement", award.achievement),
        achieved_from=days[0],
        achieved_to=days[1],
        told=row.get("told", award.told),
    )


def _land(place: Place) -> str:
    """'Phường Ba Đình, thành phố Hà Nội'."""
    parts = [place.full_name]
    if place.home_province is not None and place.home_province_id != place.pk:
        over = place.home_province.full_name
        parts.append(over[:1].lower() + over[1:])
    told = ", ".join(parts)
    return told[:1].upper() + told[1:]


def _mark(text: str, is_illustration: bool) -> str:
    return "\n".join(part for part in (text, ILLUSTRATION if is_illustration else "") if part)


def _squeezed(text: str) -> str:
    """Each line without spaces at its ends or doubled, empty lines left out."""
    lines = (" ".join(line.split()) for line in nfc(text).splitlines())
    return "\n".join(line for line in lines if line)
