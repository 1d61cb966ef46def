"""Refusals in words: two languages that are never mixed, and never cut out of one another."""

import ast
import pickle
from pathlib import Path

import chungtay
from chungtay.kernel.errors import Both, Problem, Refusal, side

SOURCES = sorted(Path(chungtay.__file__).parent.rglob("*.py"))
TOLD = ("Refusal.of", "NotAllowed.of", "Problem")


def test_a_problem_is_told_in_one_language() -> None:
    found = Problem(
        "X-1", Both("Lô 7", "Batch 7"), "10 / 12", Both("số", "a number"), Both("Sửa", "Mend it"), "Sai", "Off"
    )
    assert found.in_words("vi") == "[X-1] Lô 7: Sai. Đọc được: 10 / 12. Cần: số. Cách xử lý: Sửa."
    assert found.in_words("en") == "[X-1] Batch 7: Off. Read: 10 / 12. Expected: a number. What to do: Mend it."


def test_a_text_in_two_languages_is_plain_text_too() -> None:
    words = Both("xã / phường", "commune / ward")
    assert words == "xã / phường / commune / ward"
    assert [side(words, language) for language in ("vi", "en")] == ["xã / phường", "commune / ward"]


def test_both_languages_come_through_another_process() -> None:
    sent = pickle.loads(pickle.dumps(Refusal.of("X-1", Both("Lô", "Batch"))))
    assert side(sent.problems[0].where, "en") == "Batch"


def test_no_refusal_writes_two_languages_into_one_text() -> None:
    found = []
    for path in SOURCES:
        calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
        for call in calls:
            if ast.unparse(call.func) in TOLD:
                texts = [*call.args, *(keyword.value for keyword in call.keywords)]
                found += [
                    f"{path.name}:{text.lineno}"
                    for text in texts
                    if isinstance(text, ast.Constant | ast.JoinedStr) and " / " in ast.unparse(text)
                ]
    assert found == []
