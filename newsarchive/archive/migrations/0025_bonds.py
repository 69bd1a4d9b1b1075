import django.db.models.deletion
from django.db import migrations, models


def _begin(apps, schema_editor):
    """Articles that are here already are bound when they are read anew."""
    apps.get_model("archive", "Sense").objects.create(name="bonds", version="")


def _end(apps, schema_editor):
    apps.get_model("archive", "Sense").objects.filter(name="bonds").delete()


class Migration(migrations.Migration):
    """Corrections know which articles they correct, so that they are of one story with these."""

    dependencies = [
        ('archive', '0024_leads'),
    ]

    operations = [
        migrations.CreateModel(
            name='Bond',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bound_by', to='archive.article')),
                ('correction', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bonds', to='archive.article')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('correction', 'article'), name='bound_once')],
            },
        ),
        migrations.RunPython(_begin, _end),
    ]
