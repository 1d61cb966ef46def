from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from chungtay.kernel.errors import Refusal
from chungtay.reference.indicators.catalogue import catalogue
from chungtay.results.warehouse.coding import place_table
from chungtay.results.warehouse.facts import PlaceNode, Rule
from chungtay.results.warehouse.layout import MANIFEST, ODD, SIDE_ROOM, YEARS
from chungtay.results.warehouse.synth.drawing import lay_out
from chungtay.results.warehouse.synth.nation import Nation
from chungtay.results.warehouse.synth.writing import codes_of, nation_write

REFORM, LAST = date(2025, 7, 1), date(2025, 6, 30)
PLACES = {
    node.key: node
    for node in (
        PlaceNode("vn", "country"),
        PlaceNode("p1@2025", "province", "vn", REFORM),
        PlaceNode("p1@2013", "province", "p1@2025", None, LAST),
        PlaceNode("d1@2013", "district", "p1@2013", None, LAST),
        *(PlaceNode(f"c{n}@2013", "commune", "d1@2013", None, LAST) for n in range(9)),
        *(PlaceNode(f"c{n}@2025", "commune", "p1@2025", REFORM) for n in range(3)),
    )
}
WRITTEN = ("communication.sessions", "force.teams", "mediation.success_rate", "models.kinds", "standard.rate")
RULES = {code: Rule(code, catalogue()[code].over_places, catalogue()[code].over_time) for code in WRITTEN}


def made(folder: Path, nation: Nation, villages: tuple[str, ...] = ()) -> dict[str, Any]:
    folder.mkdir()
    return nation_write(folder, nation, places=PLACES, rules=RULES, villages=villages)


def drawn(seed: int) -> list[Any]:
    with duckdb.connect() as db:
        drawing = lay_out(db, Nation(1_000, seed, first_year=2025), PLACES, codes_of(place_table(PLACES), catalogue()))
        return db.sql(drawing.statements()["pledges.signed"][0]).to_arrow_table().to_pylist()


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("synth") / "one"
    return folder, made(folder, Nation(30_000, seed=3, first_year=2020))


def test_an_invented_nation_is_as_dense_as_asked_and_bears_its_mark(nation: tuple[Path, dict[str, Any]]) -> None:
    folder, manifest = nation
    rows = pq.read_table(folder / YEARS, columns=["cell", "mask"]).to_pylist()
    months = sum(row["mask"].bit_count() for row in rows if row["cell"] < SIDE_ROOM)
    assert 0.6 < months / (2 * 30_000 / 107) < 1.4
    assert manifest["counts"]["past"] > 0
    assert "BẢN MINH HỌA" in (folder / MANIFEST).read_text(encoding="utf-8")


def test_old_communes_report_until_the_reform_and_new_ones_from_it(nation: tuple[Path, dict[str, Any]]) -> None:
    keys = pq.read_table(nation[0] / "places.parquet")["key"].to_pylist()
    held = {
        (keys[row["place"]][-4:], row["year"] < 2025 or bool(row["mask"] >> 6), bool(row["mask"] & 63))
        for row in pq.read_table(nation[0] / YEARS).to_pylist()
        if row["year"] == 2025 or keys[row["place"]].endswith("@2025")
    }
    assert held == {("2013", False, True), ("2025", True, False)}


def test_lists_and_what_provinces_state_stand_apart_and_rates_of_communes_do_not(
    nation: tuple[Path, dict[str, Any]],
) -> None:
    codes = dict(enumerate(sorted(RULES)))
    found = {codes[code] for code in pq.read_table(nation[0] / ODD)["indicator"].to_pylist()}
    assert {"standard.rate", "models.kinds"} <= found
    assert "mediation.success_rate" not in found


def test_villages_state_months_of_their_own_and_every_commune_may_list_its_models(tmp_path: Path) -> None:
    villages = ("v1@2025", "v2@2025")
    nation = Nation(1_000, first_year=2025, villages=2, lists_of=1)
    made(tmp_path / "one", nation, villages)
    first = len(pq.read_table(tmp_path / "one" / "places.parquet"))
    rows = pq.read_table(tmp_path / "one" / YEARS).to_pylist()
    assert {row["place"] - first for row in rows if row["place"] >= first} == {0, 1}
    listed = pq.read_table(tmp_path / "one" / ODD).filter(pc.field("members").is_valid())
    assert len(set(listed["place"].to_pylist())) > 1


def test_the_same_seed_draws_the_same_figures_and_another_seed_others() -> None:
    first, again, other = (drawn(seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_a_nation_cannot_have_more_figures_than_its_communes_report(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="SYNTH-001"):
        made(tmp_path / "a", Nation(10_000_000, first_year=2025))
