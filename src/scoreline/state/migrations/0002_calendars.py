from typing import Any

from django.db import migrations, models


def _as_text(apps: Any, schema_editor: Any) -> None:
    heads = apps.get_model("state", "StoredMatrix").objects.using(schema_editor.connection.alias)
    for month in set(heads.values_list("first_month", flat=True)):
        heads.filter(first_month=month).update(calendar=f"gregorian {month} end 0 nearest")


class Migration(migrations.Migration):
    """Keeps the whole calendar of a matrix's period, not only the first month of its fiscal year."""

    dependencies = [("state", "0001_matrices")]

    operations = [
        migrations.AddField("storedmatrix", "calendar", models.CharField(default="", max_length=60)),
        migrations.RunPython(_as_text, migrations.RunPython.noop),
        migrations.RemoveField("storedmatrix", "first_month"),
        migrations.AlterField("storedmatrix", "calendar", models.CharField(max_length=60)),
    ]
