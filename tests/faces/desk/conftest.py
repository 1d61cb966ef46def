"""Signed-in browsers for the cast, and one report on its way."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from desk_builders import REPORT, approved_batch, batch_of_three_tips, reading_of, submitted_batch
from django.test import Client

from chungtay.config.locale.compile import compile_messages

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User

compile_messages()
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def static_folder(settings: Any, tmp_path: Any) -> None:
    """Collected static files are looked for in a folder; tests bring an empty one."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()


@pytest.fixture
def enter() -> SignIn:
    """A browser in which an account is signed in, reading Vietnamese unless told otherwise."""

    def signed_in(user: User, language: str = "vi") -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        client.cookies["django_language"] = language
        return client

    return signed_in


@pytest.fixture
def reading(cast: Any) -> Any:
    """Chi's report for Hà Nội, read and not yet looked at."""
    return reading_of(cast.chi, REPORT)


@pytest.fixture
def submitted(cast: Any, reading: Any) -> Any:
    """The same report with every complete figure confirmed, sent up and waiting for Dũng."""
    return submitted_batch(cast.chi, reading)


@pytest.fixture
def approved(cast: Any, submitted: Any) -> Any:
    """The same batch, approved by Dũng."""
    return approved_batch(cast.dung, submitted)


@pytest.fixture
def small_batch(cast: Any) -> Any:
    """Three tips of Hà Nội, sent by Chi."""
    return batch_of_three_tips(cast.chi)
