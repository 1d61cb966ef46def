"""The plots of a run: what each question costs each contender, and how that grows with the number of figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from benchmarks.warehouse.data import SIZES

FOLDER: Final = Path(__file__).parent


def write(record: dict[str, Any]) -> None:
    """`contenders.svg`; `slopes.svg` and `fresh.svg` where two sizes were measured."""
    import altair
    import vl_convert

    questions = [
        {"question": item["question"], "contender": item["contender"], "CPU ms": 1e3 * item["cpu"]}
        for item in record["measured"]
    ]
    dots = (
        altair.Chart(altair.Data(values=questions), title=f"CPU, {record['size']}, {record['on']}")
        .mark_point(filled=True, size=70)
        .encode(
            x=altair.X("CPU ms:Q", scale=altair.Scale(type="log")),
            y=altair.Y("question:N", title=None),
            color=altair.Color("contender:N", title=None),
            shape=altair.Shape("contender:N", title=None),
        )
        .properties(width=560, height=240)
    )
    (FOLDER / "contenders.svg").write_text(vl_convert.vegalite_to_svg(dots.to_dict()), encoding="utf-8")
    if len(record.get("fresh", ())) > 1:
        _fresh(record)
    if not record.get("wide"):
        return
    slopes = []
    for item in record["wide"]:
        name, _, size = item["contender"].rpartition(", ")
        row = {
            "question": item["question"],
            "contender": name,
            "figures": SIZES[size] / 1e6,
            "CPU ms": 1e3 * item["cpu"],
        }
        slopes.append(row)
    lines = (
        altair.Chart(altair.Data(values=slopes), title=f"CPU by number of figures (millions), {record['on']}")
        .mark_line(point=True)
        .encode(
            x=altair.X("figures:Q", scale=altair.Scale(zero=True)),
            y=altair.Y("CPU ms:Q", scale=altair.Scale(type="log")),
            color=altair.Color("question:N", title=None),
            strokeDash=altair.StrokeDash("contender:N", title=None),
        )
        .properties(width=560, height=320)
    )
    (FOLDER / "slopes.svg").write_text(vl_convert.vegalite_to_svg(lines.to_dict()), encoding="utf-8")


def _fresh(record: dict[str, Any]) -> None:
    """How long it takes from an approval to a total that has it, by the number of figures."""
    import altair
    import vl_convert

    rows = [
        {"asked": item["asked"], "figures": SIZES[size] / 1e6, "s": item["cpu"]}
        for size, found in record["fresh"].items()
        for item in found
    ]
    title = f"CPU from an approval to a total with it, by millions of figures, {record['on']}"
    lines = (
        altair.Chart(altair.Data(values=rows), title=title)
        .mark_line(point=True)
        .encode(
            x=altair.X("figures:Q", scale=altair.Scale(zero=True)),
            y=altair.Y("s:Q", title="CPU s", scale=altair.Scale(zero=True)),
            color=altair.Color("asked:N", title=None, legend=altair.Legend(labelLimit=400)),
        )
        .properties(width=480, height=320)
    )
    (FOLDER / "fresh.svg").write_text(vl_convert.vegalite_to_svg(lines.to_dict()), encoding="utf-8")
