"""Every message of the package that goes through the translation catalogue, found without running a page."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

import chungtay

PACKAGE = Path(chungtay.__file__).parent
CATALOGUE = PACKAGE / "config" / "locale" / "en" / "LC_MESSAGES" / "django.po"
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
_CALL = re.compile(r"\b(?:n?gettext|_)\((.+)\)")

Message = tuple[str, str | None]
"""(singular, plural or None)"""


def messages_used() -> set[Message]:
    """What templates and modules ask to be translated."""
    found: set[Message] = set()
    for path in PACKAGE.rglob("*.html"):
        for line in templatize(path.read_text(encoding="utf-8"), origin=str(path)).splitlines():
            found |= set(_in_source_line(line))
    for path in PACKAGE.rglob("*.py"):
        found |= set(_in_tree(ast.parse(path.read_text(encoding="utf-8"))))
    return found


def _in_source_line(line: str) -> Iterator[Message]:
    if not _CALL.search(line):
        return
    for call in re.findall(r"""(?:n?gettext|_)\(((?:u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*"|,\s*|\w+)+)\)""", line):
        yield from _in_tree(ast.parse(f"_({call})"))


def _in_tree(tree: ast.AST) -> Iterator[Message]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS and node.args:
            texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if texts:
                yield texts[0], texts[1] if len(texts) > 1 else None
