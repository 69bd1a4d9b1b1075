"""Indexes for what is asked at every step: whether anything of a kind was ruled, and whose turn it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0009_rows")]

    operations = [
        migrations.RemoveIndex(model_name="uploadedfile", name="file_unsettled"),
        migrations.RemoveIndex(model_name="uploadedfile", name="file_in_lane"),
        migrations.AddIndex(
            model_name="uploadedfile",
            index=models.Index(
                fields=["state", "position", "id"],
                name="file_in_turn",
                condition=models.Q(state__in=["waiting", "read"]),
            ),
        ),
        migrations.AddIndex(
            model_name="ruling",
            index=models.Index(
                fields=["kind"], name="ruling_standing", condition=models.Q(undone_at__isnull=True)
            ),
        ),
    ]
