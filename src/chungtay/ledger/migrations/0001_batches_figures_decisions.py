import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("actors", "0001_bodies_and_accounts"),
        ("forms", "0001_forms_and_obligations"),
        ("indicators", "0001_catalogue"),
        ("places", "0001_places_through_time"),
        ("sources", "0001_originals_behind_the_gate"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Transaction",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("recorded_at", models.DateTimeField(db_index=True)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "transaction",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.transaction",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.body"
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="forms.form"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
                ("start", models.DateField()),
                ("end", models.DateField()),
                ("regime", models.CharField(max_length=20)),
                ("version", models.PositiveIntegerField()),
                (
                    "source",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sources.source"
                    ),
                ),
                ("source_sha256", models.CharField(blank=True, max_length=64)),
                ("figure_count", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("is_illustration", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("body", "form", "place", "start", "end", "regime", "version"), name="batch_version_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end__gte", models.F("start"))), name="batch_period_forward"
                    ),
                    models.CheckConstraint(condition=models.Q(("version__gte", 1)), name="batch_version_from_one"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "transaction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.transaction"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.batch"
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField()),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "indexes": [models.Index(fields=["batch", "id"], name="decision_latest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["submitted", "returned", "approved", "withdrawn", "published"])
                        ),
                        name="decision_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.PositiveBigIntegerField(unique=True)),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.decision"
                    ),
                ),
                ("previous", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Figure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.batch"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                (
                    "indicator",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.indicator",
                    ),
                ),
                ("cell", models.CharField(blank=True, max_length=200)),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                ("start", models.DateField()),
                ("end", models.DateField()),
                ("regime", models.CharField(max_length=20)),
                ("status", models.CharField(max_length=8)),
                ("value", models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                ("value_to", models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                ("of", models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                ("precision", models.CharField(blank=True, max_length=10)),
                ("grain", models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                ("as_written", models.CharField(blank=True, max_length=80)),
                ("absence", models.CharField(blank=True, max_length=16)),
                ("unit", models.CharField(blank=True, max_length=60)),
                ("members", models.JSONField(null=True)),
                ("source_start", models.IntegerField(null=True)),
                ("source_end", models.IntegerField(null=True)),
                ("locator", models.CharField(blank=True, max_length=80)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "corrects",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.figure",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["place", "indicator", "start"], name="figure_series"),
                    models.Index(
                        condition=models.Q(("corrects__isnull", False)), fields=["corrects"], name="figure_corrections"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "position"), name="figure_position_once"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["result", "target", "context"])), name="figure_status_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("absence", ""), ("value__isnull", False), models.Q(("precision", ""), _negated=True)
                            ),
                            models.Q(("absence", "zero"), ("precision", "exact"), ("value", 0)),
                            models.Q(
                                ("absence__in", ["not_reported", "refused", "not_applicable", "not_yet_due"]),
                                ("precision", ""),
                                ("value__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="figure_value_or_absence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end__gte", models.F("start"))), name="figure_period_forward"
                    ),
                ],
            },
        ),
    ]
