from typing import Any

from django.db import migrations

from chungtay.ledger import guards


def install(apps: Any, schema_editor: Any) -> None:
    guards.install(schema_editor.connection)


def remove(apps: Any, schema_editor: Any) -> None:
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    """From here on nothing in the ledger can be changed; `apps.py` sees to it again after every later migrate."""

    dependencies = [("ledger", "0001_batches_figures_decisions")]
    operations = [migrations.RunPython(install, remove)]
