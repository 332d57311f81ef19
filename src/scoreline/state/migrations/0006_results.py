from django.db import migrations, models


class Migration(migrations.Migration):
    """Rows that may be paid for."""

    dependencies = [("state", "0005_closings")]

    operations = [
        migrations.AddField(model_name="storedrow", name="result", field=models.BooleanField(default=False)),
    ]
