"""What a giver's certificates look like, as data: paper, border, and the lines that are the same on each. No Django."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from chungtay.kernel.errors import Both
from chungtay.kernel.text import nfc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chungtay.gathering.registers.commendations.kinds import AwardForm

PAPERS: Mapping[str, Both] = {"a4": Both("A4 ngang", "A4 landscape"), "a3": Both("A3 ngang", "A3 landscape")}
BORDERS: Mapping[str, Both] = {
    "ornate": Both("Hoa văn", "Ornate"),
    "double": Both("Hai đường kẻ", "Two rules"),
    "line": Both("Một đường kẻ", "One rule"),
    "none": Both("Không (phôi in sẵn)", "None (preprinted paper)"),
}
COLOURS: Mapping[str, Both] = {
    "red": Both("Đỏ và vàng", "Red and gold"),
    "blue": Both("Xanh lam", "Blue"),
    "green": Both("Xanh lục", "Green"),
    "black": Both("Đen", "Black"),
}
MOST_SHIFT = 15
"""Millimetres by which everything but the border moves, to meet a preprinted sheet."""
LONGEST: Mapping[str, int] = {"issuer": 120, "verb": 40, "title": 60, "opening": 80, "signer": 80, "town": 40}
"""Letters of each line; all of them are needed."""
OPENING = "Đã có thành tích trong"


@dataclass(frozen=True)
class Look:
    """A certificate without its recipient. `issuer` and `signer` are offices, never persons; `town` is where it is
    signed. Shifts are in millimetres. `header`: whether the state's title is printed, or stands on the paper."""

    paper: str
    border: str
    colour: str
    header: bool
    issuer: str
    verb: str
    title: str
    opening: str
    signer: str
    town: str
    shift_x: int = 0
    shift_y: int = 0

    def lines(self) -> dict[str, str]:
        """What somebody may have typed, by field."""
        return {name: getattr(self, name) for name in LONGEST}


FIELDS = tuple(field.name for field in fields(Look))


def look_shipped(form: AwardForm, *, land: str, town: str) -> Look:
    """The certificate of a form where its giver has set nothing: `land` is the giver's ("thành phố Hà Nội")."""
    told = form.certificate
    return Look(
        paper=told["paper"],
        border="ornate",
        colour="red",
        header=True,
        issuer=nfc(told["issuer"].format(place=land.upper())),
        verb=told["verb"],
        title=told["title"],
        opening=OPENING,
        signer=told["signer"],
        town=town,
    )
