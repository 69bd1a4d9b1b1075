from django.db import migrations


def _begin(apps, schema_editor):
    """Which texts lead what was filed before was chosen by other rules: `manage.py resense` chooses anew."""
    empty = not apps.get_model("archive", "Article").objects.exists()
    apps.get_model("archive", "Sense").objects.create(name="leads", version="leads-1" if empty else "")


def _end(apps, schema_editor):
    apps.get_model("archive", "Sense").objects.filter(name="leads").delete()


class Migration(migrations.Migration):
    """The rules by which texts lead have a version."""

    dependencies = [
        ('archive', '0023_refused_under'),
    ]

    operations = [
        migrations.RunPython(_begin, _end),
    ]
