from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("practice", "0002_keep_what_is_withdrawn_and_set_aside")]

    operations = [
        migrations.AddField(
            model_name="visit",
            name="idempotency_body",
            field=models.CharField(
                blank=True, default="", editable=False, help_text="What the key came with", max_length=64
            ),
            preserve_default=False,
        ),
    ]
