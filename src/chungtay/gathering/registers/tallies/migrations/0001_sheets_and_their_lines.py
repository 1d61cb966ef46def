import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("actors", "0001_bodies_and_accounts"),
        ("places", "0001_places_through_time"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TallySheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("topic", models.CharField(max_length=12)),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
                (
                    "province",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.body"),
                ),
                ("start", models.DateField()),
                ("end", models.DateField()),
                ("regime", models.CharField(max_length=20)),
                ("axis", models.PositiveSmallIntegerField(choices=[(1, "Kind"), (2, "Channel")])),
                ("version", models.PositiveIntegerField()),
                (
                    "why",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "First"), (1, "Miscounted"), (2, "Late"), (3, "Wrong Line")], default=0
                    ),
                ),
                ("is_illustration", models.BooleanField(default=False)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["topic", "start", "end", "province"], name="tally_of_period")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("topic", "place", "start", "end", "version"), name="tally_version_once"
                    ),
                    models.CheckConstraint(condition=models.Q(("axis__in", [1, 2])), name="tally_axis_known"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                            models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="tally_confirmed_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TallyLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sheet",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="tallies.tallysheet",
                    ),
                ),
                ("measure", models.CharField(max_length=40)),
                ("member", models.CharField(blank=True, max_length=24)),
                ("value", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("sheet", "measure", "member"), name="tally_line_once")],
            },
        ),
    ]
