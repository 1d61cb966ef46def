"""One choice of what is kept beside a small count: by page, by list, by command, now or over a longer time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from chungtay import flow
from chungtay.faces.commands.main import main
from chungtay.kernel.periods import decree_month
from chungtay.kernel.quantities import Quantity
from chungtay.ledger.queries import figures_of_batch, transaction_now
from chungtay.ledger.types import Claim, DecisionKind

if TYPE_CHECKING:
    from conftest import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
OCTOBER, NOVEMBER = decree_month(2025, 10), decree_month(2025, 11)
OFFICE, OTHERS = ("binh",), ("hoa", "dung")
asked_by = pytest.mark.parametrize(("who", "is_told"), [*((w, True) for w in OFFICE), *((w, False) for w in OTHERS)])


def month(cast: Cast, by: Any, number: int, period: Any = NOVEMBER) -> Any:
    """A commune's tips of a month, approved."""
    claims = [Claim("tips.received", by.body.place_id, period, Quantity.read(number))]
    batch = flow.figures_submit(
        by=by, body=by.body, form_code="monthly-commune", place=by.body.place, period=period, claims=claims
    )
    flow.batch_decide(by=cast.binh, batch=batch, kind=DecisionKind.APPROVED)
    return batch


@pytest.fixture
def sister(cast: Cast) -> Any:
    """Ba Đình counts 3 in November, Ngọc Hà 8.637; in October nobody counts so few."""
    month(cast, cast.an, 50, OCTOBER)
    month(cast, cast.khoa, 7214, OCTOBER)
    month(cast, cast.an, 3)
    return month(cast, cast.khoa, 8637)


def page(user: Any, address: str) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(address).content.decode()


def figures(capsys: Any, who: str, *options: str) -> str:
    assert main(["figures", "--indicator", "tips.received", "--as", who, "--format", "csv", *options]) == 0
    return str(capsys.readouterr().out)


@asked_by
def test_the_page_of_a_commune_does_not_tell_what_would_open_its_neighbour(
    cast: Cast, sister: Any, who: str, is_told: bool
) -> None:
    [figure] = figures_of_batch(sister)
    pages = [page(getattr(cast, who), at) for at in (f"/dot-so-lieu/{sister.pk}/", f"/so-lieu/{figure.id}/")]
    assert ["8.637" in found for found in pages] == [is_told, is_told]


@asked_by
@pytest.mark.usefixtures("sister")
def test_the_list_of_a_province_keeps_the_same_commune_back(cast: Cast, capsys: Any, who: str, is_told: bool) -> None:
    month_ = f"{NOVEMBER.start}/{NOVEMBER.end}"
    listed = figures(capsys, who, "--place", "Thành phố Hà Nội", "--period", month_, "--by", "commune")
    total = figures(capsys, who, "--place", "Thành phố Hà Nội", "--period", month_)
    assert ["8.637" in listed, "8.640" in total, "<5" not in listed] == [is_told, True, is_told]


@asked_by
@pytest.mark.usefixtures("sister")
def test_a_longer_time_less_the_other_months_does_not_open_the_month(
    cast: Cast, capsys: Any, who: str, is_told: bool
) -> None:
    october = f"{OCTOBER.start}/{OCTOBER.end}"
    both = f"{OCTOBER.start}/{NOVEMBER.end}"
    at = ("--place", "Phường Ba Đình", "--period")
    assert "50" in figures(capsys, who, *at, october)
    assert ("53" in figures(capsys, who, *at, both)) is is_told


@asked_by
@pytest.mark.usefixtures("sister")
def test_the_explorer_keeps_the_same_commune_and_month_back(cast: Cast, who: str, is_told: bool) -> None:
    span = f"ky={OCTOBER.start}/{NOVEMBER.end}&lich=nghi-dinh&buoc=thang"
    told = page(getattr(cast, who), f"/kham-pha/?chi-tieu=tips.received&dia-ban=p01@2025&cap=xa&{span}")
    assert ["8.637" in told, "&lt;5</a>" in told, "7.214" in told] == [is_told, not is_told, True]


@pytest.mark.usefixtures("sister")
def test_where_no_count_is_small_nothing_is_kept(cast: Cast, capsys: Any) -> None:
    october = f"{OCTOBER.start}/{OCTOBER.end}"
    listed = figures(capsys, "dung", "--place", "Thành phố Hà Nội", "--period", october, "--by", "commune")
    assert "7.214" in listed


@asked_by
def test_an_earlier_day_does_not_tell_what_a_small_count_came_to_since(
    cast: Cast, capsys: Any, who: str, is_told: bool
) -> None:
    month(cast, cast.khoa, 7214, OCTOBER)
    month(cast, cast.khoa, 8637)
    then, span = transaction_now(), f"ky={OCTOBER.start}/{NOVEMBER.end}&lich=nghi-dinh&buoc=thang"
    month(cast, cast.an, 3)
    page_of_then = f"/kham-pha/?chi-tieu=tips.received&dia-ban=p01@2025&cap=xa&{span}&biet=%23{then}"
    told = page(getattr(cast, who), page_of_then)
    assert ["8.637" in told, "7.214" in told] == [is_told, True]
    at = ("--place", "Thành phố Hà Nội", "--period", f"{NOVEMBER.start}/{NOVEMBER.end}")
    assert ("8.637" in figures(capsys, who, *at, "--as-known-at", f"#{then}")) is is_told
    assert "8.640" in figures(capsys, who, *at)
