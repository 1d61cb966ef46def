"""What a form version changes against another: rows, headings, what may be written, rules, deadlines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chungtay.reference.forms.ruling import rule_plain
from chungtay.reference.forms.texts import FormText, RowText


@dataclass(frozen=True)
class RowChange:
    """A row that both ask for, with other leave to write, or under another heading."""

    old: RowText
    new: RowText
    is_moved: bool


@dataclass(frozen=True)
class Comparison:
    """From an older to a newer version. `due` gives days before and after by level; None where there were none."""

    added: tuple[RowText, ...]
    removed: tuple[RowText, ...]
    changed: tuple[RowChange, ...]
    is_reordered: bool
    rules_added: tuple[dict[str, Any], ...]
    rules_removed: tuple[dict[str, Any], ...]
    due: dict[str, tuple[int | None, int | None]]

    @property
    def is_nothing(self) -> bool:
        """Whether both ask for the same in the same way."""
        parts = (self.added, self.removed, self.changed, self.rules_added, self.rules_removed, self.due)
        return not (self.is_reordered or any(parts))


def compare(old: FormText, new: FormText) -> Comparison:
    """The newer version against the older."""
    before, after = {row.key: row for row in old.rows}, {row.key: row for row in new.rows}
    headings = _headings(old), _headings(new)
    common = [key for key in before if key in after]
    # Where there were no headings, none was left.
    moved = {key for key in common if headings[0][key] not in ("", headings[1][key])}
    changed = [
        RowChange(before[key], after[key], key in moved) for key in common if before[key] != after[key] or key in moved
    ]
    rules = [rule_plain(rule) for rule in old.rules], [rule_plain(rule) for rule in new.rules]
    due = {level: (old.due.get(level), new.due.get(level)) for level in dict.fromkeys([*old.due, *new.due])}
    return Comparison(
        added=tuple(row for key, row in after.items() if key not in before),
        removed=tuple(row for key, row in before.items() if key not in after),
        changed=tuple(changed),
        is_reordered=common != [key for key in after if key in before],
        rules_added=tuple(rule for rule in rules[1] if rule not in rules[0]),
        rules_removed=tuple(rule for rule in rules[0] if rule not in rules[1]),
        due={level: days for level, days in due.items() if days[0] != days[1]},
    )


def _headings(form: FormText) -> dict[str, str]:
    return {row.key: section.name_vi for section in form.sections for row in section.rows}
