import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("actors", "0001_bodies_and_accounts"),
        ("forms", "0001_forms_and_obligations"),
        ("indicators", "0001_catalogue"),
        ("ledger", "0001_batches_figures_decisions"),
        ("places", "0001_places_through_time"),
        ("programmes", "0001_programmes"),
        ("sources", "0001_originals_behind_the_gate"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.body"),
                ),
                (
                    "form",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="forms.form"),
                ),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
                ("start", models.DateField()),
                ("end", models.DateField()),
                ("regime", models.CharField(max_length=20)),
                ("opened_at", models.DateTimeField()),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.batch"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sources.source"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.batch"
                    ),
                ),
                ("discarded_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("batch__isnull", True), ("discarded_at__isnull", True)),
                        fields=("body", "form", "place", "start", "end", "regime"),
                        name="draft_open_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftCell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "draft",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="intake.draft"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="forms.formitem",
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=80)),
                ("absence", models.CharField(blank=True, max_length=16)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("typed", "Typed"),
                            ("offered", "Offered"),
                            ("workbook", "Workbook"),
                            ("before", "Before"),
                        ],
                        default="typed",
                        max_length=10,
                    ),
                ),
                ("locator", models.CharField(blank=True, max_length=80)),
                ("version", models.PositiveIntegerField(default=1)),
                ("before", models.JSONField(default=list)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("draft", "item"), name="draft_cell_once")],
            },
        ),
        migrations.CreateModel(
            name="Layout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.body"),
                ),
                (
                    "form",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="forms.form"),
                ),
                ("name", models.CharField(max_length=120)),
                ("cells", models.JSONField()),
                ("anchors", models.JSONField()),
                ("period_at", models.CharField(blank=True, max_length=80)),
                ("place_at", models.CharField(blank=True, max_length=80)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("body", "name"), name="layout_name_once")],
            },
        ),
        migrations.CreateModel(
            name="PlanReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sources.source"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.body"),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.programme"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.annualplan",
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.conference",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.paper"
                    ),
                ),
                ("request", models.CharField(blank=True, max_length=160)),
                ("more", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlanCandidate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reading",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="intake.planreading"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("start", models.IntegerField()),
                ("end", models.IntegerField()),
                ("paragraph", models.PositiveIntegerField()),
                ("title", models.CharField(blank=True, max_length=240)),
                ("lead_words", models.CharField(blank=True, max_length=200)),
                ("partner_words", models.CharField(blank=True, max_length=300)),
                ("due_words", models.CharField(blank=True, max_length=120)),
                ("area_words", models.CharField(blank=True, max_length=200)),
                ("target", models.CharField(blank=True, max_length=300)),
                (
                    "owner",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.body"
                    ),
                ),
                ("partners", models.JSONField(default=list)),
                ("due", models.DateField(null=True)),
                (
                    "area",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.contentarea",
                    ),
                ),
                ("asks_quota", models.BooleanField(default=False)),
                ("is_carried", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("confirmed", "Confirmed"),
                            ("corrected", "Corrected"),
                            ("added", "Added"),
                            ("dropped", "Dropped"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.task"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("reading", "position"), name="plan_candidate_position_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "proposed"),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="plan_candidate_decided_by",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sources.source"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.body"),
                ),
                (
                    "form",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="forms.form"),
                ),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
                ("start", models.DateField()),
                ("end", models.DateField()),
                ("regime", models.CharField(max_length=20)),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.batch"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReadingSketch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reading",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="intake.reportreading"
                    ),
                ),
                ("sketch", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("begun_at", models.DateTimeField()),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "layout",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.layout"
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="forms.form"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                ("start", models.DateField(null=True)),
                ("end", models.DateField(null=True)),
                ("regime", models.CharField(blank=True, max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name="UploadedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "upload",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="intake.upload",
                    ),
                ),
                ("name", models.CharField(max_length=255)),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("state", models.CharField(default="waiting", max_length=8)),
                (
                    "source",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sources.source"
                    ),
                ),
                (
                    "reading",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.reportreading",
                    ),
                ),
                ("figures", models.PositiveIntegerField(default=0)),
                ("problems", models.JSONField(default=list)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("upload", "name"), name="uploaded_file_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "sent", "read", "known", "refused"])),
                        name="uploaded_file_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WordingImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.body"),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "undone_by",
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
            name="WordingRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.body"),
                ),
                ("phrase", models.CharField(max_length=80)),
                ("key", models.CharField(max_length=80)),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.indicator"
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "brought",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.wordingimport",
                    ),
                ),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "retired_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at__isnull", True)),
                        fields=("body", "key"),
                        name="wording_rule_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("retired_at__isnull", True), ("retired_by__isnull", False), _connector="OR"
                        ),
                        name="wording_rule_retired_by",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reading",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="intake.reportreading"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("start", models.IntegerField()),
                ("end", models.IntegerField()),
                ("sentence_start", models.IntegerField()),
                ("sentence_end", models.IntegerField()),
                ("paragraph", models.PositiveIntegerField()),
                ("surface", models.CharField(max_length=80)),
                ("value", models.DecimalField(decimal_places=6, max_digits=24)),
                ("value_to", models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                ("of", models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                ("precision", models.CharField(max_length=10)),
                ("unit", models.CharField(blank=True, max_length=60)),
                (
                    "indicator",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.indicator",
                    ),
                ),
                ("cell", models.CharField(blank=True, max_length=200)),
                ("qualifier", models.CharField(blank=True, max_length=120)),
                ("parent_position", models.PositiveIntegerField(null=True)),
                ("status", models.CharField(max_length=8)),
                (
                    "place",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                ("period_start", models.DateField(null=True)),
                ("period_end", models.DateField(null=True)),
                ("period_regime", models.CharField(blank=True, max_length=20)),
                ("confidence", models.FloatField()),
                ("others", models.JSONField(default=dict)),
                ("is_added", models.BooleanField(default=False)),
                (
                    "rule",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.wordingrule",
                    ),
                ),
                ("proposal", models.JSONField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("confirmed", "Confirmed"),
                            ("corrected", "Corrected"),
                            ("added", "Added"),
                            ("dropped", "Dropped"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("reading", "position"), name="candidate_position_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "proposed"),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="candidate_decided_by",
                    ),
                ],
            },
        ),
    ]
