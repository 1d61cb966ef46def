import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40, unique=True)),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("country", "Country"),
                            ("province", "Province"),
                            ("district", "District"),
                            ("commune", "Commune"),
                            ("village", "Village"),
                        ],
                        max_length=10,
                    ),
                ),
                ("code", models.CharField(max_length=20)),
                ("vintage", models.CharField(blank=True, max_length=4)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("name", models.CharField(max_length=100)),
                ("full_name", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=12)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                    ),
                ),
                (
                    "legacy_province",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                    ),
                ),
                (
                    "home_province",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                    ),
                ),
                (
                    "home_commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                    ),
                ),
                ("lat", models.FloatField(blank=True, null=True)),
                ("lon", models.FloatField(blank=True, null=True)),
                ("area", models.FloatField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["level", "code"], name="place_level_code")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["country", "province", "district", "commune", "village"])),
                        name="place_level_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_to__isnull", True),
                            ("valid_from__lte", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="place_dates_ordered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=40, unique=True)),
                ("name_vi", models.CharField(max_length=100)),
                ("name_en", models.CharField(max_length=100)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("border", "Border"),
                            ("coast", "Coast"),
                            ("island", "Island"),
                            ("urban", "Urban"),
                            ("industrial", "Industrial"),
                            ("own", "Own"),
                        ],
                        default="own",
                        max_length=12,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                    ),
                ),
                ("keeper", models.CharField(blank=True, max_length=40)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["border", "coast", "island", "urban", "industrial", "own"])),
                        name="place_group_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceGroupMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="places.placegroup"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("added_at", models.DateTimeField(blank=True, null=True)),
                ("added_by", models.CharField(blank=True, max_length=40)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by", models.CharField(blank=True, max_length=40)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("group", "place"),
                        name="place_group_member_open_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="names", to="places.place"
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("full_name", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=12)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("decree", models.CharField(blank=True, max_length=80)),
                ("match_key", models.CharField(db_index=True, max_length=100)),
                ("tone_key", models.CharField(max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name="Population",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.place"),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("total", models.PositiveIntegerField()),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("census", "Census"),
                            ("census_rebased", "Census Rebased"),
                            ("registered", "Registered"),
                        ],
                        max_length=20,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("place", "year", "source"), name="population_once")],
            },
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "old",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.place"),
                ),
                (
                    "new",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.place"),
                ),
                ("on_date", models.DateField()),
                ("kind", models.CharField(choices=[("whole", "Whole"), ("part", "Part")], max_length=5)),
                ("scope", models.CharField(max_length=30)),
                ("share", models.DecimalField(decimal_places=6, max_digits=7)),
                ("share_area", models.DecimalField(blank=True, decimal_places=6, max_digits=7, null=True)),
                ("share_method", models.CharField(max_length=20)),
                ("source", models.CharField(max_length=60)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("old", "new"), name="succession_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["whole", "part"])), name="succession_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("share__gte", 0), ("share__lte", 1)), name="succession_share_is_a_share"
                    ),
                ],
            },
        ),
    ]
