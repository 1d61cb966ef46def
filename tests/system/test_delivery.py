"""What is carried to an office: locked to the digest, the same from one commit, with a bill of materials, audited."""

from __future__ import annotations

import importlib.util
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def pack() -> Any:
    """`deploy/pack.py`, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("pack", ROOT / "deploy" / "pack.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["pack"] = module
    spec.loader.exec_module(module)
    return module


def test_what_an_office_installs_is_what_was_tested(pack: Any) -> None:
    tested = {item.name: item for item in pack.pinned(ROOT / "requirements.lock")}
    carried = pack.pinned()
    assert [item for item in carried if item.version != tested[item.name].version or not item.hashes] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {pack.re.split(r"[<>=~!;\[ ]", line)[0].lower() for line in project["dependencies"]} | {"psycopg"}
    assert wanted - {item.name for item in carried} == set()


def test_the_bill_of_materials_names_every_package_once(pack: Any) -> None:
    made = pack.sbom()
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    named = [part["bom-ref"] for part in made["components"]]
    assert len(named) == len(set(named)) == len(pack.pinned())
    assert made["dependencies"][0]["dependsOn"] == named


@pytest.mark.parametrize(
    ("events", "version", "is_told"),
    [
        ([{"introduced": "0"}, {"fixed": "2.0"}], "1.9", True),
        ([{"introduced": "0"}, {"fixed": "2.0"}], "2.0", False),
        ([{"introduced": "1.0"}, {"last_affected": "1.5"}], "1.5", True),
        ([{"introduced": "1.0"}, {"last_affected": "1.5"}], "1.6", False),
        ([{"introduced": "0"}, {"fixed": "1.2"}, {"introduced": "2.0"}, {"fixed": "2.1"}], "1.5", False),
    ],
)
def test_an_advisory_is_told_of_the_versions_that_it_names(
    pack: Any, events: list[dict[str, str]], version: str, is_told: bool
) -> None:
    about = {"package": {"ecosystem": "PyPI", "name": "A_b"}, "ranges": [{"type": "ECOSYSTEM", "events": events}]}
    found = list(pack.audit([{"id": "X-1", "affected": [about]}], [pack.Pinned("a-b", version, ())]))
    assert bool(found) is is_told


def test_an_audit_without_advisories_says_that_nothing_was_audited(pack: Any, capsys: Any, monkeypatch: Any) -> None:
    monkeypatch.delenv("CHUNGTAY_ADVISORIES", raising=False)
    assert pack.main(["audit"]) == 3
    assert "NOT AUDITED" in capsys.readouterr().out


@pytest.mark.long
def test_the_wheel_built_twice_is_the_same_to_the_byte(pack: Any, tmp_path: Path) -> None:
    first, second = (pack.wheel(tmp_path / name) for name in ("one", "two"))
    assert first.read_bytes() == second.read_bytes()
