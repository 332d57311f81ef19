import django.db.models.deletion
from django.db import migrations, models

import scoreline.state.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="StoredMatrix",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("member_kind", models.CharField(max_length=40)),
                ("member_source", models.CharField(blank=True, max_length=200)),
                ("member_id", models.CharField(blank=True, max_length=400)),
                ("member_name", models.CharField(max_length=400)),
                ("grain", models.CharField(max_length=10)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("first_month", models.PositiveSmallIntegerField(default=1)),
                ("applied_at", models.DateTimeField()),
                ("applied_by", models.CharField(blank=True, max_length=200)),
                ("origin", models.CharField(blank=True, max_length=400)),
            ],
            options={
                "db_table": "matrix",
                "indexes": [models.Index(fields=["starts_on", "ends_on"], name="matrix_span")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("member_kind", "member_source", "member_id", "grain", "starts_on"), name="matrix_once_a_period"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StoredRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("kpi", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=20)),
                ("weight", scoreline.state.fields.ExactDecimalField(null=True)),
                ("direction", models.CharField(blank=True, max_length=10)),
                ("base", scoreline.state.fields.ExactDecimalField(null=True)),
                ("norm", scoreline.state.fields.ExactDecimalField(null=True)),
                ("target", scoreline.state.fields.ExactDecimalField(null=True)),
                ("base_high", scoreline.state.fields.ExactDecimalField(null=True)),
                ("norm_high", scoreline.state.fields.ExactDecimalField(null=True)),
                ("method", models.CharField(max_length=20)),
                ("steps", models.JSONField(default=list)),
                ("at_target", scoreline.state.fields.ExactDecimalField()),
                ("floor", scoreline.state.fields.ExactDecimalField()),
                ("cap", scoreline.state.fields.ExactDecimalField(null=True)),
                ("undefined", models.CharField(max_length=20)),
                ("question", models.TextField(blank=True)),
                ("why", models.TextField(blank=True)),
                (
                    "matrix",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="state.storedmatrix"),
                ),
            ],
            options={
                "db_table": "matrix_row",
                "ordering": ("matrix_id", "position"),
                "constraints": [models.UniqueConstraint(fields=("matrix", "kpi"), name="matrix_row_once")],
            },
        ),
    ]
