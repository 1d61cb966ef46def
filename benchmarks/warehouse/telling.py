"""A record as Markdown: what was measured, then the bars."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from benchmarks.warehouse import bars, building, deadline

README: Final = Path(__file__).with_name("README.md")
FIRST, LAST = "<!-- the last whole run -->", "<!-- its end -->"


def write(record: dict[str, Any]) -> None:
    """Put the tables of a whole run where the README has those of the one before."""
    text = README.read_text(encoding="utf-8")
    before, after = text.split(FIRST)[0], text.split(LAST)[1]
    README.write_text(f"{before}{FIRST}\n\n{told(record)}\n\n{LAST}{after}", encoding="utf-8")


def told(record: dict[str, Any]) -> str:
    """The whole table."""
    lines = [f"{record['on']} UTC, {record['size']}; {', '.join(' '.join(i) for i in record['versions'].items())}", ""]
    for title, found in (("question", record["measured"]), ("both sizes", record["wide"])):
        if found:
            lines += _questions(title, found)
    for size, built in record["built"].items():
        lines.append(f"drawing and building {size}: {built['cpu']:.0f} CPU s, {built['memory'] >> 20:,} MB")
    for step, cost in record["loading"].items():
        lines.append(f"{step}: {cost['cpu']:.0f} CPU s, {cost['wall']:.0f} s, {cost['bytes'] / 1e9:.2f} GB")
    lines += ["", *_fresh(record["fresh"])] if record["fresh"] else []
    lines += ["", building.told(record["from_postgres"])] if record["from_postgres"] else []
    for found in record["deadline"]:
        lines += ["", deadline.told(found)]
    lines += ["", "| contender | stands on |", "|---|---|"]
    lines += [f"| {name} | {words} |" for name, words in record["stands_on"].items()]
    return "\n".join([*lines, "", bars.told(record["bars"])])


def _questions(title: str, found: list[dict[str, Any]]) -> list[str]:
    lines = [
        f"| {title} | contender | CPU ms | wall ms (from–to) | rounds | rows | sum |",
        "|---|---|---|---|---|---|---|",
    ]
    for item in found:
        walls = f"{1e3 * item['wall']:,.1f} ({1e3 * item['wall_from']:,.1f}–{1e3 * item['wall_to']:,.1f})"
        total = f"{item['sum']:.10g}" if item["sum"] else ""
        lines.append(
            f"| {item['question']} | {item['contender']} | {1e3 * item['cpu']:,.2f} | {walls} | {item['rounds']} |"
            f" {item['rows']:,} | {total} |"
        )
    return [*lines, ""]


def _fresh(found: dict[str, list[dict[str, Any]]]) -> list[str]:
    """What is first asked after an approval, at each size, and how it grows."""
    sizes = list(found)
    heads = [word for size in sizes for word in (f"CPU ms, {size}", "wall ms")]
    heads += [f"{sizes[-1]} ÷ {sizes[0]}"] if len(sizes) > 1 else []
    lines = [f"| first asked after an approval | {' | '.join(heads)} |", "|---" * (len(heads) + 1) + "|"]
    for rows in zip(*found.values(), strict=True):
        cells = [f"{1e3 * row[key]:,.1f}" for row in rows for key in ("cpu", "wall")]
        cells += [f"{rows[-1]['cpu'] / rows[0]['cpu']:.2f}"] if len(sizes) > 1 else []
        lines.append(f"| {rows[0]['asked']} | {' | '.join(cells)} |")
    return lines
