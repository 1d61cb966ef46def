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
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.PositiveSmallIntegerField()),
                ("year", models.PositiveSmallIntegerField()),
                ("kind", models.PositiveSmallIntegerField()),
                ("sort", models.PositiveSmallIntegerField(default=0)),
                ("name", models.CharField(blank=True, max_length=120)),
                ("name_key", models.CharField(blank=True, max_length=120)),
                (
                    "place",
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
                    "body",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.body"
                    ),
                ),
                (
                    "state",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Registered"),
                            (2, "Proposed"),
                            (3, "Recognised"),
                            (4, "Not Recognised"),
                            (5, "Void"),
                        ],
                        default=1,
                    ),
                ),
                ("marks", models.JSONField(default=dict)),
                ("rating", models.CharField(blank=True, max_length=20)),
                ("decision", models.CharField(blank=True, max_length=60)),
                ("decided_on", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("is_illustration", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["rule", "year", "province", "kind", "state"], name="entry_of_year"),
                    models.Index(fields=["place", "decided_on"], name="entry_of_place"),
                    models.Index(fields=["rule", "year", "place", "id", "state", "kind"], name="entry_in_order"),
                    models.Index(fields=["rule", "year", "province", "place", "id", "state"], name="entry_of_province"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", [1, 2, 3, 4, 5])), name="entry_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", 3), _negated=True),
                            models.Q(("decided_on__isnull", False), models.Q(("decision", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="entry_recognised_by_a_decision",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", 5), _negated=True),
                        fields=("place", "rule", "year", "kind", "name_key"),
                        name="entry_once_a_year",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EntryStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="standards.entry"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                (
                    "deed",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Registered"),
                            (2, "Assessed"),
                            (3, "Proposed"),
                            (4, "Recognised"),
                            (5, "Not Recognised"),
                            (6, "Reopened"),
                            (7, "Voided"),
                        ]
                    ),
                ),
                ("on", models.DateField()),
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
                "constraints": [models.UniqueConstraint(fields=("entry", "version"), name="entry_step_version_once")],
            },
        ),
        migrations.CreateModel(
            name="Scope",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.PositiveSmallIntegerField()),
                ("year", models.PositiveSmallIntegerField()),
                ("kind", models.PositiveSmallIntegerField()),
                (
                    "place",
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
                    "body",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.body"
                    ),
                ),
                ("inside", models.PositiveIntegerField()),
                ("document", models.CharField(blank=True, max_length=60)),
                ("version", models.PositiveIntegerField(default=1)),
                ("is_last", models.BooleanField(default=True)),
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
                ("is_illustration", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [models.Index(fields=["rule", "year", "province", "kind"], name="scope_of_year")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("place", "rule", "year", "kind", "version"), name="scope_version_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_last", True)),
                        fields=("place", "rule", "year", "kind"),
                        name="scope_last_once",
                    ),
                ],
            },
        ),
    ]
