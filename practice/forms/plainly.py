"""What was typed, as lines to be read: for a version that was set aside."""

from practice.drafting import Typed as Raw
from practice.forms.between_us import DONE, FURTHER
from practice.forms.typed import Typed
from practice.sheet import Sheet

FIELDS = {
    "happened_on": "Day",
    "happened_time": "Time",
    "minutes": "Minutes with the family",
    "place_detail": "Where",
    "also_seen": "Also there",
    "account": "What happened",
    "rupture": "What strained it between us",
    "reason": "Why it is changed",
}
ROWS = {
    "quotes": "Their words",
    "strengths": "New strength",
    "worries": "New worry",
    "goals": "New goal",
    "steps": "Next",
}


def plain_lines(sheet: Sheet, raw: Raw) -> list[tuple[str, str]]:
    """A label and what was written under it, in the order of the page; nothing for what was left blank."""
    typed = Typed(raw)
    lines = [(label, typed[name]) for name, label in FIELDS.items()]
    for child in sheet.children:
        lines.append((child.name, ", ".join(_child(typed, f"child-{child.id}"))))
        lines.append((f"{child.name}’s part", typed[f"child-{child.id}-account"]))
    there = set(typed.all("there"))
    lines.append(("Adults seen", ", ".join(adult.name for adult in sheet.adults if adult.id in there)))
    again = set(typed.all("resighted"))
    lines += [("Seen again", one.text) for one in sheet.strengths if one.id in again]
    lines += [(f"Worry: {one.text}", typed[f"worry-{one.id}"]) for one in sheet.worries]
    lines += [(f"When it did not happen: {one.text}", typed[f"without-{one.id}"]) for one in sheet.worries]
    for goal in sheet.goals:
        scores = [(voice.name, typed[f"rating-{goal.id}-{voice.key}"]) for voice in sheet.voices]
        lines.append((f"“{goal.text}”", ", ".join(f"{name} {score}" for name, score in scores if score)))
    lines += _between_us(sheet, typed)
    lines += [(label, typed[f"{row}-text"]) for kind, label in ROWS.items() for row in typed.rows(kind)]
    return [(label, text) for label, text in lines if text]


def _between_us(sheet: Sheet, typed: Typed) -> list[tuple[str, str]]:
    """Decisions, what was mended, and the tools used."""
    told = [(f"Decided: {one.text}", f"decision-{one.id}") for one in sheet.decisions]
    told += [(f"Strained: {one.text}", f"repair-{one.id}") for one in sheet.ruptures]
    outcomes = {DONE: "done", FURTHER: "taken further", "1": "mended"}
    lines = [
        (label, ". ".join(filter(None, [outcomes.get(typed[name], ""), typed[f"{name}-how"]]))) for label, name in told
    ]
    used = set(typed.all("tools"))
    return [*lines, ("Tools used", ", ".join(tool.name for tool in sheet.tools if tool.id in used))]


def _child(typed: Typed, prefix: str) -> list[str]:
    told = {"seen": "seen", "alone": "seen alone", "bedroom": "bedroom seen"}
    return [words for name, words in told.items() if typed[f"{prefix}-{name}"]] + list(
        filter(None, [typed[f"{prefix}-why"]])
    )
