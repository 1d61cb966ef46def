import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0001_places_through_time"),
        ("reviews", "0001_reviews"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Issued",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reviews.review"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
                ("rendition", models.CharField(choices=[("official", "Official"), ("public", "Public")], max_length=8)),
                ("ordinal", models.PositiveSmallIntegerField(default=0)),
                ("number", models.PositiveIntegerField()),
                ("symbol", models.CharField(max_length=40)),
                ("issued_on", models.DateField()),
                ("year", models.PositiveSmallIntegerField()),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="issuing.issued"
                    ),
                ),
                ("manifest", models.BinaryField()),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("is_illustration", models.BooleanField(default=False)),
                ("issued_at", models.DateTimeField()),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("review", "rendition", "ordinal"), name="issued_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("rendition", "official")),
                        fields=("place", "symbol", "year", "number"),
                        name="issued_number_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rendition__in", ["official", "public"])), name="issued_rendition_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IssuedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "issued",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="issuing.issued"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("docx", "Docx"),
                            ("pdf", "Pdf"),
                            ("page", "Page"),
                            ("slides", "Slides"),
                            ("sheets", "Sheets"),
                            ("brief", "Brief"),
                            ("manifest", "Manifest"),
                            ("signed", "Signed"),
                        ],
                        max_length=8,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("content", models.BinaryField()),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("issued", "kind"), name="issued_file_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["docx", "pdf", "page", "slides", "sheets", "brief", "manifest", "signed"])
                        ),
                        name="issued_file_kind_known",
                    ),
                ],
            },
        ),
    ]
