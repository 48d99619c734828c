from django.db import migrations, models


class Migration(migrations.Migration):
    """With the team in the index, a search of one team's people never touches those of the others."""

    dependencies = [("cases", "0005_order_the_caseload_review_and_keep_the_leads_clock")]

    operations = [
        migrations.RemoveIndex(model_name="personword", name="person_word"),
        migrations.AddIndex(
            model_name="personword",
            index=models.Index(
                fields=["word", "team", "person"],
                name="person_word_by_word",
                opclasses=["text_pattern_ops", "uuid_ops", "uuid_ops"],
            ),
        ),
    ]
