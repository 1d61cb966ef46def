from django.db import migrations, models


class Migration(migrations.Migration):
    """No log was kept before this: the default fills nothing."""

    dependencies = [("publishing", "0002_shelf_log_answers")]

    operations = [
        migrations.AddField(
            model_name="logtile",
            name="root",
            field=models.BinaryField(max_length=32, default=b""),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="LogDigest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("position", models.PositiveBigIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("digest", "position"), name="log_digest_once")],
            },
        ),
    ]
