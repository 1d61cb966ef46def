from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Indicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60, unique=True)),
                ("name_vi", models.CharField(max_length=200)),
                ("name_en", models.CharField(max_length=200)),
                ("unit_vi", models.CharField(max_length=60)),
                ("unit_en", models.CharField(max_length=60)),
                ("nature", models.CharField(max_length=10)),
                ("over_places", models.CharField(max_length=10)),
                ("over_time", models.CharField(max_length=10)),
                ("breakdown", models.CharField(blank=True, max_length=40)),
                ("may_target", models.BooleanField()),
                ("may_rank", models.BooleanField()),
                ("public_floor", models.CharField(max_length=10)),
                ("public_period", models.CharField(max_length=10)),
                ("threshold", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("rounding", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("catalogue_digest", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("nature__in", ["flow", "stock", "ratio", "distinct"])),
                        name="indicator_nature_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("over_places__in", ["sum", "union", "ratio", "none"])),
                        name="indicator_over_places_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("over_time__in", ["sum", "last", "ratio", "none"])),
                        name="indicator_over_time_known",
                    ),
                ],
            },
        ),
    ]
