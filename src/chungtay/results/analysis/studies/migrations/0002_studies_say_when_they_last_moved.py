from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("studies", "0001_studies")]

    operations = [
        migrations.AddField(
            model_name="study",
            name="beat_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
