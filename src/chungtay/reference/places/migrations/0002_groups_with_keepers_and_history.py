import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Groups of places get a kind, an owner and a keeper; their members say since when they are known."""

    dependencies = [("places", "0001_places_through_time")]

    operations = [
        migrations.RenameField(model_name="placegroup", old_name="code", new_name="key"),
        migrations.AlterField(model_name="placegroup", name="key", field=models.SlugField(max_length=40, unique=True)),
        migrations.AddField(
            model_name="placegroup",
            name="kind",
            field=models.CharField(
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
        migrations.AddField(
            model_name="placegroup",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="places.place",
            ),
        ),
        migrations.AddField(model_name="placegroup", name="keeper", field=models.CharField(blank=True, max_length=40)),
        migrations.AddConstraint(
            model_name="placegroup",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["border", "coast", "island", "urban", "industrial", "own"])),
                name="place_group_kind_known",
            ),
        ),
        migrations.RemoveConstraint(model_name="placegroupmember", name="place_group_member_once"),
        migrations.AlterField(
            model_name="placegroupmember",
            name="place",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
        ),
        migrations.AddField(
            model_name="placegroupmember", name="added_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="placegroupmember", name="added_by", field=models.CharField(blank=True, max_length=40)
        ),
        migrations.AddField(
            model_name="placegroupmember", name="ended_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="placegroupmember", name="ended_by", field=models.CharField(blank=True, max_length=40)
        ),
        migrations.AddConstraint(
            model_name="placegroupmember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_to__isnull", True)),
                fields=("group", "place"),
                name="place_group_member_open_once",
            ),
        ),
    ]
