"""A draft names the window that saved it last."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0003_drafts_have_a_version")]

    operations = [
        migrations.AddField(
            "reviewdraft", "window", models.CharField(max_length=40, blank=True, default=""), preserve_default=False
        ),
    ]
