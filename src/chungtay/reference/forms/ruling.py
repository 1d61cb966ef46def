"""The rules that a form carries for its own rows: their shapes, and how they read to people.

    {"kind": "sum", "whole": key, "parts": [key, ...]}
    {"kind": "at_most", "part": key, "whole": key}
    {"kind": "if", "when": {"key": key, "op": ">", "value": 0}, "then": {"key": key, "op": ">", "value": 0}}
    {"kind": "bounds", "key": key, "low": 0, "high": 500}

A key names a row of the form: "tips.received|". What follows from a broken rule is for the checks to say.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

OPERATORS = (">", ">=", "=", "<=", "<")
KINDS = {
    "sum": {"whole", "parts"},
    "at_most": {"part", "whole"},
    "if": {"when", "then"},
    "bounds": {"key", "low", "high"},
}
_OPTIONAL = {"severity"}
SEVERITIES = ("block", "warn", "note")


@dataclass(frozen=True)
class RuleMistake:
    """Why a rule cannot be used."""

    read: str
    expected: str
    vi: str
    en: str


def row_key(written: str) -> str:
    """The key of a row however it is written: "tips.received" and "tips.received|" are one."""
    return written if "|" in written else f"{written}|"


def rule_keys(rule: Mapping[str, Any]) -> list[str]:
    """The rows that a well-formed rule is about, in its order."""
    match rule["kind"]:
        case "sum":
            return [row_key(key) for key in (rule["whole"], *rule["parts"])]
        case "at_most":
            return [row_key(rule["part"]), row_key(rule["whole"])]
        case "if":
            return [row_key(rule["when"]["key"]), row_key(rule["then"]["key"])]
    return [row_key(rule["key"])]


def rule_plain(rule: Mapping[str, Any]) -> dict[str, Any]:
    """A well-formed rule as the database keeps it: every key in full."""
    found = dict(rule)
    for name in ("whole", "part", "key"):
        if name in found:
            found[name] = row_key(found[name])
    if "parts" in found:
        found["parts"] = [row_key(key) for key in found["parts"]]
    for name in ("when", "then"):
        if name in found:
            found[name] = dict(found[name]) | {"key": row_key(found[name]["key"])}
    return found


def rule_mistake(rule: Mapping[str, Any], rows: Collection[str]) -> RuleMistake | None:
    """What is wrong with a rule for a form with these rows (keys), or None."""
    kind = rule.get("kind")
    if kind not in KINDS:
        return _mistake(str(kind), ", ".join(KINDS), "không có loại quy tắc này", "there is no such kind of rule")
    given = set(rule) - {"kind"} - _OPTIONAL
    needed = KINDS[kind] if kind != "bounds" else {"key", *(given & {"low", "high"})}
    if given != needed or (kind == "bounds" and len(given) < 2):
        return _mistake(", ".join(sorted(given)), ", ".join(sorted(KINDS[kind])), "quy tắc thiếu hoặc thừa phần",
                        "the rule lacks a part or has one too many")  # fmt: skip
    if rule.get("severity", "warn") not in SEVERITIES:
        return _mistake(str(rule["severity"]), ", ".join(SEVERITIES), "không có mức này", "there is no such severity")
    if not _is_shaped(rule):
        return _mistake(str(dict(rule)), "", "phần của quy tắc không đúng dạng", "a part of the rule has another shape")
    keys = rule_keys(rule)
    lacking = [key for key in keys if key not in rows]
    if lacking:
        read = ", ".join(key.removesuffix("|") for key in lacking)
        return _mistake(read, "", "quy tắc nói về dòng không có trong biểu mẫu", "the form does not have such a row")
    if len(set(keys)) != len(keys):
        return _mistake(", ".join(keys), "", "quy tắc nói hai lần về một dòng", "the rule names a row twice")
    return None


def _is_shaped(rule: Mapping[str, Any]) -> bool:
    match rule["kind"]:
        case "sum":
            parts = rule["parts"]
            return isinstance(rule["whole"], str) and isinstance(parts, list) and bool(parts) and _texts(parts)
        case "at_most":
            return _texts([rule["part"], rule["whole"]])
        case "if":
            return all(_is_condition(rule[name]) for name in ("when", "then"))
    limits = [rule[name] for name in ("low", "high") if name in rule]
    ordered = len(limits) < 2 or (_numbers(limits) and limits[0] <= limits[1])
    return isinstance(rule["key"], str) and _numbers(limits) and ordered


def _is_condition(found: object) -> bool:
    return (
        isinstance(found, Mapping)
        and set(found) == {"key", "op", "value"}
        and isinstance(found["key"], str)
        and found["op"] in OPERATORS
        and _numbers([found["value"]])
    )


def _texts(values: list[Any]) -> bool:
    return all(isinstance(value, str) for value in values)


def _numbers(values: list[Any]) -> bool:
    """Numbers below a million billion; true and false are none."""
    return all(isinstance(v, int | float) and not isinstance(v, bool) and abs(v) < 1e15 for v in values)


def _mistake(read: str, expected: str, vi: str, en: str) -> RuleMistake:
    return RuleMistake(read, expected, vi, en)
