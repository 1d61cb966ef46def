"""What a claim must be before it may enter the ledger, whoever brings it. Knows no database.

The vocabulary of cells and members is closed to short ASCII keys here, so that no name of a person, and no word that
describes one, can come in as a "breakdown".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from chungtay.kernel.absence import Absence
from chungtay.kernel.errors import Both, Problem, Refusal
from chungtay.kernel.quantities import Precision, Quantity
from chungtay.kernel.text import squeeze
from chungtay.ledger.types import Claim, cell_parts, cell_text

DIGITS = 15
"""Significant digits that SQLite, which holds decimals as binary doubles, returns unchanged; PostgreSQL takes 24."""
PLACES = 6
AS_WRITTEN_LENGTH = 80
UNIT_LENGTH = 60
CELL_LENGTH = 200
LOCATOR_LENGTH = 80
NOTE_LENGTH = 300

_KEY = re.compile(r"[a-z0-9][a-z0-9_.@-]{0,59}")


def claims_normal(claims: Sequence[Claim]) -> list[Claim]:
    """The claims in the form in which they are stored: text NFC, members sorted and once each, a reported zero as a 0.

    Raises Refusal with every problem of every claim (codes SOCAI-002 to SOCAI-007).
    """
    normal = [_normal(claim) for claim in claims]
    problems = [found for number, claim in enumerate(normal, 1) for found in _problems(claim, place_in_words(number))]
    if problems:
        raise Refusal(problems)
    return normal


def check_not_empty(claims: Sequence[Claim], *, has_source: bool) -> None:
    """A report may state no figure and still was received; a batch with neither report nor figure is nothing."""
    if not claims and not has_source:
        raise Refusal.of(
            "SOCAI-001",
            Both("Lô số liệu", "Batch"),
            read="0",
            expected="≥ 1",
            todo=Both(
                "Xác nhận ít nhất một số liệu hoặc nêu lý do không có", "Confirm a figure or say why there is none"
            ),
            vi="Lô không có số liệu nào",
            en="The batch holds no figure",
        )


def place_in_words(position: int) -> str:
    """Where a problem stands: the number of the figure in its batch, counted from 1."""
    return Both(f"Số liệu {position}", f"Figure {position}")


def _normal(claim: Claim) -> Claim:
    quantity = claim.quantity
    if claim.absence is Absence.ZERO and quantity is None:
        quantity = Quantity(Decimal(0))
    if quantity is not None:
        quantity = replace(quantity, as_written=squeeze(quantity.as_written))
    members = None if claim.members is None else tuple(sorted(set(claim.members)))
    return replace(
        claim,
        quantity=quantity,
        unit=squeeze(claim.unit),
        members=members,
        locator=squeeze(claim.locator),
        note=squeeze(claim.note),
    )


def _problems(claim: Claim, where: str) -> Iterator[Problem]:
    yield from _value_problems(claim, where)
    if claim.quantity is not None:
        yield from _number_problems(claim.quantity, where)
        yield from _length_problem(claim.quantity.as_written, AS_WRITTEN_LENGTH, where)
    yield from _length_problem(claim.unit, UNIT_LENGTH, where)
    yield from _length_problem(claim.locator, LOCATOR_LENGTH, where)
    yield from _length_problem(claim.note, NOTE_LENGTH, where)
    yield from _key_problems(claim, where)
    if claim.span is not None and not 0 <= claim.span[0] <= claim.span[1]:
        yield Problem(
            "SOCAI-007",
            where,
            f"{claim.span[0]}-{claim.span[1]}",
            Both("0 ≤ đầu ≤ cuối", "0 ≤ start ≤ end"),
            Both("Đánh dấu lại đoạn văn", "Mark the passage again"),
            "Vị trí trong văn bản không hợp lệ",
            "The span in the source does not run forward",
        )


def _number_problems(quantity: Quantity, where: str) -> Iterator[Problem]:
    for number in (quantity.value, quantity.value_to, quantity.of, quantity.grain):
        if number is not None and not fits(number):
            yield Problem(
                "SOCAI-003",
                where,
                str(number),
                Both(f"≤ {DIGITS} chữ số, ≤ {PLACES} số lẻ", f"≤ {DIGITS} digits, ≤ {PLACES} decimals"),
                Both("Làm tròn hoặc đổi đơn vị tính", "Round it or change the unit"),
                "Số quá dài để lưu đúng từng chữ số",
                "The number is too long to be kept digit by digit",
            )


def _key_problems(claim: Claim, where: str) -> Iterator[Problem]:
    if not cell_is_canonical(claim.cell):
        yield Problem(
            "SOCAI-005",
            where,
            claim.cell[:40],
            "dimension=member;dimension=member",
            Both("Chọn phân tổ trong danh mục chỉ tiêu", "Choose the breakdown from the catalogue"),
            "Phân tổ không đúng dạng",
            "The breakdown is not in its canonical form",
        )
    if any(not _KEY.fullmatch(member) for member in claim.members or ()):
        yield Problem(
            "SOCAI-006",
            where,
            "?",
            "a-z 0-9 _ . @ -",
            Both("Ghi thành viên bằng mã trong danh mục, không ghi tên", "Give members by key, never by name"),
            "Thành viên không phải là mã",
            "A member is not a key",
        )


def _value_problems(claim: Claim, where: str) -> Iterator[Problem]:
    zero = claim.absence is Absence.ZERO
    is_zero = claim.quantity is not None and claim.quantity.value == 0 and claim.quantity.precision is Precision.EXACT
    if (zero and not is_zero) or (not zero and (claim.quantity is None) == (claim.absence is None)):
        yield Problem(
            "SOCAI-002",
            where,
            f"{claim.quantity.value if claim.quantity else '-'}, {claim.absence or '-'}",
            Both("số lượng hoặc lý do vắng số liệu", "a quantity or a reason for its absence"),
            Both("Giữ một trong hai", "Keep one of the two"),
            "Số liệu phải có số lượng hoặc lý do không có, không cả hai",
            "A figure has a quantity or a reason for its absence, not both and not neither",
        )


def _length_problem(text: str, longest: int, where: str) -> Iterator[Problem]:
    if len(text) > longest:
        yield Problem(
            "SOCAI-004",
            where,
            Both(f"{len(text)} ký tự", f"{len(text)} characters"),
            f"≤ {longest}",
            Both("Chỉ giữ phần ghi số", "Keep only the words of the number"),
            "Chữ ghi số hoặc đơn vị tính quá dài",
            "The words of the number or its unit are too long",
        )


def fits(number: Decimal) -> bool:
    """Whether every engine returns the number unchanged: at most 15 significant digits, six of them decimals."""
    normal = number.normalize()
    _, digits, exponent = normal.as_tuple()
    if not isinstance(exponent, int):
        return False
    return exponent >= -PLACES and len(digits) + max(exponent, 0) <= DIGITS


def cell_is_canonical(cell: str) -> bool:
    """Whether it is '' or 'dimension=member' pairs of keys, each dimension once, in order."""
    if not cell:
        return True
    pairs = [pair.partition("=") for pair in cell.split(";")]
    if len(cell) > CELL_LENGTH or not all(_KEY.fullmatch(key) and _KEY.fullmatch(member) for key, _, member in pairs):
        return False
    return cell_text(cell_parts(cell)) == cell
