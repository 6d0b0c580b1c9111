from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matchmaking", "0006_ranker_fits"),
    ]

    operations = [
        migrations.AddField(
            model_name="shortlist",
            name="held_back",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="shortlist",
            name="kept_fit",
            field=models.FloatField(default=1.0),
        ),
    ]
