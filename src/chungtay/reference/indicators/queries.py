"""Asking the catalogue: ids for storage, definitions for meaning, and what nobody may ask of an indicator."""

from chungtay.kernel.errors import Both, Refusal
from chungtay.reference.indicators.catalogue import Definition, catalogue, catalogue_digest
from chungtay.reference.indicators.models import Indicator

_ids: dict[str, int] = {}
_codes: dict[int, str] = {}


def forget_ids() -> None:
    """Read ids from the database again when next asked; needed where the rows may have changed."""
    _ids.clear()
    _codes.clear()


def catalogue_waiting() -> str:
    """The digest of the shipped catalogue where the database holds another one; "" where it holds this one, or none."""
    held = set(Indicator.objects.values_list("catalogue_digest", flat=True).distinct())
    digest = catalogue_digest()
    return digest if held and digest not in held else ""


def _read_ids() -> None:
    rows = dict(Indicator.objects.values_list("code", "pk"))
    _ids.update(rows)
    _codes.update({pk: code for code, pk in rows.items()})


def indicator_id(code: str) -> int:
    """The database id of an indicator. Kept in memory; Refusal DANHMUC-002 when there is none."""
    if code not in _ids:
        _read_ids()
    if code not in _ids:
        raise _unknown(code)
    return _ids[code]


def indicator_code(indicator_id: int) -> str:
    """The code behind a database id. Kept in memory; Refusal DANHMUC-002 when there is none."""
    if indicator_id not in _codes:
        _read_ids()
    if indicator_id not in _codes:
        raise _unknown(str(indicator_id))
    return _codes[indicator_id]


def definition(code: str) -> Definition:
    """What the catalogue says of an indicator; Refusal DANHMUC-002 when it says nothing."""
    try:
        return catalogue()[code]
    except KeyError:
        raise _unknown(code) from None


def indicators_all() -> list[Definition]:
    """All indicators in the order of the catalogue."""
    return list(catalogue().values())


def check_may_target(code: str) -> None:
    """Raise Refusal DANHMUC-003 with the reason where nobody may set a target on the indicator."""
    found = definition(code)
    if not found.may_target:
        raise _refused(found, "DANHMUC-003", "không được giao chỉ tiêu", "may not be given a target")


def check_may_rank(code: str) -> None:
    """Raise Refusal DANHMUC-004 with the reason where nobody may be ranked by the indicator."""
    found = definition(code)
    if not found.may_rank:
        raise _refused(found, "DANHMUC-004", "không được xếp hạng", "may not be used for ranking")


def _refused(found: Definition, code: str, vi: str, en: str) -> Refusal:
    return Refusal.of(
        code,
        Both(f"chỉ tiêu {found.code}", f"indicator {found.code}"),
        read=found.name_vi,
        expected=Both("chỉ tiêu cho phép", "an indicator that allows it"),
        todo=Both("xem số liệu mà không đặt mức và không so thứ bậc", "read the figures without a level or an order"),
        vi=f"{vi}. {found.reason_vi}",
        en=f"{en}. {found.reason_en}",
    )


def _unknown(read: str) -> Refusal:
    return Refusal.of(
        "DANHMUC-002",
        Both("danh mục chỉ tiêu", "catalogue"),
        read=read,
        expected=Both("một mã trong danh mục", "a code of the catalogue"),
        todo=Both("xem danh mục chỉ tiêu", "see the catalogue"),
        vi="không có chỉ tiêu này",
        en="there is no such indicator",
    )
