import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Names put to matrices."""

    dependencies = [("state", "0003_audit")]

    operations = [
        migrations.CreateModel(
            name="StoredSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(max_length=20)),
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("fingerprint", models.CharField(max_length=64)),
                (
                    "matrix",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="signatures", to="state.storedmatrix"),
                ),
            ],
            options={
                "db_table": "signature",
                "constraints": [models.UniqueConstraint(fields=("matrix", "part"), name="signature_once")],
            },
        ),
    ]
