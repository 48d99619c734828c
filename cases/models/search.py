"""What search looks in: the words by which each person is found, kept beside the people by `cases.search.index`."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from cases.models.person import Person
from hampshire.accounts.models import Team


class NameWord(models.Model):
    """A distinct word of a name, folded (no accents, lower case), with how it sounds and how it may be mistyped.

    Millions of people share some tens of thousands of words, so a misspelt word is looked for here and not in people.
    """

    word = models.CharField(max_length=60, unique=True)
    sounds = ArrayField(models.CharField(max_length=8), help_text="Double metaphone of each way to read it")
    near = ArrayField(models.CharField(max_length=60), help_text="The word, and the word with each one letter left out")

    class Meta:
        indexes = [
            GinIndex(fields=["sounds"], name="name_word_by_sound"),
            GinIndex(fields=["near"], name="name_word_by_spelling"),
        ]

    def __str__(self) -> str:
        return self.word


class PersonWord(models.Model):
    """A person is found by this word, by a team that is answerable for a family of theirs.

    A word of a name stands as it is; a birth date as "*2016-04-03", a postcode as "@so238uj", an identifier as
    "=a123456789012". The team stands here so that a worker's search walks over their own team's people and not over
    everybody of that name; whether somebody may be shown is asked of the gate all the same.
    """

    pk = models.CompositePrimaryKey("person_id", "team_id", "word")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="words", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    word = models.CharField(max_length=60)

    class Meta:
        indexes = [
            models.Index(
                fields=["team", "word", "person"],
                opclasses=["uuid_ops", "text_pattern_ops", "uuid_ops"],
                name="person_word_by_team",
            ),
            models.Index(
                fields=["word", "team", "person"],
                opclasses=["text_pattern_ops", "uuid_ops", "uuid_ops"],
                name="person_word_by_word",
            ),
        ]

    def __str__(self) -> str:
        return self.word
