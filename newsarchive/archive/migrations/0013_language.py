from django.db import migrations, models


class Migration(migrations.Migration):
    """By what a language is known. Until `manage.py resense` has looked at the texts it is what pages declared."""

    dependencies = [
        ("archive", "0012_credits"),
    ]

    operations = [
        migrations.AlterField(
            model_name="article",
            name="language",
            field=models.CharField(blank=True, help_text="A code; empty where it is in doubt.", max_length=20),
        ),
        migrations.AddField(
            model_name="article",
            name="language_by",
            field=models.CharField(blank=True, choices=[("text", "its text"), ("page", "its page")], max_length=4),
        ),
        migrations.AddField(
            model_name="article",
            name="language_declared",
            field=models.CharField(blank=True, help_text="By the page.", max_length=20),
        ),
        migrations.RunSQL(
            "UPDATE archive_article SET language_by = 'page', language_declared = language WHERE language <> ''",
            migrations.RunSQL.noop,
        ),
    ]
