"""Open data and the public API: what they give, how they refuse, and that nothing unpublished leaves by any address."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from chungtay.results.publishing.models import Publication, PublicFigure
from shelf_rows import INDICATOR, published, withdrawn

pytestmark = pytest.mark.django_db
API, DATA = "/api/cong-khai/v1/", "/cong-khai/du-lieu/"


@pytest.fixture(autouse=True)
def nothing_kept(settings: Any, tmp_path: Any) -> None:
    from chungtay.faces.portal.keeping import PAGES

    settings.STATIC_ROOT = tmp_path
    PAGES.clear()


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_publication_is_one_csv_and_one_parquet_of_the_same_rows(client: Any, cast: Any) -> None:
    published(cast, "q1", ["1615", "7"])
    answer = client.get(f"{DATA}q1/so-lieu.csv")
    rows = list(csv.DictReader(io.StringIO(content(answer).decode())))
    table = pq.read_table(io.BytesIO(content(client.get(f"{DATA}q1/so-lieu.parquet"))))
    assert [row["shown_vi"] for row in rows] == table.column("shown_vi").to_pylist() == ["1615", "7"]
    assert [int(value) for value in table.column("low").to_pylist()] == [1615, 7]
    assert rows[0]["is_illustration"] == "true"
    assert "q1-so-lieu-minh-hoa.csv" in answer["Content-Disposition"]
    assert client.get(f"{DATA}q1/so-lieu.csv", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    described = client.get(f"{DATA}q1/so-lieu.csv-metadata.json").json()
    assert [column["name"] for column in described["tableSchema"]["columns"]] == list(rows[0])


def test_every_address_of_the_catalogue_answers(client: Any, cast: Any, settings: Any) -> None:
    published(cast, "q1", ["1615"])
    told = client.get(f"{DATA}danh-muc.jsonld").json()
    api = client.get(API).json()
    addresses = {text for text in _texts([told, api]) if text.startswith(settings.PUBLIC_URL)}
    addresses |= {text for text in _texts(client.get(f"{DATA}chi-tieu/{INDICATOR}.jsonld").json()) if "8000" in text}
    addresses |= {text for text in _texts(client.get(f"{DATA}dia-ban/p01@2025.jsonld").json()) if "8000" in text}
    answered = {address: client.get(address.removeprefix("http://localhost:8000")).status_code for address in addresses}
    assert len(answered) > 12
    assert {address: code for address, code in answered.items() if code != 200} == {}


def _texts(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict | list):
        for part in told.values() if isinstance(told, dict) else told:
            yield from _texts(part)


def test_figures_come_by_pages_until_there_is_no_next(client: Any, cast: Any) -> None:
    published(cast, "q1", ["1", "2", "3", "4", "5"])
    address, shown = f"{API}figures?indicator={INDICATOR}&place=p01@2025&size=2&from=2026-01-01", []
    while address:
        page = client.get(address.removeprefix("http://localhost:8000")).json()
        shown += [item["shown_vi"] for item in page["items"]]
        address = page["next"]
    assert shown == ["1", "2", "3", "4", "5"]


def test_of_a_figure_told_again_the_later_stands_and_the_first_leads_there(client: Any, cast: Any) -> None:
    old = published(cast, "q1", ["1615"])
    new = published(cast, "q2", ["1620"])
    Publication.objects.filter(pk=new.pk).update(corrects=old)
    assert [item["shown_vi"] for item in client.get(f"{API}figures").json()["items"]] == ["1620"]
    first = PublicFigure.objects.get(publication=old)
    told = client.get(f"{API}figures/{first.pk}").json()
    assert (told["shown_vi"], told["standing"]) == ("1615", PublicFigure.objects.get(publication=new).pk)
    assert client.get(f"{API}publications/q1").json()["replaced_by"] == "q2"
    assert [change["what"] for change in client.get(f"{API}changes").json()["changes"]].count("corrected") == 1


JUNK = (
    *("figures?indicatr=x", "figures?size=1e26", "figures?size=99999", "figures?from=31/12/2026", "figures?level=xã"),
    *("figures?place=' or 1=1", "figures?place=v1@2025", "figures?from=2026-12-31&to=2026-01-01", "figures?after=-1"),
    *("figures?size=1&size=2", "figures/99999999999999999999", "points", "points?kind=a&place=vn", "khong-co/gi"),
    *("publications/..%2f..%2fetc", "figures?cell=%00", "figures?publication=q9", "publications?x=1", "points?place=%"),
)


def test_junk_is_refused_in_the_one_shape_with_what_was_expected(client: Any, cast: Any) -> None:
    published(cast, "q1", ["1615"])
    for junk in JUNK:
        answer = client.get(API + junk)
        assert answer.status_code in (400, 404), junk
        assert answer.json()["errors"][0]["message"]["en"], junk


def test_the_description_names_every_address_and_parameter_of_the_api(client: Any) -> None:
    from chungtay.faces.api.open.openapi import PATHS

    told = client.get(f"{API}openapi.json").json()
    here = {str(entry.pattern) for entry in get_resolver("chungtay.faces.api.open.urls").url_patterns}
    here = {p.removeprefix(API[1:]).replace("<str:code>", "{code}").replace("<int:id>", "{id}") for p in here}
    assert {path.removeprefix("/") for path in told["paths"]} == set(PATHS) <= here
    names = {parameter["name"] for parameter in told["paths"]["/figures"]["get"]["parameters"]}
    assert names == {"publication", "indicator", "cell", "place", "level", "from", "to", "after", "size"}


def addresses(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        at = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, at)
        elif isinstance(entry, URLPattern):
            yield at


def test_nothing_drafted_embargoed_or_withdrawn_leaves_by_any_public_address(client: Any, cast: Any) -> None:
    published(cast, "mo", ["1615"])
    made = [published(cast, "cho", ["424242"], embargo_until=timezone.now() + timedelta(days=1))]
    made += [published(cast, "nhap", ["646464"]), published(cast, "rut", ["535353"])]
    withdrawn(made[2], cast.binh)
    Publication.objects.filter(pk=made[1].pk).update(released_at=None, first_leaf=None)
    ids = PublicFigure.objects.values_list("pk", flat=True)
    fillings: dict[str, list[Any]] = {
        "<int:id>": list(ids),
        "<str:code>": ["mo", "cho", "nhap", "rut", INDICATOR],
        "<str:key>": ["p01@2025", "vn"],
        "<str:subject>": ["so-lieu", "mo-hinh"],
        "<str:kind>": ["csv", "parquet", "jsonld"],
        "<str:digest>": [item.digest for item in made],
        "<int:position>": list(range(8)),
        "<int:level>": [0],
        "<slug:id>": ["k7m2p9x4wd"],
        "<path:rest>": ["000.p/8", "000.p/4"],
    }
    told = []
    for pattern in (*addresses(get_resolver("chungtay.faces.api.open.urls")), *_portal()):
        for address in _filled(pattern, fillings):
            answer = client.get(f"/{address}")
            assert answer.status_code < 500, address
            told.append((address, _read(content(answer))))
    told += [(rest, client.get(f"{API}{rest}").content) for rest in ("figures?publication=cho", "figures?size=1000")]
    assert any(b"1615" in said for _, said in told)
    leaked = [address for address, said in told for secret in SECRETS if secret in said]
    assert leaked == []


SECRETS = (b"424242", b"535353", b"646464", b"NDI0MjQy", b"NTM1MzUz", b"NjQ2NDY0", b"s-cho", b"s-nhap", b"s-rut")


def _portal() -> Iterator[str]:
    """The Vietnamese pages; the English ones are the same views."""
    for address in addresses(get_resolver("chungtay.faces.portal.urls")):
        if address.startswith("cong-khai/"):
            yield address


def _filled(pattern: str, fillings: dict[str, list[Any]]) -> list[str]:
    found = [pattern]
    for name, values in fillings.items():
        found = [item.replace(name, str(value)) for item in found for value in (values if name in item else [""])]
    assert "<" not in found[0], f"{pattern}: nothing is known to be filled in"
    return found


def _read(said: bytes) -> bytes:
    if said[:4] == b"PAR1":
        return json.dumps(pq.read_table(io.BytesIO(said)).to_pylist(), default=str).encode()
    return said
