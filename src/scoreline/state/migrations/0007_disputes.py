import django.db.models.deletion
from django.db import migrations, models

import scoreline.state.fields


class Migration(migrations.Migration):
    """Disputes, and corrections that open periods carry from closed ones."""

    dependencies = [("state", "0006_results")]

    operations = [
        migrations.CreateModel(
            name="StoredCarry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("member_kind", models.CharField(max_length=40)),
                ("member_source", models.CharField(blank=True, max_length=200)),
                ("member_id", models.CharField(blank=True, max_length=400)),
                ("member_name", models.CharField(max_length=400)),
                ("kpi", models.CharField(max_length=200)),
                ("grain", models.CharField(max_length=10)),
                ("calendar", models.CharField(max_length=60)),
                ("from_starts_on", models.DateField()),
                ("from_ends_on", models.DateField()),
                ("from_version", models.PositiveIntegerField()),
                ("into_starts_on", models.DateField()),
                ("into_ends_on", models.DateField()),
                ("amount", scoreline.state.fields.ExactDecimalField()),
                ("mart_version", models.BigIntegerField(null=True)),
                ("reason", models.TextField()),
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "carry",
                "indexes": [
                    models.Index(fields=["from_starts_on"], name="carry_from"),
                    models.Index(fields=["into_starts_on"], name="carry_into"),
                ],
            },
        ),
        migrations.CreateModel(
            name="StoredDispute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("member_kind", models.CharField(max_length=40)),
                ("member_source", models.CharField(blank=True, max_length=200)),
                ("member_id", models.CharField(blank=True, max_length=400)),
                ("member_name", models.CharField(max_length=400)),
                ("grain", models.CharField(max_length=10)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("calendar", models.CharField(max_length=60)),
                ("kpi", models.CharField(max_length=200)),
                ("version", models.PositiveIntegerField(default=0)),
                ("record_table", models.CharField(blank=True, max_length=200)),
                ("record_source", models.CharField(blank=True, max_length=200)),
                ("record_id", models.CharField(blank=True, max_length=400)),
                ("missing", models.TextField(blank=True)),
                ("fact", scoreline.state.fields.ExactDecimalField(null=True)),
                ("fact_state", models.CharField(max_length=20)),
                ("mart_version", models.BigIntegerField(null=True)),
                ("status", models.CharField(max_length=20)),
                ("settled_by", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "dispute",
                "indexes": [models.Index(fields=["status", "starts_on"], name="dispute_open")],
            },
        ),
        migrations.CreateModel(
            name="StoredRemark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("text", models.TextField(blank=True)),
                (
                    "dispute",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="remarks", to="state.storeddispute"),
                ),
            ],
            options={
                "db_table": "dispute_remark",
                "ordering": ("dispute_id", "position"),
                "constraints": [models.UniqueConstraint(fields=("dispute", "position"), name="dispute_remark_once")],
            },
        ),
        migrations.AddField(model_name="storedclosing", name="disputed", field=models.TextField(blank=True, default="")),
    ]
