from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0014_places_and_table_needs"),
    ]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="counterparties_announced",
            field=models.CharField(blank=True, max_length=600),
        ),
    ]
