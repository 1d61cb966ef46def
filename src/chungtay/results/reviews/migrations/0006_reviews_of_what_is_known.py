from django.db import migrations, models

KINDS = ["interim", "final", "yearly", "halfyear", "monthly", "thematic", "brief", "press", "known"]


class Migration(migrations.Migration):
    dependencies = [("reviews", "0005_thematic_reports")]

    operations = [
        migrations.RemoveConstraint(model_name="review", name="review_kind_known"),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="review_kind_known"),
        ),
    ]
