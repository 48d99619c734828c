import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="job",
            name="attempt",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="job",
            name="beat_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now,
                help_text="When it was last given out, or its worker last said how far it is",
            ),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(fields=["by", "-created_at"], name="job_by_starter"),
        ),
    ]
