import django.contrib.postgres.indexes
import django.contrib.postgres.search
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
SELECT entry.article_id, own.text_id, own.dated_on, own.facets, entry.vector
FROM archive_searchentry entry JOIN (
    SELECT article.id, article.text_id, article.dated_on, array_to_tsvector(array_remove(ARRAY[
        to_char(article.dated_on, 'YYYY-MM-DD'), to_char(article.dated_on, 'YYYY-MM'),
        to_char(article.dated_on, 'YYYY'), left(to_char(article.dated_on, 'YYYY'), 2),
        'place ' || lower(nullif(btrim(article.place), '')),
        'source ' || CASE WHEN reading."values" ? 'source' THEN article.source_id
            ELSE COALESCE(article.source_read_id, article.source_id) END
    ], NULL) || CASE WHEN reading."values" ? 'agencies' OR article.agencies_read = '{}' THEN
        ARRAY(SELECT 'agency ' || lower(agency.name) FROM archive_article_agencies link
            JOIN archive_agency agency ON agency.id = link.agency_id WHERE link.article_id = article.id)
    ELSE
        ARRAY(SELECT 'agency ' || lower(credited.name) FROM unnest(article.agencies_read) AS credited (name))
    END) AS facets
    FROM archive_article article LEFT JOIN archive_reading reading ON reading.article_id = article.id
    WHERE article.text_id IS NOT NULL
) own ON own.id = entry.article_id
ORDER BY entry.article_id;
DROP TABLE archive_searchentry;
ALTER TABLE archive_searchentry_anew RENAME TO archive_searchentry;
ALTER INDEX archive_searchentry_anew_pkey RENAME TO archive_searchentry_pkey;
ALTER TABLE archive_searchentry ADD CONSTRAINT archive_searchentry_article_id_fk
    FOREIGN KEY (article_id) REFERENCES archive_article (id) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX search_all ON archive_searchentry USING gin (vector, facets) WITH (fastupdate = off);
"""
"""A new table rather than rows changed in place: those would stay in the table and its index a second time."""

UNDONE = """
DROP INDEX search_all;
ALTER TABLE archive_searchentry DROP COLUMN text_id, DROP COLUMN dated_on, DROP COLUMN facets;
CREATE INDEX search_vector ON archive_searchentry USING gin (vector) WITH (fastupdate = off);
"""


class Migration(migrations.Migration):
    """Search entries know their article's text, day, place and names; words and names are in one index.

    Entries that were there before get theirs; the index is made once all are there.
    """

    dependencies = [
        ("archive", "0007_bands"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(ANEW, UNDONE),
            ],
            state_operations=[
                migrations.RemoveIndex("searchentry", "search_vector"),
                migrations.AddField("searchentry", "text_id", models.BigIntegerField(default=0), preserve_default=False),
                migrations.AddField(
                    "searchentry", "dated_on", models.DateField(default="2000-01-01"), preserve_default=False
                ),
                migrations.AddField(
                    "searchentry",
                    "facets",
                    django.contrib.postgres.search.SearchVectorField(default=""),
                    preserve_default=False,
                ),
                migrations.AddIndex(
                    "searchentry",
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["vector", "facets"], name="search_all"
                    ),
                ),
            ],
        ),
    ]
