"""Files of form versions: what one may say, and every mistake in it with its line.

A file is YAML with one list, `forms`. A row is "indicator" or "indicator|cell", or a mapping with `row` and flags:

    sections:
      - vi: "Tuyên truyền"
        en: "Communication"
        rows:
          - communication.sessions
          - {row: communication.participations, precision: true}
          - {row: "models.points|model_kind=security_camera", optional: true}

`precision` and `optional` may also stand at a section, for all its rows. Nothing here knows of Django.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from chungtay.kernel.errors import Both, Problem, Refusal
from chungtay.kernel.periods import Regime
from chungtay.kernel.text import nfc, squeeze
from chungtay.reference.forms.texts import (
    LEVELS,
    REGIMES,
    WORDS,
    FormText,
    RowText,
    SectionText,
    form_problems,
    problem,
)

DATA = Path(__file__).parent / "data"
MOST_CHARACTERS = 200_000
_DEEPEST = 12
_FORM_KEYS = {
    "code", "version", "name_vi", "name_en", "regime", "valid_from", "valid_to", "owed_by", "due",
    "guidance_vi", "guidance_en", "sections", "rules", "status",
}  # fmt: skip
_TEXTS = ("owed_by", "guidance_vi", "guidance_en", "status")
_NEEDED = ("code", "version", "name_vi", "name_en", "regime", "valid_from", "due", "sections")


@lru_cache(maxsize=1)
def form_texts() -> tuple[FormText, ...]:
    """All form versions that are shipped. Read once per process."""
    return tuple(forms_read((DATA / "forms.yaml").read_text(encoding="utf-8")))


def forms_read(text: str) -> list[FormText]:
    """The form versions of a text; Refusal with every mistake, each with its line (BIEUMAU-010 to -018, -031)."""
    reader = _Reader()
    found = reader.forms(nfc(text))
    if reader.problems:
        raise Refusal(reader.problems)
    return found


def form_write(form: FormText) -> str:
    """The form version as `forms_read` reads it."""
    row: dict[str, Any] = {
        "code": form.code,
        "version": form.version,
        "name_vi": form.name_vi,
        "name_en": form.name_en,
        "regime": form.regime.value,
        "valid_from": form.valid_from,
        "valid_to": form.valid_to,
        "owed_by": form.owed_by,
        "status": form.status if form.status != "result" else "",
        "due": dict(form.due),
        "guidance_vi": form.guidance_vi,
        "guidance_en": form.guidance_en,
        "sections": [_section_written(section) for section in form.sections],
        "rules": list(form.rules),
    }
    kept = {key: value for key, value in row.items() if value or key in _NEEDED}
    return yaml.safe_dump({"forms": [kept]}, allow_unicode=True, sort_keys=False, width=110)


def _section_written(section: SectionText) -> dict[str, Any]:
    return {"vi": section.name_vi, "en": section.name_en, "rows": [_row_written(row) for row in section.rows]}


def _row_written(row: RowText) -> str | dict[str, Any]:
    flags = {"precision": row.allows_precision, "optional": not row.must_answer}
    said = {name: True for name, value in flags.items() if value}
    return {"row": row.written} | said if said else row.written


def line_of(found: yaml.Node | yaml.Event) -> int:
    """The line on which a node or event begins, from 1."""
    return found.start_mark.line + 1 if found.start_mark is not None else 1


class _Reader:
    """Walks the nodes of one text and collects what is wrong instead of stopping at the first."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def wrong(
        self, code: str, words: str, where: str, node: yaml.Node | int, read: str = "", expected: str = ""
    ) -> None:
        line = node if isinstance(node, int) else line_of(node)
        self.problems.append(problem(code, where, line, read, expected, *WORDS[words]))

    def forms(self, text: str) -> list[FormText]:
        root = self._composed(text)
        if root is None:
            return []
        top = self.mapping(root, "forms", {"forms"}, ("forms",))
        nodes = self.items(top["forms"], "forms") if "forms" in top else []
        return [form for node in nodes if (form := self.form(node)) is not None]

    def _composed(self, text: str) -> yaml.Node | None:
        """The nodes of the text, after a look at its events: nothing is built that could grow past the text."""
        if len(text) > MOST_CHARACTERS:
            self.wrong("BIEUMAU-010", "large", "YAML", 1, str(len(text)), f"<= {MOST_CHARACTERS}")
            return None
        try:
            depth = 0
            for event in yaml.parse(text, Loader=yaml.CSafeLoader):
                depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
                if depth > _DEEPEST or isinstance(event, yaml.AliasEvent):
                    words = "large" if depth > _DEEPEST else "alias"
                    self.wrong("BIEUMAU-010", words, "YAML", line_of(event))
                    return None
            node = yaml.compose(text, Loader=yaml.CSafeLoader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            self.wrong("BIEUMAU-010", "yaml", "YAML", mark.line + 1 if mark else 1, str(getattr(error, "problem", "")))
            return None
        if node is None:
            self.wrong("BIEUMAU-010", "mapping", "YAML", 1)
        return node

    def form(self, node: yaml.Node) -> FormText | None:
        known = len(self.problems)
        at = self.mapping(node, "form", _FORM_KEYS, _NEEDED)
        if len(self.problems) > known:
            return None
        said = {key: self.value(at[key], key, str) for key in ("code", "name_vi", "name_en", "regime")}
        optional = {k: self.value(at[k], k, str) for k in _TEXTS if k in at}
        version = self.value(at["version"], "version", int)
        dates = {key: self.day(at[key], key) for key in ("valid_from", "valid_to") if key in at}
        due = {key: self.value(n, f"due.{key}", int) for key, n in self.mapping(at["due"], "due", set(LEVELS)).items()}
        sections = tuple(self.section(n) for n in self.items(at["sections"], "sections"))
        rules = tuple(self.built(n) for n in self.items(at["rules"], "rules")) if "rules" in at else ()
        if said["regime"] not in REGIMES:
            self.wrong("BIEUMAU-012", "value", "regime", at["regime"], str(said["regime"]), ", ".join(REGIMES))
        if len(self.problems) > known:
            return None
        texts = {key: squeeze(value) for key, value in said.items() if key != "regime"}
        form = FormText(
            **texts, **{k: nfc(v).strip() for k, v in optional.items()}, version=version, due=due,
            regime=Regime(said["regime"]), valid_from=dates["valid_from"], valid_to=dates.get("valid_to"),
            sections=sections, rules=rules,
        )  # fmt: skip
        begins = line_of(node)
        self.problems += [p if _has_line(p) else _with_line(p, at, begins) for p in form_problems(form)]
        return form

    def section(self, node: yaml.Node) -> SectionText:
        flags: dict[str, bool]
        at = self.mapping(node, "section", {"vi", "en", "rows", "precision", "optional"}, ("rows",))
        flags = {k: self.value(at[k], k, bool) for k in ("precision", "optional") if k in at}
        rows = tuple(self.row(n, flags) for n in (self.items(at["rows"], "rows") if "rows" in at else ()))
        vi, en = (squeeze(self.value(at[k], k, str)) if k in at else "" for k in ("vi", "en"))
        return SectionText(vi, en, rows, line=line_of(node))

    def row(self, node: yaml.Node, flags: dict[str, bool]) -> RowText:
        if isinstance(node, yaml.MappingNode):
            at = self.mapping(node, "row", {"row", "precision", "optional"}, ("row",))
            flags = flags | {k: self.value(at[k], k, bool) for k in ("precision", "optional") if k in at}
            written = self.value(at["row"], "row", str) if "row" in at else ""
        else:
            written = self.value(node, "row", str)
        indicator, _, cell = written.strip().partition("|")
        return RowText(
            indicator.strip(), cell.strip(), flags.get("precision", False), not flags.get("optional", False),
            line=line_of(node),
        )  # fmt: skip

    def mapping(
        self, node: yaml.Node, where: str, known: set[str], needed: tuple[str, ...] = ()
    ) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            self.wrong("BIEUMAU-012", "mapping", where, node)
            return {}
        found: dict[str, yaml.Node] = {}
        for key_node, value in node.value:
            key = str(key_node.value)
            if key not in known:
                self.wrong("BIEUMAU-011", "unknown", where, key_node, key, ", ".join(sorted(known)))
            elif key in found:
                self.wrong("BIEUMAU-011", "double", where, key_node, key)
            else:
                found[key] = value
        if lacking := [key for key in needed if key not in found]:
            self.wrong("BIEUMAU-011", "lacks", where, node, "", ", ".join(lacking))
        return found

    def items(self, node: yaml.Node, where: str) -> list[yaml.Node]:
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        self.wrong("BIEUMAU-012", "list", where, node)
        return []

    def built(self, node: yaml.Node) -> dict[str, Any]:
        """A rule as plain data: numbers, texts, lists and mappings of those."""
        try:
            found = yaml.SafeLoader("").construct_document(node)
        except (yaml.YAMLError, ValueError):
            found = None
        if isinstance(found, dict):
            return found
        self.wrong("BIEUMAU-012", "mapping", "rules", node)
        return {}

    def value(self, node: yaml.Node, where: str, kind: type) -> Any:
        """A single value of a kind; the kind's empty value, with a mistake noted, where it is another."""
        found: Any = None
        if isinstance(node, yaml.ScalarNode):
            found = node.value if kind is str else self._scalar(node)
        if type(found) is not kind:
            self.wrong("BIEUMAU-012", "value", where, node, str(getattr(node, "value", "")), _KINDS[kind])
            return kind()
        return found

    def day(self, node: yaml.Node, where: str) -> Any:
        """A date; None for an empty `valid_to`."""
        found = self._scalar(node) if isinstance(node, yaml.ScalarNode) else ""
        if (found is not None and type(found) is not date) or (found is None and where == "valid_from"):
            self.wrong("BIEUMAU-012", "value", where, node, str(getattr(node, "value", "")), "2026-10-15")
            return date.min
        return found

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        try:
            return yaml.SafeLoader("").construct_document(node)
        except (yaml.YAMLError, ValueError):
            return ...


_KINDS = {str: Both("chữ", "text"), int: Both("số nguyên", "a whole number"), bool: "true, false"}


def _has_line(found: Problem) -> bool:
    return isinstance(found.where, Both) and found.where.en.startswith("line ")


def _with_line(found: Problem, at: dict[str, yaml.Node], begins: int) -> Problem:
    """A mistake of the form as a whole, with the line of the key that it is about."""
    key = found.where.split(",")[0]
    key = "rules" if found.code == "BIEUMAU-016" else key
    line = line_of(at[key]) if key in at else begins
    if found.code == "BIEUMAU-016" and isinstance(at.get("rules"), yaml.SequenceNode):
        line = line_of(at["rules"].value[int(found.where.rsplit(" ", 1)[1]) - 1])
    return problem(found.code, found.where, line, found.read, found.expected, found.message_vi, found.message_en)
