"""The page where anybody checks: what it answers without script, and the twenty lines that it hands out."""

from __future__ import annotations

import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from shelf_rows import published, withdrawn

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept(settings: Any, tmp_path: Any) -> None:
    from chungtay.faces.portal.keeping import PAGES

    settings.STATIC_ROOT = tmp_path
    PAGES.clear()


def test_a_code_leads_to_its_leaf_and_junk_to_what_to_do(client: Any, cast: Any) -> None:
    made = published(cast, "q1", ["1.615"])
    page = client.get(f"/cong-khai/kiem-chung/{made.digest}/").text
    assert "/cong-khai/so/chung/0.tlog-proof" in page
    spaced = " ".join(made.digest[at : at + 8] for at in range(0, 64, 8))
    assert "chung/0.tlog-proof" in client.get("/public/verify/", {"q": spaced.upper()}).text
    assert "Nhật ký công khai không có mã này" in client.get(f"/cong-khai/kiem-chung/{'a' * 64}/").text
    assert "Đây không phải mã đối chiếu" in client.get("/cong-khai/kiem-chung/?q=<script>").text
    assert client.get("/cong-khai/kiem-chung/la/99999999999999999999/").status_code == 200


def test_what_was_withdrawn_is_not_shown_again(client: Any, cast: Any) -> None:
    made = published(cast, "q1", ["535353"])
    assert "535353" in client.get("/cong-khai/kiem-chung/la/1/").text
    withdrawn(made, cast.binh)
    client.get("/cong-khai/kiem-chung/")
    from chungtay.faces.portal.keeping import PAGES

    PAGES.clear()
    page = client.get("/cong-khai/kiem-chung/la/1/").text
    assert "535353" not in page
    assert "đã được rút" in page


def test_twenty_lines_of_anybodys_check_a_figure(client: Any, cast: Any, tmp_path: Path) -> None:
    published(cast, "q1", ["1.613", "1.614", "1.615", "1.616"])
    page = unescape(client.get("/public/verify/format/").text)
    program = page.split('aria-label="The checking program">')[1].split("</pre>")[0]
    assert len([line for line in program.splitlines() if line.strip()]) <= 21
    proof = client.get("/cong-khai/so/chung/3.tlog-proof").text
    key = client.get("/cong-khai/so/khoa").text.strip()

    def checked(text: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "proof").write_text(text, encoding="utf-8")
        command = [sys.executable, "-I", "-c", program, str(tmp_path / "proof"), key]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    assert '"shown":["1.615",' in checked(proof).stdout
    assert checked(proof.replace("index 3", "index 2")).returncode == 1
    assert (Path(__file__).parents[3] / "docs" / "public-log.md").read_text(encoding="utf-8").count(program) == 1
