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
            name="Bringing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.body"),
                ),
                ("file_name", models.CharField(blank=True, max_length=120)),
                ("rows", models.PositiveIntegerField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.PositiveSmallIntegerField(choices=[(1, "Security"), (2, "Mediation")])),
                (
                    "commune",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
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
                    "village",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.body"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("name", models.CharField(blank=True, max_length=80)),
                ("began_on", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("is_void", models.BooleanField(default=False)),
                ("members", models.PositiveIntegerField(blank=True, null=True)),
                ("women", models.PositiveIntegerField(blank=True, null=True)),
                ("counted_on", models.DateField(blank=True, null=True)),
                (
                    "brought",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="forces.bringing",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("is_illustration", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=[
                            "province",
                            "commune",
                            "kind",
                            "number",
                            "is_void",
                            "began_on",
                            "ended_on",
                            "members",
                            "women",
                        ],
                        name="team_of_province",
                    ),
                    models.Index(
                        condition=models.Q(("brought__isnull", False)), fields=["brought"], name="team_of_list"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("commune", "kind", "number"), name="team_number_once"),
                    models.CheckConstraint(condition=models.Q(("kind__in", [1, 2])), name="team_kind_known"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True), ("began_on__lte", models.F("ended_on")), _connector="OR"
                        ),
                        name="team_dates_ordered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("women__isnull", True), ("women__lte", models.F("members")), _connector="OR"
                        ),
                        name="team_women_are_members",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "team",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="forces.team"),
                ),
                ("version", models.PositiveIntegerField()),
                (
                    "deed",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Began"), (2, "Counted"), (3, "Ended"), (4, "Reopened"), (5, "Voided")]
                    ),
                ),
                ("on", models.DateField()),
                ("members", models.PositiveIntegerField(blank=True, null=True)),
                ("women", models.PositiveIntegerField(blank=True, null=True)),
                ("document", models.CharField(blank=True, max_length=60)),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("team", "version"), name="team_step_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("women__isnull", True), ("women__lte", models.F("members")), _connector="OR"
                        ),
                        name="team_step_women_are_members",
                    ),
                ],
            },
        ),
    ]
