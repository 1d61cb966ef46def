"""Five kinds of nothing that must never be taken for one another."""

from enum import StrEnum


class Absence(StrEnum):
    """Why a cell has no count above zero.

    ZERO is a reported quantity of 0 and sums; the other four have no quantity at all.
    """

    ZERO = "zero"
    NOT_REPORTED = "not_reported"
    REFUSED = "refused"
    NOT_APPLICABLE = "not_applicable"
    NOT_YET_DUE = "not_yet_due"


LABELS = {
    Absence.ZERO: ("Không có (0)", "None (0)"),
    Absence.NOT_REPORTED: ("Chưa báo cáo", "Not reported"),
    Absence.REFUSED: ("Không cung cấp", "Withheld"),
    Absence.NOT_APPLICABLE: ("Không áp dụng", "Not applicable"),
    Absence.NOT_YET_DUE: ("Chưa đến hạn", "Not yet due"),
}
