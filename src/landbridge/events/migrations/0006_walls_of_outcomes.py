from django.db import migrations

from landbridge.ground.operations import HubForeignKey, SecureHubTable


class Migration(migrations.Migration):
    dependencies = [("events", "0005_outcomes")]

    operations = [
        SecureHubTable("Season"),
        SecureHubTable("Outcome"),
        SecureHubTable("Reply"),
        SecureHubTable("FollowUp"),
        SecureHubTable("ReportShare", also_for="digest = current_setting('landbridge.holder', true)"),
        HubForeignKey("Event", "season"),
        HubForeignKey("Outcome", "event"),
        HubForeignKey("Outcome", "first"),
        HubForeignKey("Outcome", "second"),
        HubForeignKey("Reply", "outcome"),
        HubForeignKey("FollowUp", "event"),
        HubForeignKey("FollowUp", "outcome"),
        HubForeignKey("FollowUp", "came_from"),
        HubForeignKey("FollowUp", "evidence"),
        HubForeignKey("ReportShare", "event"),
        HubForeignKey("ReportShare", "organisation"),
    ]
