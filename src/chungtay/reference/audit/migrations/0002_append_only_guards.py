from typing import Any

from django.db import migrations

from chungtay.reference.audit import guards


def install(apps: Any, schema_editor: Any) -> None:
    guards.install(schema_editor.connection)


def remove(apps: Any, schema_editor: Any) -> None:
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    """From here on nothing in the audit can be changed; `apps.py` sees to it again after every later migrate."""

    dependencies = [("audit", "0001_a_chain_of_what_was_done")]
    operations = [migrations.RunPython(install, remove)]
