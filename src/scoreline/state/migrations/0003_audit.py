from typing import Any

from django.db import migrations, models

SAID = "entries of the audit trail are never changed or deleted"
SQLITE = [
    f"CREATE TRIGGER audit_no_{verb} BEFORE {verb} ON audit BEGIN SELECT RAISE(ABORT, '{SAID}'); END" for verb in ("update", "delete")
]
POSTGRES = [
    f"CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{SAID}'; END $$",
    "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit EXECUTE FUNCTION audit_refuse()",
]


def _guard(apps: Any, schema_editor: Any) -> None:
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def _begin(apps: Any, schema_editor: Any) -> None:
    apps.get_model("state", "AuditHead").objects.using(schema_editor.connection.alias).create(number=0, hash="0" * 64)


class Migration(migrations.Migration):
    """The audit trail, and the triggers that keep its entries as they were written."""

    dependencies = [("state", "0002_calendars")]

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(blank=True, max_length=200)),
                ("named", models.BooleanField()),
                ("kind", models.CharField(max_length=60)),
                ("about", models.TextField()),
                ("before", models.TextField(null=True)),
                ("after", models.TextField(null=True)),
                ("why", models.TextField(blank=True)),
                ("previous", models.CharField(max_length=64, unique=True)),
                ("hash", models.CharField(max_length=64, unique=True)),
            ],
            options={"db_table": "audit", "ordering": ("number",)},
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField()),
                ("hash", models.CharField(max_length=64)),
            ],
            options={"db_table": "audit_head"},
        ),
        migrations.RunPython(_begin, migrations.RunPython.noop),
        migrations.RunPython(_guard, migrations.RunPython.noop),
    ]
