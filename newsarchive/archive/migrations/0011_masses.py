import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What is remembered of stories of thousands. None is known at first: each is cut once more as a whole."""

    dependencies = [
        ("archive", "0010_turns"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mass",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("component", models.BigIntegerField()),
                ("heads", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("size", models.PositiveIntegerField(help_text="In texts.")),
            ],
            options={
                "verbose_name_plural": "masses",
            },
        ),
        migrations.CreateModel(
            name="Tie",
            fields=[
                (
                    "text",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="tie",
                        serialize=False,
                        to="archive.text",
                    ),
                ),
                ("mass", models.BigIntegerField()),
                ("via", models.BigIntegerField(null=True)),
                ("rank", models.PositiveIntegerField()),
            ],
        ),
    ]
