from django.db import migrations, models


def _begin(apps, schema_editor):
    """What was filed before has not been read for these hours: `manage.py resense` does that."""
    empty = not apps.get_model("archive", "Article").objects.exists()
    apps.get_model("archive", "Sense").objects.create(name="clocks", version="clocks-1" if empty else "")


def _end(apps, schema_editor):
    apps.get_model("archive", "Sense").objects.filter(name="clocks").delete()


class Migration(migrations.Migration):
    """Hours that are printed without a zone."""

    dependencies = [
        ('archive', '0015_notices'),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='filed_time',
            field=models.TimeField(blank=True, help_text='As printed, where the page names no zone.', null=True),
        ),
        migrations.AddField(
            model_name='article',
            name='published_time',
            field=models.TimeField(blank=True, help_text='As printed, where the page names no zone.', null=True),
        ),
        migrations.RunPython(_begin, _end),
    ]
