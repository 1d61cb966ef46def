import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("actors", "0001_bodies_and_accounts"),
        ("places", "0001_places_through_time"),
        ("sources", "0001_originals_behind_the_gate"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ActivitySeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.PositiveSmallIntegerField()),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.body"),
                ),
                (
                    "step",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Weekly"), (2, "Fortnightly"), (3, "Monthly"), (4, "Quarterly")]
                    ),
                ),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first__lte", models.F("last"))), name="activity_series_runs_forward"
                    )
                ],
            },
        ),
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
            name="Activity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Planned"), (2, "Held"), (3, "Cancelled"), (4, "Struck")]
                    ),
                ),
                ("on", models.DateField()),
                ("hour", models.TimeField(blank=True, null=True)),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "province",
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
                ("part", models.CharField(blank=True, max_length=40)),
                ("partners", models.JSONField(blank=True, default=list)),
                ("participations", models.PositiveIntegerField(blank=True, null=True)),
                ("amount", models.PositiveBigIntegerField(blank=True, null=True)),
                ("title", models.CharField(blank=True, max_length=120)),
                ("title_key", models.CharField(blank=True, max_length=160, null=True)),
                ("venue", models.CharField(blank=True, max_length=80)),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="activities.activityseries",
                    ),
                ),
                (
                    "brought",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="activities.bringing",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "deed",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Planned"),
                            (2, "Held"),
                            (3, "Cancelled"),
                            (4, "Corrected"),
                            (5, "Struck"),
                            (6, "Undone"),
                        ]
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("is_illustration", models.BooleanField(default=False)),
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
                "indexes": [
                    models.Index(fields=["place", "on", "id"], name="activity_of_place"),
                    models.Index(
                        fields=["province", "on", "id", "state", "kind", "place", "participations", "body"],
                        name="activity_of_province",
                    ),
                    models.Index(
                        fields=["on", "id", "state", "kind", "province", "participations", "body"],
                        name="activity_of_country",
                    ),
                    models.Index(
                        fields=["province", "kind", "on", "id", "state", "body", "participations"],
                        name="activity_by_province_kind",
                    ),
                    models.Index(
                        fields=["kind", "on", "id", "state", "body", "participations"], name="activity_by_kind"
                    ),
                    models.Index(
                        condition=models.Q(("title_key__isnull", False)),
                        fields=["on", "id", "title_key"],
                        name="activity_by_title",
                    ),
                    models.Index(
                        condition=models.Q(("series__isnull", False)),
                        fields=["series", "on"],
                        name="activity_of_series",
                    ),
                    models.Index(
                        condition=models.Q(("brought__isnull", False)), fields=["brought"], name="activity_of_list"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", [1, 2, 3, 4])), name="activity_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("deed__in", [1, 2, 3, 4, 5, 6])), name="activity_deed_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActivityVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="activities.activity"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("told", models.JSONField()),
                (
                    "deed",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Planned"),
                            (2, "Held"),
                            (3, "Cancelled"),
                            (4, "Corrected"),
                            (5, "Struck"),
                            (6, "Undone"),
                        ]
                    ),
                ),
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
                "constraints": [models.UniqueConstraint(fields=("activity", "version"), name="activity_version_once")],
            },
        ),
        migrations.CreateModel(
            name="ActivityDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="activities.activity"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sources.source"
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("added_at", models.DateTimeField()),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("activity", "source"),
                        name="activity_document_once",
                    )
                ],
            },
        ),
    ]
