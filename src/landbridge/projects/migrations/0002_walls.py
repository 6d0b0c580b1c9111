from django.db import migrations

from landbridge.ground.operations import HubForeignKey, SecureHubTable


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0001_projects"),
        ("network", "0002_people_and_roles"),
    ]

    operations = [
        SecureHubTable("Project"),
        SecureHubTable("JourneyStep"),
        HubForeignKey("Project", "organisation"),
        HubForeignKey("JourneyStep", "project"),
    ]
