import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

PRINTED = """
INSERT INTO archive_printing (text_id, passage_id)
SELECT DISTINCT article.text_id, paragraph.passage_id
FROM archive_paragraph paragraph JOIN archive_article article ON article.id = paragraph.article_id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0003_schemes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Crowd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scheme', models.CharField(max_length=40)),
                ('kind', models.PositiveSmallIntegerField(choices=[(1, 'band of texts'), (2, 'passage'), (3, 'band of passages')])),
                ('key', models.BigIntegerField()),
                ('heads', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), help_text='Texts with the smallest digests, in that order.', size=None)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'kind', 'scheme'), name='crowd_once')],
            },
        ),
        migrations.CreateModel(
            name='Printing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('passage', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='printings', to='archive.passage')),
                ('text', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='printings', to='archive.text')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.BTreeIndex(fields=['passage'], include=('text',), name='printing_passage')],
                'constraints': [models.UniqueConstraint(fields=('text', 'passage'), name='printing_once')],
            },
        ),
        migrations.RunSQL(PRINTED, migrations.RunSQL.noop),
    ]
