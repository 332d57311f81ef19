import django.db.models.deletion
from django.db import migrations, models

import scoreline.state.fields


class Migration(migrations.Migration):
    """Closed periods, and facts entered by hand."""

    dependencies = [("state", "0004_signatures")]

    operations = [
        migrations.CreateModel(
            name="EnteredFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("member_kind", models.CharField(max_length=40)),
                ("member_source", models.CharField(blank=True, max_length=200)),
                ("member_id", models.CharField(blank=True, max_length=400)),
                ("member_name", models.CharField(max_length=400)),
                ("grain", models.CharField(max_length=10)),
                ("starts_on", models.DateField()),
                ("kpi", models.CharField(max_length=200)),
                ("state", models.CharField(max_length=20)),
                ("value", scoreline.state.fields.ExactDecimalField(null=True)),
                ("evidence", models.TextField()),
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "entered_fact",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("member_kind", "member_source", "member_id", "grain", "starts_on", "kpi"), name="entered_fact_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StoredClosing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("grain", models.CharField(max_length=10)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("calendar", models.CharField(max_length=60)),
                ("version", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=200)),
                ("reason", models.TextField(blank=True)),
                ("unsigned", models.TextField(blank=True)),
                ("mart_version", models.BigIntegerField(null=True)),
                ("definitions", models.CharField(max_length=64)),
                ("texts", models.TextField()),
                ("memberships", models.TextField()),
            ],
            options={
                "db_table": "closing",
                "constraints": [models.UniqueConstraint(fields=("grain", "starts_on", "version"), name="closing_once")],
            },
        ),
        migrations.CreateModel(
            name="StoredResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("member_kind", models.CharField(max_length=40)),
                ("member_source", models.CharField(blank=True, max_length=200)),
                ("member_id", models.CharField(blank=True, max_length=400)),
                ("member_name", models.CharField(max_length=400)),
                ("matrix", models.TextField()),
                ("signatures", models.TextField()),
                ("card", models.TextField()),
                (
                    "closing",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="results", to="state.storedclosing"),
                ),
            ],
            options={
                "db_table": "closing_result",
                "constraints": [
                    models.UniqueConstraint(fields=("closing", "member_kind", "member_source", "member_id"), name="closing_result_once")
                ],
            },
        ),
    ]
