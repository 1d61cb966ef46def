"""A publication released as it really is: each line of it is a leaf that says the same and is proven."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from chungtay.reference.places.queries import place_get
from chungtay.results.publishing import queries as shelf
from chungtay.results.publishing.log import queries
from chungtay.results.publishing.models import PublicFigure
from chungtay.results.publishing.shelf.services import Terms, publication_prepare, publication_release
from results.reviews.ledger_of_three import frozen

pytestmark = pytest.mark.django_db


def test_every_figure_of_a_release_is_a_leaf_that_says_the_same_and_none_is_told_before_its_day(cast: Any) -> None:
    until = timezone.now() + timedelta(hours=2)
    terms = Terms(
        title="Mười năm",
        title_en="Ten years",
        snapshot=frozen(cast),
        place=place_get("vn"),
        indicators=["models.total"],
        level="province",
        step="total",
        start=date(2013, 1, 1),
        end=date(2023, 12, 31),
    )
    draft = publication_prepare(by=cast.dung, terms=terms)
    made = publication_release(by=cast.dung, publication=draft, embargo_until=until)
    figures = list(PublicFigure.objects.filter(publication=made))
    assert made.leaf_count == len(figures) + 1 > 1
    assert [queries.leaf(at).body for at in range(made.leaf_count)] == [None] * made.leaf_count  # type: ignore[union-attr]
    assert shelf.publication(made.code) is None
    later = until + timedelta(minutes=1)
    for figure in figures:
        assert figure.leaf is not None
        bundle = queries.bundle_of(figure.leaf, now=later)
        assert bundle is not None
        assert bundle.proven(queries.verifiers()).size == made.leaf_count
        told = json.loads(bundle.body)
        assert told["shown"] == [figure.shown_vi, figure.shown_en]
        assert told["place"] == [figure.place_code, figure.place_vintage, figure.place_level, figure.place_name]
        assert (told["indicator"], told["cell"], told["low"]) == (figure.indicator, figure.cell, figure.low)
