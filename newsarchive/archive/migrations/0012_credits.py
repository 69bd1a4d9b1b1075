import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The words that credit agencies. Articles from before have none until `manage.py resense` reads them anew."""

    dependencies = [
        ("archive", "0011_masses"),
    ]

    operations = [
        migrations.CreateModel(
            name="Credit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                (
                    "where",
                    models.CharField(
                        choices=[
                            ("dateline", "dateline"),
                            ("lede", "first words"),
                            ("byline", "byline"),
                            ("credit line", "credit line"),
                            ("sign-off", "sign-off"),
                            ("notice", "copyright notice"),
                            ("page data", "the page's own data"),
                            ("address", "the page's address"),
                        ],
                        max_length=12,
                    ),
                ),
                ("line", models.TextField()),
                ("begins", models.PositiveSmallIntegerField()),
                ("ends", models.PositiveSmallIntegerField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="credits", to="archive.article"
                    ),
                ),
            ],
        ),
    ]
