from django.db import migrations

from landbridge.ground.operations import HubForeignKey, SecureHubTable


class Migration(migrations.Migration):
    dependencies = [
        ("matchmaking", "0001_needs"),
        ("network", "0002_people_and_roles"),
        ("projects", "0002_walls"),
    ]

    operations = [
        SecureHubTable("Need"),
        SecureHubTable("PairRefusal"),
        SecureHubTable("PairMeeting"),
        HubForeignKey("Need", "organisation"),
        HubForeignKey("PairRefusal", "project"),
        HubForeignKey("PairRefusal", "organisation"),
        HubForeignKey("PairMeeting", "project"),
        HubForeignKey("PairMeeting", "organisation"),
    ]
