"""`chungtay doctor`: whether this installation is well, and what to do where it is not."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from chungtay.faces.commands.main import setup_django

if TYPE_CHECKING:
    from chungtay.health.findings import Finding

SIGNS = {"ok": "✓", "note": "·", "warning": "!", "failed": "✗"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """How much to look at, and how to tell it."""
    parser.add_argument("--quick", action="store_true", help="chỉ vài mắt xích cuối của chuỗi / the chain's end alone")
    parser.add_argument("--json", action="store_true", help="cho máy đọc / for machines")


def run(options: argparse.Namespace) -> int:
    """Exit code 1 where something failed; warnings and notes are told and leave it 0."""
    from django.core.exceptions import ImproperlyConfigured

    try:
        setup_django()
    except ImproperlyConfigured as error:
        return _refused(str(error), is_json=options.json)
    from chungtay.health.queries import State, examined, worst

    findings = examined(is_thorough=not options.quick)
    state = worst(findings)
    if options.json:
        print(json.dumps({"state": state, "findings": [f.as_plain() for f in findings]}, ensure_ascii=False, indent=1))
    else:
        print("\n".join(line for finding in findings for line in _lines(finding)))
    return int(state is State.FAILED)


def _refused(told: str, *, is_json: bool) -> int:
    """Settings that the program does not start with: nothing else can be looked at."""
    todo = ("sửa biến ấy (.env.example giải thích từng dòng)", "set that variable (.env.example explains each line)")
    if is_json:
        finding = {"code": "settings", "state": "failed", "found_vi": told, "found_en": told}
        findings = [{**finding, "todo_vi": todo[0], "todo_en": todo[1]}]
        print(json.dumps({"state": "failed", "findings": findings}, ensure_ascii=False, indent=1))
    else:
        print("✗ Thiết lập / Settings", f"    {told}", *(f"    → {text}" for text in todo), sep="\n")
    return 1


def _lines(finding: Finding) -> list[str]:
    plain = finding.as_plain()
    lines = [f"{SIGNS[finding.state]} {plain['what_vi']} / {plain['what_en']}"]
    lines += [f"    {plain['found_vi']} / {plain['found_en']}"] if finding.found else []
    return lines + [f"    → {plain[f'todo_{tongue}']}" for tongue in ("vi", "en") if finding.todo]
