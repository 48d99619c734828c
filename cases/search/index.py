"""Keeps what search looks in beside the people: called by the actions that change what somebody is found by."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db import connection

from cases.models import Address, Family, FamilyMember, NameWord, NetworkMember, Person, PersonWord
from cases.search.words import near, readings, squeeze, words_of_name


def index_people(people: Iterable[Person | UUID]) -> None:
    """Write anew the words by which these people are found. Part of every action that changes a name, a birth date,
    an identifier, an address, who belongs to a family or its network, a family's name, or the team answerable for it.

    Four queries, and two more where there are words that nobody had before.
    """
    ids = {person if isinstance(person, UUID) else person.pk for person in people}
    found_by = _words_by_person_and_team(ids)
    PersonWord.objects.filter(person_id__in=ids).delete()
    PersonWord.objects.bulk_create(
        PersonWord(person_id=person, team_id=team, word=word)
        for (person, team), words in found_by.items()
        for word in sorted(words)
    )
    remember_words({word for words in found_by.values() for word in words if is_of_a_name(word)})


def index_family(family: Family) -> None:
    """Write anew the words of everybody who is or was in the family or its network. Part of another action."""
    index_people(Person.objects.of_family(family))


def _words_by_person_and_team(ids: set[UUID]) -> dict[tuple[UUID, UUID], set[str]]:
    """Nobody without a family is found: there would be no team to ring."""
    own: dict[UUID, set[str]] = {person.pk: words_of(person) for person in Person.objects.filter(pk__in=ids)}
    for person, postcode in (
        Address.objects.filter(person__in=ids).exclude(postcode="").values_list("person_id", "postcode")
    ):
        own[person].add(place_word(postcode))
    found_by: dict[tuple[UUID, UUID], set[str]] = defaultdict(set)
    for person, team, name, known_by in _families_of(ids):
        found_by[person, team] |= own[person] | words_of_name(name) | identifier_words(known_by)
    return found_by


def _families_of(ids: set[UUID]) -> Iterator[tuple[UUID, UUID, str, str]]:
    columns = ("person_id", "family__team_id", "family__name", "family__known_by")
    members = FamilyMember.objects.filter(person__in=ids).values_list(*columns)
    network = NetworkMember.objects.filter(person__in=ids).values_list(*columns)
    yield from members.union(network)


def words_of(person: Person) -> set[str]:
    """Every word a person is found by, wherever they belong."""
    names = (f"{person.first_name} {person.last_name}", person.known_as, *person.other_names.split(","))
    words = {word for name in names for word in words_of_name(name)}
    words |= identifier_words(person.la_child_id, person.upn, person.former_upn, person.nhs_number)
    return words | ({birth_word(person.date_of_birth)} if person.date_of_birth else set())


def birth_word(day: object) -> str:
    return f"*{day}"


def place_word(postcode: str) -> str:
    return f"@{squeeze(postcode)}"


def identifier_words(*identifiers: str | None) -> set[str]:
    return {f"={squeeze(identifier)}" for identifier in identifiers if identifier}


def is_of_a_name(word: str) -> bool:
    return word[0] not in "*@="


def remember_words(words: set[str]) -> None:
    """Know these words of names, with their sounds and spellings. Words are never forgotten: they are nobody's."""
    known = set(NameWord.objects.filter(word__in=words).values_list("word", flat=True))
    new = sorted(words - known)
    if not new:
        return
    heard = sounds({reading for word in new for reading in readings(word)})
    NameWord.objects.bulk_create(
        [
            NameWord(word=word, near=near(word), sounds=sorted({s for r in readings(word) for s in heard[r]}))
            for word in new
        ],
        ignore_conflicts=True,
    )


def sounds(words: set[str]) -> dict[str, set[str]]:
    """Double metaphone of each word: one code or two, or none for a word that is not in Latin letters."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT w, dmetaphone(w), dmetaphone_alt(w) FROM unnest(%s::text[]) AS w", [sorted(words)])
        return {word: {code for code in codes if code} for word, *codes in cursor.fetchall()}
