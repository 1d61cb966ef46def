"""Titles are kept a second time as they are searched: without marks and punctuation."""

from typing import Any

from django.db import migrations, models

from chungtay.kernel.text import search_key


def fill(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("activities", "Activity").objects
    chunk = []
    for row in rows.exclude(title="").only("pk", "title").iterator(chunk_size=2000):
        row.title_key = search_key(row.title)[:160] or None
        chunk.append(row)
        if len(chunk) == 2000:
            rows.bulk_update(chunk, ["title_key"], batch_size=500)
            chunk = []
    rows.bulk_update(chunk, ["title_key"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("activities", "0002_counts_of_a_kind_from_its_index")]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="title_key",
            field=models.CharField(blank=True, max_length=160, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                condition=models.Q(("title_key__isnull", False)),
                fields=["on", "id", "title_key"],
                name="activity_by_title",
            ),
        ),
    ]
