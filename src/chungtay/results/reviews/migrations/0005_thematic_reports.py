"""Reviews of some content areas alone."""

from django.db import migrations, models

KINDS = ["interim", "final", "yearly", "halfyear", "monthly", "thematic", "brief", "press"]


class Migration(migrations.Migration):
    dependencies = [("reviews", "0004_drafts_know_their_window")]

    operations = [
        migrations.RemoveConstraint("review", "review_kind_known"),
        migrations.AddConstraint(
            "review", models.CheckConstraint(condition=models.Q(("kind__in", KINDS)), name="review_kind_known")
        ),
    ]
