"""`chungtay setup`: tables, places, catalogue and forms; may be run again at any time."""

from __future__ import annotations

import argparse
from datetime import date


def arguments(parser: argparse.ArgumentParser) -> None:
    """None needed."""


def run(options: argparse.Namespace) -> int:
    """Bring the database to this version."""
    prepare()
    print("Đã sẵn sàng / ready.")
    return 0


def prepare() -> None:
    """Migrate, then load reference data; each step changes nothing where it is already done.

    What is owed follows the map as it is now.
    """
    from django.core.management import call_command

    from chungtay.gathering.registers.community.services import points_follow, register_load
    from chungtay.reference.forms.following import follow_all
    from chungtay.reference.forms.services import forms_load
    from chungtay.reference.indicators.services import catalogue_load
    from chungtay.reference.places.services import places_load

    call_command("migrate", verbosity=0, interactive=False)
    places_load()
    catalogue_load()
    forms_load()
    follow_all()
    register_load()
    points_follow(date.today())
