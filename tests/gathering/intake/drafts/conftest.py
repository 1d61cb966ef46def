"""A draft of Ba Đình's monthly report of November 2025, and a colleague of An's at the same desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from chungtay import flow
from chungtay.gathering.intake.drafts import queries, services
from chungtay.kernel.periods import decree_month
from chungtay.reference.actors.services import account_create

if TYPE_CHECKING:
    from collections.abc import Callable

NOVEMBER = decree_month(2025, 11)


def opened(by: Any, period: Any = NOVEMBER) -> Any:
    """The open draft of an account's body for a month."""
    place = by.body.place
    return flow.draft_open(by=by, body=by.body, form_code="monthly-commune", place=place, period=period)


def filled(by: Any, draft: Any, start: int = 100) -> Any:
    """Every row answered: parts never greater than their wholes, so that no check objects."""
    for number, line in enumerate(queries.draft_lines(draft)):
        services.cell_write(by=by, draft=draft, item_id=line.item.id, text=str(start - number))
    return draft


@pytest.fixture
def draft(cast: Any) -> Any:
    """An's draft, empty."""
    return opened(cast.an)


@pytest.fixture
def ids(draft: Any) -> list[int]:
    """The ids of the form's rows in order."""
    return [line.item.id for line in queries.draft_lines(draft)]


@pytest.fixture
def colleague(cast: Any) -> Any:
    """A second reporter of the same body."""
    return account_create(
        username="lan",
        password="mat-khau-thu-nghiem-2025",
        display_name="Cán bộ lan",
        body=cast.an.body,
        role="reporter",
    )


@pytest.fixture
def write(draft: Any, cast: Any) -> Callable[..., Any]:
    """Write one cell of the draft as An, unless told otherwise."""

    def written(item_id: int, text: str, *, by: Any = None, **more: Any) -> Any:
        return services.cell_write(by=by or cast.an, draft=draft, item_id=item_id, text=text, **more)

    return written
