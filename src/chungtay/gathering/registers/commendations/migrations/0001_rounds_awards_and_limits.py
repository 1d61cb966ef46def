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
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("form", models.PositiveSmallIntegerField()),
                ("sort", models.PositiveSmallIntegerField()),
                ("plan", models.CharField(blank=True, max_length=60)),
                (
                    "proposer",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.body"),
                ),
                (
                    "giver",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.body"),
                ),
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
                    "state",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Draft"), (2, "Proposed"), (3, "Weighed"), (4, "Decided"), (5, "Dropped")],
                        default=1,
                    ),
                ),
                ("opened_on", models.DateField()),
                ("document", models.CharField(blank=True, max_length=60)),
                ("minutes", models.CharField(blank=True, max_length=60)),
                ("minutes_on", models.DateField(blank=True, null=True)),
                ("decision", models.CharField(blank=True, max_length=60)),
                ("decided_on", models.DateField(blank=True, null=True)),
                (
                    "seal",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sources.source",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("is_illustration", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["opened_on", "id"], name="round_by_day"),
                    models.Index(fields=["province", "opened_on", "id"], name="round_of_province_by_day"),
                    models.Index(fields=["place", "opened_on", "id"], name="round_of_place"),
                    models.Index(fields=["giver", "decided_on"], name="round_of_giver"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", [1, 2, 3, 4, 5])), name="round_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", 4), _negated=True),
                            models.Q(
                                ("decided_on__isnull", False),
                                ("seal__isnull", False),
                                models.Q(("decision", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="round_decided_by_a_numbered_decision",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Award",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="commendations.round"
                    ),
                ),
                ("kind", models.PositiveSmallIntegerField()),
                ("name", models.CharField(blank=True, max_length=120)),
                ("name_key", models.CharField(blank=True, max_length=120)),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                ("achievement", models.PositiveSmallIntegerField()),
                ("achieved_from", models.DateField()),
                ("achieved_to", models.DateField()),
                ("told", models.CharField(blank=True, max_length=200)),
                ("is_guarded", models.BooleanField(default=False)),
                ("is_public", models.BooleanField(default=False)),
                ("consent", models.CharField(blank=True, max_length=60)),
                ("consented_on", models.DateField(blank=True, null=True)),
                (
                    "fate",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Proposed"), (2, "Granted"), (3, "Declined"), (4, "Revoked"), (5, "Struck")],
                        default=1,
                    ),
                ),
                ("revoked_on", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["name_key", "place", "achievement"], name="award_of_one_achievement"),
                    models.Index(
                        condition=models.Q(("is_public", True)), fields=["name_key", "round"], name="award_public"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("kind__in", (1, 2, 3))), name="award_recipient_known"),
                    models.CheckConstraint(condition=models.Q(("fate__in", [1, 2, 3, 4, 5])), name="award_fate_known"),
                    models.CheckConstraint(
                        condition=models.Q(("achieved_from__lte", models.F("achieved_to"))), name="award_days_ordered"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_public", False),
                            models.Q(
                                ("is_guarded", False),
                                models.Q(("name", ""), _negated=True),
                                models.Q(
                                    ("kind", 1),
                                    models.Q(("consented_on__isnull", False), models.Q(("consent", ""), _negated=True)),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="award_public_by_consent_alone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_guarded", False), ("told", ""), _connector="OR"),
                        name="award_guarded_without_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="commendations.round"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                (
                    "award",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commendations.award",
                    ),
                ),
                (
                    "deed",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Opened"),
                            (2, "Added"),
                            (3, "Struck"),
                            (4, "Sent"),
                            (5, "Returned"),
                            (6, "Weighed"),
                            (7, "Decided"),
                            (8, "Dropped"),
                            (9, "Revoked"),
                            (10, "Made Public"),
                            (11, "Not Public"),
                            (12, "Name Removed"),
                            (13, "Printed"),
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
                "constraints": [models.UniqueConstraint(fields=("round", "version"), name="round_step_version_once")],
            },
        ),
        migrations.CreateModel(
            name="CertificateTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "giver",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.body"
                    ),
                ),
                ("form", models.PositiveSmallIntegerField()),
                ("paper", models.CharField(max_length=10)),
                ("border", models.CharField(max_length=10)),
                ("colour", models.CharField(max_length=10)),
                ("header", models.BooleanField(default=True)),
                ("issuer", models.CharField(max_length=120)),
                ("verb", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=60)),
                ("opening", models.CharField(max_length=80)),
                ("signer", models.CharField(max_length=80)),
                ("town", models.CharField(max_length=40)),
                ("shift_x", models.SmallIntegerField(default=0)),
                ("shift_y", models.SmallIntegerField(default=0)),
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
                "indexes": [models.Index(fields=["giver", "form", "id"], name="certificate_of_form")],
            },
        ),
        migrations.CreateModel(
            name="Limit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "giver",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.body"
                    ),
                ),
                ("plan", models.CharField(max_length=60)),
                ("form", models.PositiveSmallIntegerField()),
                ("kind", models.PositiveSmallIntegerField()),
                ("most", models.PositiveIntegerField()),
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
                "indexes": [models.Index(fields=["giver", "plan", "form", "kind", "id"], name="limit_of_plan")],
            },
        ),
    ]
