import hashlib
import json

import django.db.models.deletion
from django.db import migrations, models

SIGNED = ("archive_fingerprint", "archive_passagefingerprint")

# PostgreSQL keeps text columns' indexes twice where Django makes them, once for LIKE. Nobody asks for the beginning of
# a digest. The index of an article's agencies is the beginning of the one that keeps them apart.
UNUSED = """
DO $$
DECLARE name text;
BEGIN
    FOR name IN
        SELECT i.relname FROM pg_index x
        JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
        WHERE (t.relname IN ('archive_original', 'archive_uploadedfile') AND i.relname LIKE '%\\_like')
        OR (t.relname = 'archive_article_agencies' AND NOT x.indisunique AND pg_get_indexdef(x.indexrelid) LIKE '%(article\\_id)')
    LOOP
        EXECUTE format('DROP INDEX %I', name);
    END LOOP;
END $$;
"""
USED_AGAIN = """
CREATE INDEX archive_original_digest_like ON archive_original (digest varchar_pattern_ops);
CREATE INDEX archive_uploadedfile_original_id_like ON archive_uploadedfile (original_id varchar_pattern_ops);
CREATE INDEX archive_article_agencies_article_id ON archive_article_agencies (article_id);
"""


def _mark(scheme):
    return int.from_bytes(hashlib.blake2b(scheme.encode(), digest_size=4).digest(), "big", signed=True)


def _typed(editor, table, kind, said):
    """The column with other values, the table written anew once."""
    cases = " ".join(f"WHEN {_quoted(one)} THEN {_quoted(other)}" for one, other in said.items())
    using = f"CASE scheme {cases} END" if said else "NULL"
    editor.execute(f"ALTER TABLE {table} ALTER COLUMN scheme TYPE {kind} USING ({using})::{kind}")


def _quoted(value):
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def _in_use(editor, table):
    with editor.connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT scheme FROM {table}")
        return [scheme for (scheme,) in cursor.fetchall()]


def marked(apps, editor):
    for table in SIGNED:
        _typed(editor, table, "integer", {scheme: _mark(scheme) for scheme in _in_use(editor, table)})


def spelled(apps, editor):
    """Which scheme has which mark, only schemes that can be computed say."""
    from newsarchive.archive.queries.schemes import signature_schemes

    known = {scheme.mark: scheme.id for scheme in signature_schemes().values()}
    for table in SIGNED:
        used = _in_use(editor, table)
        if not known.keys() >= set(used):
            raise RuntimeError(f"{table} has signatures of a scheme that this release does not know: {json.dumps(used)}")
        _typed(editor, table, "varchar(40)", {mark: known[mark] for mark in used})


def unindexed(related_name, to, **more):
    """A column whose index was the beginning of another one."""
    return models.ForeignKey(
        db_index=False,
        on_delete=more.pop("on_delete", django.db.models.deletion.CASCADE),
        related_name=related_name,
        to=to,
        **more,
    )


class Migration(migrations.Migration):
    """Signatures name their scheme by its mark of four bytes, and indexes go that others do the work of."""

    dependencies = [
        ("archive", "0008_search"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunPython(marked, spelled)],
            [
                migrations.AlterField(
                    model_name=model,
                    name="scheme",
                    field=models.IntegerField(help_text="The mark of the signature scheme."),
                )
                for model in ("fingerprint", "passagefingerprint")
            ],
        ),
        migrations.RunSQL(UNUSED, USED_AGAIN),
        migrations.AlterField("fingerprint", "text", unindexed("fingerprints", "archive.text")),
        migrations.AlterField("passagefingerprint", "passage", unindexed("fingerprints", "archive.passage")),
        migrations.AlterField(
            "article",
            "original",
            unindexed("articles", "archive.original", on_delete=django.db.models.deletion.PROTECT),
        ),
        migrations.AlterField("paragraph", "article", unindexed("paragraphs", "archive.article")),
        migrations.AlterField(
            "paragraph",
            "repeats",
            unindexed(
                "repeated_by",
                "archive.paragraph",
                on_delete=django.db.models.deletion.SET_NULL,
                null=True,
                blank=True,
            ),
        ),
        migrations.AddIndex(
            "paragraph",
            models.Index(
                fields=["repeats"], name="paragraph_repeats", condition=models.Q(("repeats__isnull", False))
            ),
        ),
        migrations.AlterField("uploadedfile", "upload", unindexed("files", "archive.upload")),
        migrations.AlterField("receipt", "file", unindexed("receipts", "archive.uploadedfile")),
    ]
