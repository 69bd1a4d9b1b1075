from django.db import migrations, models

ANEW = """
CREATE TABLE archive_searchentry_anew (
    article_id bigint NOT NULL CONSTRAINT archive_searchentry_anew_pkey PRIMARY KEY,
    text_id bigint NOT NULL,
    dated_on date NOT NULL,
    facets tsvector NOT NULL,
    vector tsvector NOT NULL
);
INSERT INTO archive_searchentry_anew (article_id, text_id, dated_on, facets, vector)
SELECT entry.article_id, entry.text_id, entry.dated_on, entry.facets || array_to_tsvector(array_remove(ARRAY[
    'format ' || nullif(article.format, ''), 'slug ' || nullif(notice.slug, ''),
    CASE WHEN EXISTS (SELECT FROM archive_paragraph again JOIN archive_paragraph printed ON printed.id = again.repeats_id
        WHERE again.article_id = article.id AND printed.position = (SELECT min(opening.position)
            FROM archive_paragraph opening WHERE opening.article_id = article.id)) THEN 'folded lede' END
], NULL)), entry.vector
FROM archive_searchentry entry JOIN archive_article article ON article.id = entry.article_id
LEFT JOIN archive_notice notice ON notice.article_id = article.id
ORDER BY entry.article_id;
DROP TABLE archive_searchentry;
ALTER TABLE archive_searchentry_anew RENAME TO archive_searchentry;
ALTER INDEX archive_searchentry_anew_pkey RENAME TO archive_searchentry_pkey;
ALTER TABLE archive_searchentry ADD CONSTRAINT archive_searchentry_article_id_fk
    FOREIGN KEY (article_id) REFERENCES archive_article (id) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX search_all ON archive_searchentry USING gin (vector, facets) WITH (fastupdate = off);
"""
"""A new table rather than rows changed in place: each of those would enter all its words into the index once more."""

SPANS = """
UPDATE archive_story story SET span_days = counted.days FROM (
    SELECT member.story_id, max(article.dated_on) - min(article.dated_on) AS days
    FROM archive_membership member JOIN archive_article article ON article.text_id = member.text_id
    WHERE article.dated_by IN ('published', 'filed', 'dateline')
    GROUP BY member.story_id
) counted WHERE counted.story_id = story.id AND counted.days > 0
"""


class Migration(migrations.Migration):
    """Search entries know their article's format and slug, and whether it prints its lede twice; stories over how many
    days they ran, and lists may be ordered by that and by their other numbers.

    Entries and stories that were there before get theirs: about a minute for each 100,000 articles.
    """

    dependencies = [
        ('archive', '0017_embargoed'),
    ]

    operations = [
        migrations.AddField(
            model_name='story',
            name='span_days',
            field=models.PositiveIntegerField(default=0, help_text='From the first to the last day on which one of its articles says that it was printed.'),
        ),
        migrations.RunSQL(SPANS, migrations.RunSQL.noop),
        migrations.RunSQL(ANEW, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('language__in', ['', 'en']), _negated=True), fields=['language'], name='article_language'),
        ),
        migrations.AddIndex(
            model_name='story',
            index=models.Index(condition=models.Q(('merged_into__isnull', True)), fields=['-article_count', '-dated_on', '-id'], name='story_copies'),
        ),
        migrations.AddIndex(
            model_name='story',
            index=models.Index(condition=models.Q(('merged_into__isnull', True)), fields=['-span_days', '-dated_on', '-id'], name='story_span'),
        ),
        migrations.AddIndex(
            model_name='story',
            index=models.Index(condition=models.Q(('merged_into__isnull', True)), fields=['-source_count', '-dated_on', '-id'], name='story_sources'),
        ),
        migrations.AddIndex(
            model_name='story',
            index=models.Index(condition=models.Q(('merged_into__isnull', True)), fields=['-version_count', '-dated_on', '-id'], name='story_changed'),
        ),
    ]
