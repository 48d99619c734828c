"""What search looks in: every word of every name, kept beside the people by `cases.actions.people`."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from cases.models.person import Person


class NameWord(models.Model):
    """A distinct word of a name, folded (no accents, lower case), with how it sounds.

    Millions of people share some tens of thousands of words, so a misspelt word is looked for here and not in people.
    """

    word = models.CharField(max_length=60, unique=True)
    sound = models.CharField(max_length=12, db_index=True, help_text="Double metaphone")
    other_sound = models.CharField(max_length=12, db_index=True)

    class Meta:
        indexes = [
            GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="name_word_trigrams"),
            models.Index(fields=["word"], opclasses=["text_pattern_ops"], name="name_word_prefix"),
        ]

    def __str__(self) -> str:
        return self.word


class PersonWord(models.Model):
    """A person has this word somewhere in their names."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="words")
    word = models.CharField(max_length=60)

    class Meta:
        indexes = [
            models.Index(
                fields=["word", "person"], opclasses=["text_pattern_ops", "uuid_ops"], name="person_word_prefix"
            )
        ]
        constraints = [models.UniqueConstraint(fields=["person", "word"], name="person_word_once")]

    def __str__(self) -> str:
        return self.word
