import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The marks of the only signature schemes that were ever used before: texts-2233280124 and passages-2927c0623e.
TEXTS, PASSAGES = 119176339, -126081712


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0002_match_odds'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Scheme',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('name', models.CharField(blank=True, help_text='What it was called when it was first computed.', max_length=60)),
                ('definition', models.JSONField()),
                ('kept', models.BooleanField(default=False, help_text='Its matches are here, but for the texts noted as unmatched.')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name='Adoption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('adopted_at', models.DateTimeField(auto_now_add=True)),
                ('reason', models.TextField(blank=True)),
                ('report', models.JSONField(default=dict, help_text='What it changed.')),
                ('before', models.JSONField(default=dict, help_text='The texts of each story that it changed, so that going back gives stories their ids.')),
                ('adopted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replaced', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replacements', to='archive.scheme')),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adoptions', to='archive.scheme')),
            ],
        ),
        migrations.CreateModel(
            name='Unmatched',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scheme', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='unmatched', to='archive.scheme')),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='unmatched', to='archive.text')),
            ],
            options={
                'verbose_name_plural': 'unmatched texts',
                'indexes': [models.Index(fields=['scheme', 'text'], name='unmatched_of_scheme')],
            },
        ),
        migrations.AddField(
            model_name='band',
            name='scheme',
            field=models.IntegerField(default=TEXTS, help_text='The mark of the signature scheme.'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='passageband',
            name='scheme',
            field=models.IntegerField(default=PASSAGES, help_text='The mark of the signature scheme.'),
            preserve_default=False,
        ),
    ]
