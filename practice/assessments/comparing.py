"""What one version of a form asks that another does not, in words. Questions are told apart by key, not by words."""

from collections.abc import Iterator
from dataclasses import dataclass

from practice.assessments.definition import Definition, Question, Section
from practice.assessments.drawing import condition_in_words


@dataclass(frozen=True, slots=True)
class Difference:
    """What is different in one section. `lines` are sentences, of which the first may be about the section itself."""

    title: str
    lines: tuple[str, ...]


def differences(old: Definition, new: Definition) -> list[Difference]:
    """Section by section in the order of the new version, and last the sections that are gone."""
    found = [Difference(section.title, tuple(_of_section(section, old, new))) for section in new.sections]
    found += [
        Difference(section.title, ("The section is gone.", *_left(section, new)))
        for section in old.sections
        if new.section(section.key) is None
    ]
    return [difference for difference in found if difference.lines]


def _of_section(section: Section, old: Definition, new: Definition) -> Iterator[str]:
    was = old.section(section.key)
    if was is None:
        yield "The section is new."
    else:
        yield from _of_itself(was, section)
        if _rank(old, new, section) != _rank(new, old, section):
            yield "It stands in another place."
    for question in section.questions:
        yield from _of_question(question, section, old, new)
    if was is not None:
        yield from _left(was, new)
        if _shared(was, section) != _shared(section, was):
            yield "Its questions stand in another order."


def _of_itself(was: Section, now: Section) -> Iterator[str]:
    if was.title != now.title:
        yield f"It was called “{was.title}”."
    if was.help != now.help:
        yield _help_said(was.help, now.help, "what it says at its head")


def _rank(one: Definition, other: Definition, section: Section) -> int:
    """The section's place among those that both versions have."""
    return [s.key for s in one.sections if other.section(s.key)].index(section.key)


def _shared(one: Section, other: Section) -> list[str]:
    there = {question.key for question in other.questions}
    return [question.key for question in one.questions if question.key in there]


def _left(was: Section, new: Definition) -> Iterator[str]:
    for question in was.questions:
        if new.question(question.key) is None:
            yield f"“{question.label}” is not asked any more."


def _of_question(question: Question, section: Section, old: Definition, new: Definition) -> Iterator[str]:
    was = old.question(question.key)
    if was is None:
        needed = ", and has to be answered" if question.required else ""
        yield f"“{question.label}” is new{needed}."
        return
    home = old.section_of(question.key)
    if home and home.key != section.key:
        yield f"“{question.label}” stood in “{home.title}”."
    yield from (f"“{question.label}”: {said}" for said in _changes(was, question, old, new))


def _changes(was: Question, now: Question, old: Definition, new: Definition) -> Iterator[str]:
    if was.label != now.label:
        yield f"it was asked as “{was.label}”."
    if was.kind != now.kind:
        yield f"its answer was “{was.kind.label.lower()}”, and is “{now.kind.label.lower()}”."
    if was.required != now.required:
        yield "it has to be answered now." if now.required else "it may be left blank now."
    if was.help != now.help:
        yield _help_said(was.help, now.help, "its help")
    yield from _choices_changed(was, now)
    if (was.low, was.high) != (now.low, now.high):
        yield f"0 means “{now.low}” and 10 means “{now.high}” (they meant “{was.low}” and “{was.high}”)."
    if was.shown_if != now.shown_if:
        said = condition_in_words(now.shown_if, new)
        yield f"it is asked {said[:1].lower()}{said[1:]}." if said else "it is always asked now."
    if was.lines != now.lines:
        yield f"its box is {'taller' if now.lines > was.lines else 'shorter'}."


def _choices_changed(was: Question, now: Question) -> Iterator[str]:
    before = {choice.value: choice.label for choice in was.choices}
    after = {choice.value: choice.label for choice in now.choices}
    for value, label in after.items():
        if value not in before:
            yield f"“{label}” can be chosen now."
        elif before[value] != label:
            yield f"the choice “{before[value]}” is now “{label}”."
    for value, label in before.items():
        if value not in after:
            yield f"“{label}” cannot be chosen any more."
    if [value for value in before if value in after] != [value for value in after if value in before]:
        yield "its choices stand in another order."


def _help_said(was: str, now: str, what: str) -> str:
    if not was:
        return f"{what} is new: “{now}”"
    return f"{what} was “{was}”, and is “{now}”" if now else f"{what} is gone: “{was}”"
