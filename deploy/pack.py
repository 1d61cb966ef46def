"""What is carried to an office: the wheel, all that it needs, what is in it, and what is known against it.

    python deploy/pack.py wheel FOLDER              the wheel of the last commit; built twice it is the same to the byte
    python deploy/pack.py wheelhouse FOLDER         the wheel and everything it needs, to be installed without internet
    python deploy/pack.py sbom FILE                 the bill of materials, CycloneDX 1.6
    python deploy/pack.py audit [FOLDER|ZIP]        known vulnerabilities, from advisories in the OSV format

Needs nothing but the project's own `.venv`. Exit code 1 where the audit finds something, 3 where it has no advisories.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "deploy" / "requirements.lock"
PACKED = ("src", "pyproject.toml", "README.md", "LICENSE", "NOTICE.md")
_PINNED = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==([^ ;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Pinned:
    """A package of the lock: its name, its version, and the digests of its files."""

    name: str
    version: str
    hashes: tuple[str, ...]


def pinned(lock: Path = LOCK) -> list[Pinned]:
    """What the lock names, in its order."""
    found: list[Pinned] = []
    for line in lock.read_text(encoding="utf-8").splitlines():
        if match := _PINNED.match(line):
            found.append(Pinned(match[1].lower().replace("_", "-"), match[2], ()))
        if found:
            hashes = (*found[-1].hashes, *_HASH.findall(line))
            found[-1] = Pinned(found[-1].name, found[-1].version, hashes)
    return found


def wheel(folder: Path) -> Path:
    """The wheel of what was committed last: nothing that lies about gets in, no time and no rights of files differ."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as clean:
        packed = subprocess.run(["git", "archive", "HEAD", *PACKED], cwd=ROOT, check=True, capture_output=True).stdout
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(clean, filter="data")
        stamp = subprocess.run(
            ["git", "log", "-1", "--format=%ct"], cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout.strip()
        for path in Path(clean).rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)
        settled = {**os.environ, "SOURCE_DATE_EPOCH": stamp, "PYTHONHASHSEED": "0", "PYTHONPATH": "src"}
        subprocess.run([sys.executable, "-m", "chungtay.config.locale.compile"], cwd=clean, env=settled, check=True)
        build = "from setuptools.build_meta import build_wheel; import sys; print(build_wheel(sys.argv[1]))"
        done = subprocess.run(
            [sys.executable, "-c", build, str(folder.resolve())],
            cwd=clean,
            env=settled,
            check=True,
            capture_output=True,
            text=True,
        )
    return folder / done.stdout.splitlines()[-1]


def wheelhouse(folder: Path) -> None:
    """The wheel and everything that it needs, checked against the lock, with digests of all."""
    made = wheel(folder)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
    subprocess.run([*command, "--only-binary", ":all:", "-r", str(LOCK), "-d", str(folder)], check=True)
    shutil.copy(LOCK, folder / LOCK.name)
    (folder / "sbom.cdx.json").write_text(json.dumps(sbom(), indent=1) + "\n", encoding="utf-8")
    for part in ("systemd", "nginx"):
        shutil.copytree(ROOT / "deploy" / part, folder / part, dirs_exist_ok=True)
    shutil.copy(ROOT / ".env.example", folder / "chungtay.env.example")
    shutil.copy(ROOT / "docs" / "installation.md", folder / "installation.md")
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "SHA256SUMS")
    sums = "".join(f"{_digest(path)}  {path.relative_to(folder).as_posix()}\n" for path in files)
    (folder / "SHA256SUMS").write_text(sums, encoding="utf-8")
    print(f"{len(files)} files, {sum(path.stat().st_size for path in files) / 1e6:.0f} MB, {made.name}")


def sbom() -> dict[str, Any]:
    """What is in an installation: every package of the lock with its digests and licence, and who needs them all."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    own = f"pkg:pypi/{project['name']}@{project['version']}"
    parts = [_component(item) for item in pinned()]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": project["name"],
                "version": project["version"],
                "purl": own,
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": parts,
        "dependencies": [{"ref": own, "dependsOn": [part["bom-ref"] for part in parts]}],
    }


def _component(item: Pinned) -> dict[str, Any]:
    purl = f"pkg:pypi/{item.name}@{item.version}"
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": purl,
        "name": item.name,
        "version": item.version,
        "purl": purl,
        # One package has a file for each system: which of them is installed, the lock leaves open.
        "properties": [{"name": "chungtay:sha256", "value": digest} for digest in item.hashes],
    }
    licence = _licence(item.name)
    return found | ({"licenses": [{"license": {"name": licence}}]} if licence else {})


def _licence(name: str) -> str:
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    told = about.get("License-Expression") or ""
    classified = [line.rpartition(" :: ")[2] for line in about.get_all("Classifier", []) if line.startswith("License")]
    first = (about.get("License") or "").strip().partition("\n")[0]
    return (told or "; ".join(classified) or first)[:120]


def audit(advisories: Iterable[dict[str, Any]], packages: Iterable[Pinned]) -> Iterator[tuple[Pinned, str, str]]:
    """Which packages an advisory names in the very version of the lock: package, id, what mends it."""
    by_name = {item.name: item for item in packages}
    for advisory in advisories:
        if advisory.get("withdrawn"):
            continue
        for affected in advisory.get("affected", []):
            package = affected.get("package", {})
            item = by_name.get(str(package.get("name", "")).lower().replace("_", "-"))
            if item is None or package.get("ecosystem") != "PyPI":
                continue
            ranges = [part["events"] for part in affected.get("ranges", []) if part.get("type") == "ECOSYSTEM"]
            fixed = [event["fixed"] for events in ranges for event in events if "fixed" in event]
            if item.version in affected.get("versions", []) or any(_lies_in(item.version, part) for part in ranges):
                yield item, str(advisory["id"]), ", ".join(fixed)


def _lies_in(version: str, events: list[dict[str, str]]) -> bool:
    """Whether a version stands between an «introduced» and the «fixed» or after the «last affected» of a range."""
    try:
        at, is_in = Version(version), False
        for event in events:
            if "introduced" in event and (event["introduced"] == "0" or at >= Version(event["introduced"])):
                is_in = True
            if "fixed" in event and at >= Version(event["fixed"]):
                is_in = False
            if "last_affected" in event and at > Version(event["last_affected"]):
                is_in = False
    except InvalidVersion:
        return False
    return is_in


def advisories_in(source: Path) -> Iterator[dict[str, Any]]:
    """Advisories of a folder of JSON files, or of an archive of them."""
    if source.is_dir():
        for path in sorted(source.rglob("*.json")):
            yield json.loads(path.read_text(encoding="utf-8"))
        return
    with zipfile.ZipFile(source) as archive:
        for name in archive.namelist():
            if name.endswith(".json"):
                yield json.loads(archive.read(name))


def _audited(named: str) -> int:
    told = named or os.environ.get("CHUNGTAY_ADVISORIES", "")
    source = Path(told)
    if not told or not source.exists():
        print(
            "CHƯA RÀ LỖ HỔNG: không có dữ liệu. Chép tệp OSV của PyPI về, ghi đường dẫn vào CHUNGTAY_ADVISORIES.",
            "NOT AUDITED: no advisories here. Bring the OSV archive of PyPI and name it in CHUNGTAY_ADVISORIES.",
            sep="\n",
        )
        return 3
    found = list(audit(advisories_in(source), pinned()))
    for item, advisory, fixed in found:
        print(f"{item.name} {item.version}: {advisory}; fixed in {fixed or 'no version yet'}")
    print(f"{len(pinned())} packages audited, {len(found)} findings")
    return int(bool(found))


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def main(arguments: list[str]) -> int:
    """One of the four."""
    match arguments:
        case ["wheel", folder]:
            made = wheel(Path(folder))
            print(f"{made}: SHA-256 {_digest(made)}")
        case ["wheelhouse", folder]:
            wheelhouse(Path(folder))
        case ["sbom", file]:
            Path(file).write_text(json.dumps(sbom(), indent=1) + "\n", encoding="utf-8")
        case ["audit", *rest]:
            return _audited(rest[0] if rest else "")
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
