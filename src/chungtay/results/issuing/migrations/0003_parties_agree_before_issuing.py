"""What the parties of a joint paper say of its text before it is issued."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("issuing", "0002_reviews_of_many_places"),
        ("reviews", "0001_reviews"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.CharField(max_length=12)),
                (
                    "said",
                    models.CharField(
                        choices=[("asked", "Asked"), ("agreed", "Agreed"), ("not_yet", "Not Yet")], max_length=8
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("letter", models.CharField(blank=True, max_length=60)),
                ("said_at", models.DateTimeField()),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reviews.review"
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["review", "line", "id"], name="agreement_by_party")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("said__in", ["asked", "agreed", "not_yet"])), name="agreement_said_known"
                    )
                ],
            },
        ),
    ]
