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
            name="ModelKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_vi", models.CharField(max_length=120)),
                ("name_en", models.CharField(blank=True, max_length=120)),
                ("member", models.CharField(default="other", max_length=40)),
                ("is_sensitive", models.BooleanField(default=False)),
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
                (
                    "united_with",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="community.modelkind",
                    ),
                ),
                ("united_on", models.DateField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="KindName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="names", to="community.modelkind"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("name_key", models.CharField(max_length=160, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="RatingScale",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, unique=True)),
                ("name_vi", models.CharField(max_length=120)),
                ("name_en", models.CharField(max_length=120)),
                (
                    "place",
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
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RatingGrade",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="grades", to="community.ratingscale"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("name_vi", models.CharField(max_length=80)),
                ("name_en", models.CharField(max_length=80)),
                ("member", models.CharField(default="unrated", max_length=40)),
                ("is_effective", models.BooleanField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("scale", "position"), name="rating_grade_once")],
            },
        ),
        migrations.CreateModel(
            name="ModelPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.modelkind"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
                (
                    "province",
                    models.ForeignKey(
                        blank=True,
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
                ("name", models.CharField(max_length=160)),
                ("name_key", models.CharField(max_length=160)),
                (
                    "lead",
                    models.CharField(
                        choices=[
                            ("police", "Police"),
                            ("front", "Front"),
                            ("committee", "Committee"),
                            ("women", "Women"),
                            ("youth", "Youth"),
                            ("veterans", "Veterans"),
                            ("farmers", "Farmers"),
                            ("union", "Union"),
                            ("border_guard", "Border Guard"),
                            ("school", "School"),
                            ("residents", "Residents"),
                            ("other", "Other"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("surveyed", "Surveyed"),
                            ("approved", "Approved"),
                            ("launched", "Launched"),
                            ("running", "Running"),
                            ("dormant", "Dormant"),
                            ("ended", "Ended"),
                            ("void", "Void"),
                        ],
                        max_length=10,
                    ),
                ),
                ("state_since", models.DateField()),
                ("launched_on", models.DateField(blank=True, null=True)),
                ("known_on", models.DateField()),
                (
                    "grade",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="community.ratinggrade",
                    ),
                ),
                ("assessed_on", models.DateField(blank=True, null=True)),
                ("is_effective", models.BooleanField(null=True)),
                ("is_replica", models.BooleanField(default=False)),
                (
                    "origin",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="community.modelpoint",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="community.modelpoint",
                    ),
                ),
                (
                    "brought",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="community.bringing",
                    ),
                ),
                ("is_sensitive", models.BooleanField(default=False)),
                ("is_illustration", models.BooleanField(default=False)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["province", "name_key", "id"], name="point_by_name"),
                    models.Index(fields=["province", "known_on", "id"], name="point_by_known"),
                    models.Index(
                        fields=["province", "state", "known_on", "is_effective", "place", "kind"], name="point_counted"
                    ),
                    models.Index(fields=["place", "kind", "name_key"], name="point_in_commune"),
                    models.Index(fields=["kind", "name_key", "id"], name="point_of_kind_by_name"),
                    models.Index(fields=["name_key", "id"], name="point_all_by_name"),
                    models.Index(fields=["known_on", "id"], name="point_all_by_known"),
                    models.Index(
                        fields=["state", "known_on", "is_effective", "place", "kind"], name="points_counted_all"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["proposed", "surveyed", "approved", "launched", "running", "dormant", "ended", "void"],
                            )
                        ),
                        name="point_state_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Edit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="edits", to="community.modelpoint"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("before", models.JSONField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="ModelTeam",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="teams", to="community.modelpoint"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("name_key", models.CharField(max_length=120)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("is_void", models.BooleanField(default=False)),
                (
                    "brought",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="community.bringing",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["point", "valid_to"], name="team_of_point"),
                    models.Index(
                        condition=models.Q(("brought__isnull", False)), fields=["brought"], name="model_team_of_list"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="model_team_dates_ordered",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assessments",
                        to="community.modelpoint",
                    ),
                ),
                (
                    "grade",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.ratinggrade"
                    ),
                ),
                ("on_date", models.DateField()),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.body"),
                ),
                ("document", models.CharField(blank=True, max_length=80)),
                ("document_on", models.DateField(blank=True, null=True)),
                ("remark", models.CharField(blank=True, max_length=200)),
                ("is_independent", models.BooleanField(default=False)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "struck_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("struck_at", models.DateTimeField(blank=True, null=True)),
                ("struck_why", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "indexes": [models.Index(fields=["point", "on_date"], name="assessment_of_point")],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.body"),
                ),
                ("on_date", models.DateField()),
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
        ),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="confirmations",
                        to="community.modelpoint",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="community.round"
                    ),
                ),
                ("on_date", models.DateField()),
                ("is_running", models.BooleanField(default=True)),
                ("is_independent", models.BooleanField(default=False)),
                ("is_struck", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_struck", False)),
                        fields=["point", "on_date"],
                        name="confirmation_of_point",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Stay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stays", to="community.modelpoint"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["place", "valid_to"], name="stay_by_place")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)), fields=("point",), name="stay_open_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="community.modelpoint"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("propose", "Propose"),
                            ("survey", "Survey"),
                            ("approve", "Approve"),
                            ("launch", "Launch"),
                            ("run", "Run"),
                            ("strengthen", "Strengthen"),
                            ("replicate", "Replicate"),
                            ("rest", "Rest"),
                            ("revive", "Revive"),
                            ("merge", "Merge"),
                            ("end", "End"),
                        ],
                        max_length=10,
                    ),
                ),
                ("on_date", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("surveyed", "Surveyed"),
                            ("approved", "Approved"),
                            ("launched", "Launched"),
                            ("running", "Running"),
                            ("dormant", "Dormant"),
                            ("ended", "Ended"),
                            ("void", "Void"),
                        ],
                        max_length=10,
                    ),
                ),
                ("document", models.CharField(blank=True, max_length=80)),
                ("document_on", models.DateField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("end_reason", models.CharField(blank=True, max_length=20)),
                (
                    "other",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="community.modelpoint",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "struck_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("struck_at", models.DateTimeField(blank=True, null=True)),
                ("struck_why", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("struck_at__isnull", True)),
                        fields=["state", "on_date", "until", "point"],
                        name="step_standing",
                    ),
                    models.Index(
                        condition=models.Q(("struck_at__isnull", True)), fields=["kind", "on_date"], name="step_by_kind"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "propose",
                                    "survey",
                                    "approve",
                                    "launch",
                                    "run",
                                    "strengthen",
                                    "replicate",
                                    "rest",
                                    "revive",
                                    "merge",
                                    "end",
                                ],
                            )
                        ),
                        name="step_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("on_date")), _connector="OR"
                        ),
                        name="step_dates_ordered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StepDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.step"
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
                ("added_at", models.DateTimeField(auto_now_add=True)),
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
                        fields=("step", "source"),
                        name="step_document_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Strength",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="strengths", to="community.modelteam"
                    ),
                ),
                ("since", models.DateField()),
                ("members", models.PositiveIntegerField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "indexes": [models.Index(fields=["team", "since"], name="strength_of_team")],
            },
        ),
        migrations.CreateModel(
            name="TeamStrike",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="strikes", to="community.modelteam"
                    ),
                ),
                ("is_void", models.BooleanField()),
                ("reason", models.CharField(max_length=200)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="KindLikeness",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "newer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="community.modelkind"
                    ),
                ),
                (
                    "older",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="community.modelkind"
                    ),
                ),
                ("score", models.PositiveSmallIntegerField()),
                ("is_apart", models.BooleanField(default=False)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("newer", "older"), name="kind_likeness_once")],
            },
        ),
    ]
