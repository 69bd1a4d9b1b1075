from django.db import migrations

AS_READ = """
UPDATE archive_article SET source_read_id = source_id WHERE source_id IS NOT NULL;
UPDATE archive_article article SET agencies_read = named.names
FROM (
    SELECT link.article_id, array_agg(agency.name::text ORDER BY agency.name) AS names
    FROM archive_article_agencies link JOIN archive_agency agency ON agency.id = link.agency_id
    GROUP BY link.article_id
) named
WHERE named.article_id = article.id;
"""

RULED = """
INSERT INTO archive_ruledstory (ruling_id, story_id)
SELECT DISTINCT ruling.id, story.id
FROM archive_ruling ruling
CROSS JOIN LATERAL (
    SELECT jsonb_object_keys(ruling.before -> 'stories') AS number WHERE ruling.before ? 'stories'
    UNION SELECT jsonb_object_keys(ruling.after -> 'stories') WHERE ruling.after ? 'stories'
) named
JOIN archive_story story ON story.id = named.number::bigint;
"""


class Migration(migrations.Migration):
    """What the tables of the desk know of an archive that was there before them."""

    dependencies = [
        ("archive", "0005_desk"),
    ]

    operations = [
        migrations.RunSQL(AS_READ, migrations.RunSQL.noop),
        migrations.RunSQL(RULED, migrations.RunSQL.noop),
    ]
