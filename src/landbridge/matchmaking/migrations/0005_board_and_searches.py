import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import landbridge.kernel.ids
import landbridge.matchmaking.states
from landbridge.ground.operations import HubForeignKey, SecureHubTable


class Migration(migrations.Migration):
    dependencies = [
        ("matchmaking", "0004_shortlists"),
        ("network", "0005_exchange_rates"),
        ("projects", "0004_profile"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=landbridge.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hub_id", models.UUIDField(editable=False)),
                ("code", models.CharField(max_length=9)),
                (
                    "profile",
                    models.CharField(
                        choices=[("TO", "TO"), ("TR", "TR"), ("BO", "BO"), ("BR", "BR"), ("RDR", "RDR")], max_length=3
                    ),
                ),
                ("title_latin", models.CharField(blank=True, max_length=200)),
                ("title_chinese", models.CharField(blank=True, max_length=200)),
                ("text_latin", models.TextField(blank=True)),
                ("text_chinese", models.TextField(blank=True)),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("country", models.CharField(blank=True, max_length=2)),
                ("trl", models.PositiveSmallIntegerField(null=True)),
                ("fictional", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published"), ("withdrawn", "withdrawn")],
                        default="draft",
                        max_length=20,
                    ),
                ),
                ("expires_on", models.DateField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "need",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="matchmaking.need",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="projects.project",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Lead",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=landbridge.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hub_id", models.UUIDField(editable=False)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("organisation", models.CharField(blank=True, max_length=200)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("message", models.TextField(blank=True)),
                ("language", models.CharField(max_length=10)),
                (
                    "state",
                    models.CharField(
                        choices=[("new", "new"), ("answered", "answered"), ("spam", "spam")],
                        default="new",
                        max_length=20,
                    ),
                ),
                ("received_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("erased_at", models.DateTimeField(null=True)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="leads", to="matchmaking.notice"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StandingSearch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=landbridge.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hub_id", models.UUIDField(editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "active"), ("paused", "paused"), ("ended", "ended")],
                        default="active",
                        max_length=20,
                    ),
                ),
                ("language", models.CharField(max_length=10)),
                ("begun_by", models.UUIDField()),
                ("begun_at", models.DateTimeField()),
                ("last_told_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="searches", to="matchmaking.need"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Find",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=landbridge.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hub_id", models.UUIDField(editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("found", "found"),
                            ("told", "told"),
                            ("interested", "interested"),
                            ("refused", "refused"),
                        ],
                        default="found",
                        max_length=20,
                    ),
                ),
                ("score", models.FloatField()),
                ("findings", models.JSONField(default=list)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("too_early", "too_early"),
                            ("benefit_unclear", "benefit_unclear"),
                            ("off_thesis", "off_thesis"),
                            ("wrong_ticket", "wrong_ticket"),
                            ("geography", "geography"),
                            ("has_one", "has_one"),
                            ("timing", "timing"),
                            ("conflict", "conflict"),
                            ("other", "other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("found_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="projects.project"
                    ),
                ),
                (
                    "search",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="finds",
                        to="matchmaking.standingsearch",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["state", "-published_at", "id"], name="notice_by_day"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(fields=("hub_id", "code"), name="notice_code_once"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", landbridge.matchmaking.states.NoticeState["PUBLISHED"])),
                fields=("hub_id", "project", "profile"),
                name="notice_one_published_per_project",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", landbridge.matchmaking.states.NoticeState["PUBLISHED"])),
                fields=("hub_id", "need", "profile"),
                name="notice_one_published_per_need",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("need__isnull", False), ("project__isnull", True)),
                    models.Q(("need__isnull", True), ("project__isnull", False)),
                    _connector="OR",
                ),
                name="notice_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("title_latin", ""), _negated=True),
                    models.Q(("title_chinese", ""), _negated=True),
                    _connector="OR",
                ),
                name="notice_has_a_title",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("profile__in", ("TO", "TR", "BO", "BR", "RDR"))), name="notice_profile_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("trl__isnull", True), models.Q(("trl__gte", 1), ("trl__lte", 9)), _connector="OR"),
                name="notice_trl_1_to_9",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "published", "withdrawn"])), name="notice_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", landbridge.matchmaking.states.NoticeState["PUBLISHED"]), _negated=True),
                    models.Q(("expires_on__isnull", False), ("published_at__isnull", False)),
                    _connector="OR",
                ),
                name="notice_published_until_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["withdrawn"]), ("withdrawn_at__isnull", False)),
                    models.Q(
                        models.Q(("state__in", ["withdrawn"]), _negated=True),
                        models.Q(("withdrawn_at__isnull", False), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="notice_withdrawn_when",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(fields=["hub_id", "-received_at"], name="lead_by_time"),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["new", "answered", "spam"])), name="lead_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["answered", "spam"]), ("settled_at__isnull", False)),
                    models.Q(
                        models.Q(("state__in", ["answered", "spam"]), _negated=True),
                        models.Q(("settled_at__isnull", False), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="lead_settled_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("erased_at__isnull", True),
                    models.Q(("email", ""), ("message", ""), ("name", ""), ("organisation", "")),
                    _connector="OR",
                ),
                name="lead_erased_keeps_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="standingsearch",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", landbridge.matchmaking.states.SearchState["ENDED"]), _negated=True),
                fields=("hub_id", "need", "person"),
                name="standingsearch_one_living",
            ),
        ),
        migrations.AddConstraint(
            model_name="standingsearch",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["active", "paused", "ended"])), name="standingsearch_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="standingsearch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["ended"]), ("ended_at__isnull", False)),
                    models.Q(
                        models.Q(("state__in", ["ended"]), _negated=True),
                        models.Q(("ended_at__isnull", False), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="standingsearch_ended_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="find",
            constraint=models.UniqueConstraint(fields=("hub_id", "search", "project"), name="find_once"),
        ),
        migrations.AddConstraint(
            model_name="find",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["found", "told", "interested", "refused"])), name="find_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="find",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", landbridge.matchmaking.states.FindState["REFUSED"]), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="find_refused_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="find",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["interested", "refused"]), ("answered_at__isnull", False)),
                    models.Q(
                        models.Q(("state__in", ["interested", "refused"]), _negated=True),
                        models.Q(("answered_at__isnull", False), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="find_answered_when",
            ),
        ),
        SecureHubTable("StandingSearch"),
        SecureHubTable("Find"),
        SecureHubTable("Notice", also_for="state = 'published'"),
        SecureHubTable("Lead"),
        HubForeignKey("StandingSearch", "need"),
        HubForeignKey("StandingSearch", "person"),
        HubForeignKey("Find", "search"),
        HubForeignKey("Find", "project"),
        HubForeignKey("Notice", "project"),
        HubForeignKey("Notice", "need"),
        HubForeignKey("Lead", "notice"),
    ]
