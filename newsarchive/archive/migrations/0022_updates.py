from django.db import migrations, models

VERSION = "updates-1/sense-4"


def _begin(apps, schema_editor):
    """Every story is still to be told, which a worker does by the rules of its release."""
    apps.get_model("archive", "Sense").objects.create(name="updates", version=VERSION)


def _end(apps, schema_editor):
    apps.get_model("archive", "Sense").objects.filter(name="updates").delete()


class Migration(migrations.Migration):
    """Stories know how many updates they have. Of those that were there before workers tell it when nothing waits."""

    dependencies = [
        ('archive', '0021_holdings'),
    ]

    operations = [
        migrations.AddField(
            model_name='story',
            name='updates',
            field=models.PositiveIntegerField(blank=True, help_text='How many of its texts are told as updates of others; None until it is told.', null=True),
        ),
        migrations.AddIndex(
            model_name='story',
            index=models.Index(condition=models.Q(('merged_into__isnull', True), ('updates__isnull', True)), fields=['-id'], name='story_untold'),
        ),
        migrations.AddIndex(
            model_name='story',
            index=models.Index(condition=models.Q(('merged_into__isnull', True), ('updates__gt', 0)), fields=['-dated_on', '-id'], name='story_updated'),
        ),
        migrations.RunPython(_begin, _end),
    ]
