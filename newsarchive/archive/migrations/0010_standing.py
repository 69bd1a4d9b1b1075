"""Whether anything of a kind was ruled is asked at every step: an index answers, however many other rulings there are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0009_rows")]

    operations = [
        migrations.AddIndex(
            model_name="ruling",
            index=models.Index(
                fields=["kind"], name="ruling_standing", condition=models.Q(undone_at__isnull=True)
            ),
        ),
    ]
