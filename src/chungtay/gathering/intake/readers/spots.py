"""A number where it stands, as the rules see it that tell whether it is a figure."""

import re
from dataclasses import dataclass

from chungtay.gathering.intake.readers.numerals import Numeral
from chungtay.gathering.intake.readers.scene import Counted, Scene
from chungtay.gathering.intake.readers.tokens import NUMBER

_CHUNK = re.compile(r"\S{1,60}")


@dataclass(frozen=True)
class Spot:
    """One number where it stands: the scene, the noun after it, and the reason given to the number before it."""

    scene: Scene
    number: Numeral
    counted: Counted | None
    previous: tuple[Numeral, str | None] | None

    def before(self, steps: int = 1) -> str:
        """Key of the token so many steps before the number, within its sentence or line."""
        return self.scene.key(self.number.first - steps)

    def after(self, steps: int = 0) -> str:
        """Key of the token so many steps behind the number."""
        return self.scene.key(self.number.last + steps)

    @property
    def known(self) -> bool:
        """Whether a noun of the lexicon follows."""
        return self.counted is not None and self.counted.known

    @property
    def chunk(self) -> str:
        """The run of characters without white space around the number."""
        text, start = self.scene.text, self.number.start
        floor = max(self.scene.start, start - 40)
        left = start
        while left > floor and not text[left - 1].isspace():
            left -= 1
        found = _CHUNK.match(text, left)
        return found.group().strip("()[]“”\"'’,.;:…") if found else ""

    def number_at(self, steps: int) -> bool:
        """Whether another number stands so many steps before."""
        index = self.number.first - steps
        return index >= 0 and self.scene.tokens[index].kind == NUMBER
