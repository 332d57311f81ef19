import django.db.models.deletion
from django.db import migrations, models

import scoreline.state.fields


class Migration(migrations.Migration):
    """Saved plans, and saved pay-outs with their corrections."""

    dependencies = [
        ("state", "0007_disputes"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredPayout",
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
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=200)),
                ("origin", models.CharField(blank=True, max_length=400)),
                ("scheme", models.TextField()),
                ("rules", models.CharField(max_length=64)),
                ("statement", models.TextField()),
                ("paid", scoreline.state.fields.ExactDecimalField()),
                ("owed", scoreline.state.fields.ExactDecimalField()),
                (
                    "closing",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="payouts", to="state.storedclosing"),
                ),
            ],
            options={
                "db_table": "payout",
            },
        ),
        migrations.CreateModel(
            name="StoredCorrection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kpi", models.CharField(max_length=200)),
                ("told_version", models.PositiveIntegerField()),
                ("now_version", models.PositiveIntegerField()),
                ("amount", scoreline.state.fields.ExactDecimalField()),
                (
                    "original",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="corrected_by", to="state.storedpayout"),
                ),
                (
                    "payout",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="state.storedpayout"),
                ),
            ],
            options={
                "db_table": "payout_correction",
            },
        ),
        migrations.CreateModel(
            name="StoredPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kpi", models.CharField(max_length=200)),
                ("member_kind", models.CharField(max_length=40)),
                ("member_source", models.CharField(blank=True, max_length=200)),
                ("member_id", models.CharField(blank=True, max_length=400)),
                ("member_name", models.CharField(max_length=400)),
                ("grain", models.CharField(max_length=10)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("calendar", models.CharField(max_length=60)),
                ("version", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=200)),
                ("reason", models.TextField()),
                ("origin", models.CharField(blank=True, max_length=400)),
                ("amount", scoreline.state.fields.ExactDecimalField()),
                ("step", scoreline.state.fields.ExactDecimalField()),
                ("asked", models.TextField()),
                ("times", models.TextField()),
                ("fingerprint", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "plan",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kpi", "member_kind", "member_source", "member_id", "grain", "starts_on", "version"), name="plan_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StoredPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("parent", models.IntegerField()),
                ("name", models.CharField(max_length=450)),
                ("member_kind", models.CharField(max_length=40)),
                ("member_source", models.CharField(blank=True, max_length=200)),
                ("member_id", models.CharField(blank=True, max_length=400)),
                ("member_name", models.CharField(max_length=400)),
                ("amounts", models.TextField()),
                ("plan", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="state.storedplan")),
            ],
            options={
                "db_table": "plan_part",
                "ordering": ("plan_id", "position"),
            },
        ),
        migrations.AddConstraint(
            model_name="storedpayout",
            constraint=models.UniqueConstraint(
                fields=("member_kind", "member_source", "member_id", "grain", "starts_on"), name="payout_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="storedcorrection",
            constraint=models.UniqueConstraint(fields=("original", "kpi", "told_version"), name="payout_correction_once"),
        ),
        migrations.AddConstraint(
            model_name="storedpart",
            constraint=models.UniqueConstraint(fields=("plan", "position"), name="plan_part_once"),
        ),
    ]
