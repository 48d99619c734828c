import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The words are made from the people: `manage.py rebuild_search` writes them anew."""

    dependencies = [
        ("accounts", "0001_initial"),
        ("cases", "0002_undo_closures_join_families_keep_earlier_values"),
    ]

    operations = [
        migrations.DeleteModel(name="NameWord"),
        migrations.DeleteModel(name="PersonWord"),
        migrations.CreateModel(
            name="NameWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=60, unique=True)),
                (
                    "sounds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8),
                        help_text="Double metaphone of each way to read it",
                        size=None,
                    ),
                ),
                (
                    "near",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        help_text="The word, and the word with each one letter left out",
                        size=None,
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["sounds"], name="name_word_by_sound"),
                    django.contrib.postgres.indexes.GinIndex(fields=["near"], name="name_word_by_spelling"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonWord",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "person_id", "team_id", "word", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("word", models.CharField(max_length=60)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="cases.person",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.team",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["team", "word", "person"],
                        name="person_word_by_team",
                        opclasses=["uuid_ops", "text_pattern_ops", "uuid_ops"],
                    ),
                    models.Index(
                        fields=["word", "person"], name="person_word", opclasses=["text_pattern_ops", "uuid_ops"]
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="address",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("lines", config="simple"), name="address_words"
            ),
        ),
    ]
