from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0003_log_roots_and_digests"),
    ]

    operations = [
        migrations.AddField(
            model_name="publication",
            name="clock",
            field=models.CharField(default="calendar", max_length=8),
        ),
        migrations.AddField(
            model_name="publication",
            name="summary",
            field=models.JSONField(default=dict),
        ),
    ]
