from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from chungtay.results.publishing.guards import GUARDS


def install(apps: Any, schema_editor: Any) -> None:
    GUARDS.install(schema_editor.connection)


def remove(apps: Any, schema_editor: Any) -> None:
    GUARDS.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("actors", "0001_bodies_and_accounts"),
        ("community", "0001_points_kinds_and_teams"),
        ("places", "0001_places_through_time"),
        ("publishing", "0001_releases"),
        ("warehouse", "0001_generations_and_snapshots"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerSalt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(unique=True)),
                ("secret", models.BinaryField(max_length=32, null=True)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="LogHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("size", models.PositiveBigIntegerField(unique=True)),
                ("root", models.BinaryField(max_length=32)),
                ("note", models.TextField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="LogLeaf",
            fields=[
                ("position", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=12)),
                ("body", models.TextField()),
                ("leaf_hash", models.BinaryField(max_length=32)),
                ("appended_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="AnswerCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("subject_kind", models.CharField(max_length=8)),
                ("subject", models.CharField(max_length=40)),
                ("answer", models.CharField(max_length=24)),
                ("count", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("month", "subject_kind", "subject", "answer"), name="answer_counted_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LogTile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("level", models.PositiveSmallIntegerField()),
                ("index", models.PositiveBigIntegerField()),
                ("hashes", models.BinaryField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("level", "index"), name="log_tile_once")],
            },
        ),
        migrations.CreateModel(
            name="PointName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(max_length=12, unique=True)),
                (
                    "point",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.modelpoint"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60, unique=True)),
                ("title", models.CharField(max_length=160)),
                ("title_en", models.CharField(max_length=160)),
                ("frame_day", models.DateField(null=True)),
                ("level", models.CharField(max_length=10)),
                ("start", models.DateField()),
                ("end", models.DateField()),
                ("step", models.CharField(max_length=8)),
                ("indicators", models.JSONField()),
                ("cells", models.BooleanField(default=False)),
                ("points", models.BooleanField(default=False)),
                ("note_vi", models.CharField(blank=True, max_length=600)),
                ("note_en", models.CharField(blank=True, max_length=600)),
                ("created_at", models.DateTimeField()),
                ("released_at", models.DateTimeField(db_index=True, null=True)),
                ("embargo_until", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("reason_code", models.CharField(blank=True, max_length=20)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("secret", models.CharField(blank=True, max_length=32)),
                ("figure_count", models.PositiveBigIntegerField(default=0)),
                ("point_count", models.PositiveBigIntegerField(default=0)),
                ("first_leaf", models.PositiveBigIntegerField(null=True)),
                ("leaf_count", models.PositiveBigIntegerField(default=0)),
                ("is_illustration", models.BooleanField(default=False)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.body"),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="publishing.publication",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="warehouse.snapshot"
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AnswerReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("subject_kind", models.CharField(max_length=8)),
                ("subject", models.CharField(max_length=40)),
                ("reply", models.CharField(max_length=24)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="publishing.publication",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ResidentAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("subject_kind", models.CharField(max_length=8)),
                ("subject", models.CharField(max_length=40)),
                ("answer", models.CharField(max_length=24)),
                ("device_token", models.BinaryField(max_length=32)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("month", "subject_kind", "subject", "device_token"), name="one_voice"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("indicator", models.CharField(max_length=60)),
                ("cell", models.CharField(blank=True, max_length=200)),
                ("place_code", models.CharField(max_length=20)),
                ("place_vintage", models.CharField(blank=True, max_length=4)),
                ("place_level", models.CharField(max_length=10)),
                ("place_name", models.CharField(max_length=120)),
                ("start", models.DateField()),
                ("end", models.DateField()),
                ("shown_vi", models.CharField(max_length=80)),
                ("shown_en", models.CharField(max_length=80)),
                ("low", models.CharField(blank=True, max_length=32)),
                ("high", models.CharField(blank=True, max_length=32)),
                ("precision", models.CharField(blank=True, max_length=10)),
                ("absence", models.CharField(blank=True, max_length=16)),
                ("hidden", models.CharField(blank=True, max_length=10)),
                ("rounded_to", models.PositiveIntegerField(null=True)),
                ("reported", models.PositiveIntegerField(default=0)),
                ("expected", models.PositiveIntegerField(default=0)),
                ("estimated_share", models.DecimalField(decimal_places=4, max_digits=5, null=True)),
                ("leaf", models.PositiveBigIntegerField(null=True)),
                (
                    "publication",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="publishing.publication",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["place_code", "place_vintage", "indicator", "start"], name="public_figure_place"
                    ),
                    models.Index(fields=["indicator", "start"], name="public_figure_indicator"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("publication", "place_vintage", "place_code", "indicator", "cell", "start", "end"),
                        name="public_figure_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(db_index=True, max_length=12)),
                ("name", models.CharField(blank=True, max_length=160)),
                ("kind", models.CharField(max_length=60)),
                ("kind_vi", models.CharField(max_length=160)),
                ("kind_en", models.CharField(max_length=160)),
                ("place_code", models.CharField(max_length=20)),
                ("place_vintage", models.CharField(blank=True, max_length=4)),
                ("place_name", models.CharField(max_length=120)),
                ("province_code", models.CharField(max_length=20)),
                ("province_name", models.CharField(max_length=120)),
                ("opened_year", models.PositiveIntegerField(null=True)),
                ("state", models.CharField(max_length=8)),
                ("as_of", models.DateField()),
                ("leaf", models.PositiveBigIntegerField(null=True)),
                (
                    "publication",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="publishing.publication",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["place_code", "place_vintage"], name="public_point_place"),
                    models.Index(fields=["kind"], name="public_point_kind"),
                ],
                "constraints": [models.UniqueConstraint(fields=("publication", "public_id"), name="public_point_once")],
            },
        ),
        migrations.RunPython(install, remove),
    ]
