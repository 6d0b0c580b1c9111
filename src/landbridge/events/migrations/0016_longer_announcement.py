from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0015_interpreters"),
    ]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="counterparties_announced",
            field=models.CharField(blank=True, max_length=600),
        ),
    ]
