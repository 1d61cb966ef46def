"""`chungtay read`: what it prints, and what it says of every file that it cannot read."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import originals
import pytest
from originals import ENGLISH, SENTENCE

from chungtay.faces.commands.main import main
from chungtay.gathering.intake.readers import scans
from chungtay.gathering.intake.readers.documents import LARGEST

KEYS = [
    "document",
    "start",
    "end",
    "surface",
    "value",
    "value_to",
    "of",
    "approx",
    "unit",
    "indicator",
    "breakdown",
    "qualifier",
    "parent",
    "status",
    "place",
    "period",
    "confidence",
]


@pytest.fixture
def read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Writes the given files, reads them, gives (exit code, records, standard error); nothing else may be written."""

    def run(**files: bytes | str) -> tuple[int, list[dict[str, Any]], str]:
        paths = []
        for name, content in files.items():
            path = tmp_path / name.replace("__", ".")
            path.write_bytes(content.encode() if isinstance(content, str) else content)
            paths.append(path)
        before = {path: path.read_bytes() for path in tmp_path.iterdir()}
        code = main(["read", "--format", "json", *map(str, paths)])
        assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
        said = capsys.readouterr()
        return code, json.loads(said.out), said.err

    return run


def refusals(said: str) -> list[str]:
    """The codes that were printed; each must come in two languages, neither a traceback."""
    assert "Traceback" not in said
    lines = said.splitlines()
    vietnamese, english = lines[::2], lines[1::2]
    codes = [line[1 : line.index("]")] for line in vietnamese]
    assert codes == [line[1 : line.index("]")] for line in english]
    assert all("Cách xử lý: " in line for line in vietnamese)
    assert all("What to do: " in line for line in english)
    return codes


WHOLE = originals.docx(SENTENCE)
XML = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
BAD = {
    "a picture": ("anh.png", b"\x89PNG\r\n\x1a\n" + bytes(600), "DOC-001"),
    "noise called docx": ("a.docx", bytes(range(256)) * 9, "DOC-001"),
    "a zip of something else": ("a.docx", originals.packed(content=b"<a/>"), "DOC-001"),
    "one stretch without a blank": ("a.txt", SENTENCE + " " + "1/" * 40_000, "DOC-001"),
    "an empty file": ("a.docx", b"", "DOC-002"),
    "blank lines": ("a.txt", b" \n\t\n", "DOC-002"),
    "a Word file without text": ("a.docx", originals.docx(""), "DOC-002"),
    "an encrypted Word file": ("a.docx", originals.ole("EncryptedPackage"), "DOC-003"),
    "an old Word file renamed": ("a.docx", originals.ole("WordDocument"), "DOC-010"),
    "an encrypted archive": ("a.docx", originals.locked(WHOLE), "DOC-003"),
    "an encrypted PDF": ("a.pdf", originals.locked_pdf(), "DOC-003"),
    "a truncated Word file": ("a.docx", WHOLE[: len(WHOLE) // 2], "DOC-004"),
    "a truncated PDF": ("a.pdf", originals.pdf(SENTENCE)[:60], "DOC-004"),
    "broken XML in a Word file": ("a.docx", originals.packed(word__document=b"<w:document>"), "DOC-004"),
    "a zip bomb": ("a.docx", originals.packed(word__document=bytes(12 << 20)), "DOC-005"),
    "too many parts": ("a.docx", originals.packed(**{f"p{i}": b"" for i in range(2001)}), "DOC-005"),
    "entities": ("a.docx", originals.packed(word__document=XML), "DOC-006"),
    "entities in UTF-16": (
        "a.docx",
        originals.packed(word__document=XML.decode().encode("utf-16")),
        "DOC-006",
    ),
    "a text of a thousand pages": ("a.txt", f"{SENTENCE}\n" * 12_000, "DOC-007"),
    "a thousand pages in Word": ("a.docx", originals.docx(f"{SENTENCE} " * 12_000), "DOC-007"),
    "a scanned PDF": ("a.pdf", originals.pdf(""), "DOC-008"),
    "another language": ("a.txt", ENGLISH, "DOC-009"),
    "another language in Word": ("a.docx", originals.docx(ENGLISH), "DOC-009"),
    "an old Word file": ("a.doc", originals.ole("WordDocument"), "DOC-010"),
    "an old code page": ("a.txt", "Tổng số 12 vụ việc".encode("cp1258", errors="replace") + b"\xe9\xf3", "DOC-011"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_cannot_be_read_is_refused_with_its_code(
    read: Any, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")  # Neither LibreOffice nor Tesseract is to be found.
    scans.recogniser.cache_clear()
    name, content, code = BAD[kind]
    done, records, said = read(**{name.replace(".", "__"): content})
    assert (done, records, refusals(said)) == (2, [], [code])
    assert name in said


@pytest.mark.parametrize("name", ["khong-co.docx", "."])
def test_a_missing_file_or_an_empty_folder_is_refused(tmp_path: Path, capsys: Any, name: str) -> None:
    assert main(["read", str(tmp_path / name)]) == 2
    assert refusals(capsys.readouterr().err) == ["LENH-005"]


def test_a_folder_is_read_with_all_folders_in_it_a_line_for_each_figure(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "b").mkdir()
    for name in ("c.txt", "b/a.txt", "b/~$a.txt", "b/anh.png"):
        (tmp_path / name).write_text(SENTENCE, encoding="utf-8")
    assert main(["read", "--format", "jsonl", str(tmp_path)]) == 0
    told = [json.loads(line)["document"] for line in capsys.readouterr().out.splitlines()]
    assert list(dict.fromkeys(told)) == ["c.txt", "a.txt"]


def test_a_large_file_is_refused_by_its_size_without_being_read(tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "a.txt"
    path.touch()
    os.truncate(path, 200 << 20)
    opened: list[str] = []
    sys.addaudithook(lambda event, found: opened.append(str(found[0])) if event == "open" else None)
    assert main(["read", str(path)]) == 2
    assert refusals(capsys.readouterr().err) == ["DOC-007"]
    assert str(path) not in opened


def test_the_size_is_refused_just_above_the_limit(read: Any) -> None:
    assert refusals(read(a__txt=bytes(LARGEST + 1))[2]) == ["DOC-007"]


@pytest.mark.parametrize("name", ["a__txt", "a__docx", "a__html", "a__pdf"])
def test_the_same_sentence_gives_the_same_figure_in_every_format(read: Any, name: str) -> None:
    content = {
        "a__txt": SENTENCE,
        "a__docx": WHOLE,
        "a__html": f"<html><body><p>{SENTENCE}</p></body></html>",
        "a__pdf": originals.pdf(SENTENCE),
    }[name]
    done, (record,), said = read(**{name: content})
    assert (done, said) == (0, "")
    assert (record["value"], record["approx"], record["unit"]) == (1250, "more_than", "tin báo")
    assert record["indicator"] == "tips.received"


def test_a_record_has_just_these_keys(read: Any) -> None:
    _, (record,), _ = read(a__txt=SENTENCE)
    assert list(record) == KEYS
    assert list(record["period"]) == ["from", "to", "kind"]
    assert record["period"] == {"from": "2024", "to": "2024", "kind": "flow"}
    assert (record["document"], record["status"], record["parent"]) == ("a.txt", "result", None)
    assert 0 < record["confidence"] <= 1


def mixed(text: str) -> str:
    """Every other word decomposed."""
    words = text.split(" ")
    return " ".join(unicodedata.normalize("NFD", word) if i % 2 else word for i, word in enumerate(words))


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        f"﻿{SENTENCE}\r\n\r\n{SENTENCE}",
        mixed(SENTENCE),
        unicodedata.normalize("NFD", SENTENCE),
        SENTENCE.replace("1.250 tin", "15\u00a0nghìn\u00a0tin"),
    ],
    ids=["composed", "byte order mark and Windows lines", "mixed", "decomposed", "hard blanks"],
)
def test_offsets_of_a_text_file_index_it_as_it_stands(read: Any, text: str) -> None:
    _, records, _ = read(a__txt=text)
    assert records
    assert all(text[record["start"] : record["end"]] == record["surface"] for record in records)


def test_decomposed_letters_read_as_composed_ones(read: Any) -> None:
    names = ("value", "approx", "indicator", "place", "period")
    _, (composed,), _ = read(a__txt=SENTENCE)
    _, (decomposed,), _ = read(a__txt=unicodedata.normalize("NFD", SENTENCE))
    assert [composed[name] for name in names] == [decomposed[name] for name in names]


def test_a_text_without_figures_is_read_with_a_note(read: Any) -> None:
    done, records, said = read(a__txt="Tình hình an ninh trật tự trên địa bàn được giữ vững.")
    assert (done, records, refusals(said)) == (0, [], ["DOC-020"])


def test_the_other_files_are_read_when_one_is_refused(read: Any) -> None:
    done, records, said = read(a__txt=SENTENCE, b__docx=b"", c__txt=SENTENCE)
    assert done == 2
    assert [record["document"] for record in records] == ["a.txt", "c.txt"]
    assert refusals(said) == ["DOC-002"]


def test_a_table_is_printed_for_people(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "a.txt").write_text(SENTENCE, encoding="utf-8")
    assert main(["read", str(tmp_path / "a.txt")]) == 0
    out = capsys.readouterr().out
    assert "a.txt: 1 số liệu / figures" in out
    assert "1.250" in out


@pytest.mark.parametrize("kind", ["a zip bomb", "one stretch without a blank"])
def test_a_hostile_file_costs_neither_time_nor_memory(tmp_path: Path, kind: str) -> None:
    name, content, code = BAD[kind]
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    began = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = _limited(path, 200)
    assert (done.returncode, refusals(done.stderr)) == (2, [code])
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert spent.ru_utime + spent.ru_stime - began.ru_utime - began.ru_stime < 3


def test_a_cell_that_claims_two_billion_columns_is_read_as_one_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(originals.docx_of_one_cell(SENTENCE, columns=2_000_000_000))
    done = _limited(path, 200)
    assert (done.returncode, "1 số liệu / figures" in done.stdout) == (0, True)


@pytest.mark.parametrize(
    ("greed", "answer"), [("bytearray(3 << 30)", "DOC-012"), ("open('x', 'wb', 0).write(b'x')", "DOC-004")]
)
def test_a_parser_may_hold_two_gigabytes_and_write_no_file(tmp_path: Path, greed: str, answer: str) -> None:
    module = "chungtay.gathering.intake.readers.formats"
    program = f"import {module} as f; f.PARSERS['docx'] = lambda data: ([{greed}], []); f.main('docx')"
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, input=b"", capture_output=True, check=True)
    assert json.loads(done.stdout) == {"code": answer}
    assert [path.stat().st_size for path in tmp_path.iterdir()] in ([], [0])


def _limited(path: Path, megabytes: int) -> subprocess.CompletedProcess[str]:
    """The command as its own process, in which no more than so much memory may be held."""
    program = (
        f"import resource, sys; resource.setrlimit(resource.RLIMIT_DATA, ({megabytes << 20},) * 2);"
        "from chungtay.faces.commands.main import main; sys.exit(main(['read', sys.argv[1]]))"
    )
    data = path.parent / "data"
    environment = {**os.environ, "CHUNGTAY_DATA_DIR": str(data)}
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], cwd=path.parent, env=environment, capture_output=True, text=True
    )
    assert not data.exists()
    return done
