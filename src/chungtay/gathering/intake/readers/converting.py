"""Formats that LibreOffice knows and we do not (.doc, .rtf, .odt): turned into .docx by it, where the machine has it.

It runs as a process of its own with limits, a fresh profile without macros, and in a folder that nobody else may open
and that is gone afterwards; in memory where the machine offers that, because an original is never kept in the clear.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import tempfile
from pathlib import Path

from chungtay.gathering.intake.readers.refusals import refused

PATIENCE, SECONDS, LARGEST = 120, 90, 200 * 1024 * 1024
_PROGRAMS = ("soffice", "libreoffice")
_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def converter() -> str | None:
    """The program, or None where the machine has none."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def as_docx(data: bytes, suffix: str, name: str) -> bytes:
    """The file as .docx. Refusals DOC-010 without a converter, DOC-004 where it gives nothing, DOC-012 too long."""
    program = converter()
    if program is None:
        raise refused("DOC-010", name)
    with tempfile.TemporaryDirectory(dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None) as folder:
        room = Path(folder)
        profile = room / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        original = room / f"original{suffix}"
        original.write_bytes(data)
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck"]
        command += ["--convert-to", "docx", "--outdir", str(room), str(original)]
        try:
            subprocess.run(
                command, cwd=room, env=_environment(room), capture_output=True, timeout=PATIENCE, preexec_fn=_limit
            )
        except subprocess.TimeoutExpired as error:
            raise refused("DOC-012", name) from error
        made = room / "original.docx"
        if not made.is_file() or made.stat().st_size == 0:
            raise refused("DOC-004", name)
        return made.read_bytes()


def _environment(room: Path) -> dict[str, str]:
    """No passwords of the parent, and no way to the network for what asks for a proxy."""
    nowhere = "http://127.0.0.1:9"
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(room),
        "TMPDIR": str(room),
        "LANG": "C.UTF-8",
        "http_proxy": nowhere,
        "https_proxy": nowhere,
    }


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST))
