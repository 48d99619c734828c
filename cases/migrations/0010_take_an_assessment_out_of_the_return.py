from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0009_tell_the_story_in_their_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="statutoryassessment",
            name="withdrawn_at",
            field=models.DateTimeField(help_text="It was entered in error", null=True),
        ),
    ]
