"""Which numbers of a paragraph are figures: those that nothing speaks against and that count something."""

from collections.abc import Collection, Iterable

from chungtay.gathering.intake.readers import meaning, notfigures
from chungtay.gathering.intake.readers.marks import Mark
from chungtay.gathering.intake.readers.numerals import ORDER, PERCENT, Numeral
from chungtay.gathering.intake.readers.records import Negative
from chungtay.gathering.intake.readers.scene import Counted, Scene, counted_after, counted_before
from chungtay.gathering.intake.readers.spots import Spot


def figures_in(
    part: Scene, told: Collection[int] = (), names: Iterable[tuple[int, int]] = ()
) -> tuple[list[Mark], list[Negative]]:
    """The figures of a paragraph with what they count, and the numbers set aside with the reason.

    `told` are its sentences that tell a single case (`stories`), `names` the tokens [first, last) of named units.
    """
    within = {at for first, last in names for at in range(first, last)}
    figures: list[Mark] = []
    set_aside: list[Negative] = []
    previous: tuple[Numeral, str | None] | None = None
    for number in part.numbers:
        counted = counted_after(part, number)
        inside = number.first in within and number.last - 1 in within
        why = "unit_name" if inside else notfigures.reason(Spot(part, number, counted, previous))
        if why is None and told and part.sentence_index(number.first) in told:
            why = "incident_detail"
        mark = None if why else _marked(part, number, counted, figures)
        if mark is None:
            set_aside.append(Negative(number.start, number.end, why or "other_negative"))
        else:
            figures.append(mark)
        previous = (number, why if mark is None else None)
    return figures, set_aside


def _marked(part: Scene, number: Numeral, counted: Counted | None, figures: list[Mark]) -> Mark | None:
    """The number with what it counts, or None when nothing tells."""
    if counted is not None and (counted.known or _plausible(part, number, figures)):
        return Mark(number, counted, meaning.kinds_for(number, counted))
    if number.kind == PERCENT:
        whole = _whole(part, number)
        return Mark(number, None, (*whole, "percent"), inherited=bool(whole))
    before = counted_before(part, number)
    if before is not None and number.kind != ORDER:
        return Mark(number, before, before.kinds)
    heir = _heir(part, number, figures)
    if heir is not None:
        return Mark(number, heir.counted, heir.kinds, inherited=True)
    if meaning.change_before(part, number) and part.key(number.last) in {"", ",", ".", "so", ")", ";"}:
        return Mark(number, None, ("case",), inherited=True)
    return None


def _whole(part: Scene, number: Numeral) -> tuple[str, ...]:
    """'78% trong tổng số 156 mô hình': the kinds of the whole that a share is of."""
    if part.key(number.last) not in {"trong", "trên", "tổng"} or "số" not in {
        part.key(number.last + step) for step in (1, 2)
    }:
        return ()
    following = next((n for n in part.numbers if number.last < n.first <= number.last + 5), None)
    counted = counted_after(part, following) if following is not None else None
    return counted.kinds if counted is not None and counted.known else ()


def _plausible(part: Scene, number: Numeral, figures: list[Mark]) -> bool:
    """An unknown noun is believed after a number that is more than a small structural one."""
    if part.quote_of(number.first) is not None:
        return False
    before = part.key(number.first - 1)
    if before == "," and figures and part.sentence_of(figures[-1].number.first) == part.sentence_of(number.first):
        return True
    return (
        number.value >= 10
        or number.kind == PERCENT
        or before in {"được", "có", "hơn", "trên", "gần", "và", "tặng", "trao"}
    )


def _heir(part: Scene, number: Numeral, figures: list[Mark]) -> Mark | None:
    """A number without a noun takes that of the one before: '410 vụ, trong đó 262 hòa giải thành'."""
    if not figures or number.kind == ORDER:
        return None
    last = figures[-1]
    here, there = part.sentence_of(number.first), part.sentence_of(last.number.first)
    follows = here == there or (there.last == here.first and part.key(here.first) == "trong")
    if not follows or number.value > max(last.number.value, *(f.number.value for f in figures[-4:])) * 3:
        return None
    lead = part.key(number.first - 1)
    openers = {
        ",",
        "và",
        "có",
        "còn",
        ":",
        "gồm",
        ";",
        "đó",
        "hơn",
        "gần",
        "trên",
        "(",
        "với",
        "là",
        "khoảng",
        "cho",
        "đã",
        "riêng",
    }
    return last if lead in openers and last.counted is not None else None
