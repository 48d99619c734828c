"""A plan as it stood on a day, as JSON; and what changed between two such days, in words.

    {"title": "Quiet nights", "why": "...", "contingency": "...",
     "goals": [{"id", "text", "whose", "over": false, "because",
                "voices": {key: {"name", "score"}}, "leans": [{"id", "text"}],
                "actions": [{"id", "text", "owner", "who", "due_on", "done_on"}]}],
     "quotes": [{"id", "said"}], "strengths": [{"id", "text"}]}

Ids tell what is the same thing on both days; texts are kept as they were then. Pure but for `take`.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.text import Truncator

from hampshire.words import short_date
from practice.models import NextStep, Strength
from practice.plans.reading import GoalInPlan, PlanInFull

type Snapshot = Mapping[str, Any]

LONGEST_SAID = 240  # of somebody's words, in a sentence
OWNERS = {"family": "the family", "network": "their network", "us": "us"}


def take(full: PlanInFull) -> dict[str, Any]:
    """The plan as it stands, with the strengths of the family that are known now. One query."""
    strengths = Strength.objects.filter(family=full.plan.family_id, faded_on=None).standing().order_by("id")
    return {
        "title": full.plan.title,
        "why": full.plan.why_we_have_it,
        "contingency": full.plan.contingency,
        "goals": [_goal(one) for one in full.goals],
        "quotes": [{"id": str(one.quote_id), "said": one.in_story} for one in full.quotes],
        "strengths": [{"id": str(pk), "text": text} for pk, text in strengths.values_list("pk", "text")],
    }


def _goal(one: GoalInPlan) -> dict[str, Any]:
    return {
        "id": str(one.goal.pk),
        "text": one.goal.text,
        "whose": one.goal.whose.short_name if one.goal.whose else "",
        "over": one.is_over,
        "because": one.goal.no_strength_because,
        "voices": {
            key: {"name": rating.speaker if rating.person_id else "Worker", "score": rating.score}
            for key, rating in one.latest.items()
        },
        "leans": [{"id": str(strength.pk), "text": strength.text} for strength in one.leans],
        "actions": [_action(action) for action in one.actions],
    }


def _action(action: NextStep) -> dict[str, Any]:
    return {
        "id": str(action.pk),
        "text": action.text,
        "owner": action.owner,
        "who": action.who,
        "due_on": action.due_on.isoformat() if action.due_on else None,
        "done_on": timezone.localdate(action.done_at).isoformat() if action.done_at else None,
    }


# ---- What changed ---------------------------------------------------------------------------------------------------


def changes(before: Snapshot, after: Snapshot) -> list[str]:
    """What is different, each in a sentence: goals that came, ended or moved, actions, strengths, words."""
    earlier, later = _by_id(before.get("goals", ())), _by_id(after.get("goals", ()))
    return [
        *_came(earlier, later),
        *(line for key, goal in later.items() if key in earlier for line in _moved(earlier[key], goal)),
        *_left(earlier, later),
        *_actions_changed(earlier, later),
        *_strengths_joined(before, after),
        *_quotes_changed(before, after),
        *_words_changed(before, after),
    ]


def _by_id(rows: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {row["id"]: row for row in rows}


def _came(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> Iterator[str]:
    for key, goal in later.items():
        if key not in earlier:
            yield f"New goal: “{goal['text']}”."


def _left(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> Iterator[str]:
    for key, goal in earlier.items():
        if key not in later:
            yield f"“{goal['text']}” left the plan."


def _moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """The goal itself: whether it ended, each voice that says another number, and what it leans on."""
    if after["text"] != before["text"]:
        yield f"“{before['text']}” is now “{after['text']}”."
    if after["over"] != before["over"]:
        yield f"Goal {'ended' if after['over'] else 'taken up again'}: “{after['text']}”."
    for key, voice in after["voices"].items():
        was = before["voices"].get(key)
        if was is None:
            yield f"“{after['text']}”: {voice['name']} says {voice['score']} for the first time."
        elif was["score"] != voice["score"]:
            yield f"“{after['text']}”: {was['score']} → {voice['score']}, says {voice['name']}."
    leaned, leans = _by_id(before["leans"]), _by_id(after["leans"])
    for key, strength in leans.items():
        if key not in leaned:
            yield f"“{after['text']}” leans on a strength more: {strength['text']}."
    for key, strength in leaned.items():
        if key not in leans:
            yield f"“{after['text']}” leans no longer on: {strength['text']}."


def _actions_changed(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> Iterator[str]:
    before = _by_id(action for goal in earlier.values() for action in goal["actions"])
    after = _by_id(action for goal in later.values() for action in goal["actions"])
    for key, action in after.items():
        was = before.get(key)
        if was is None:
            yield f"{'Done' if action['done_on'] else 'New action'}: {action['text']} ({_who(action)})."
        else:
            yield from _action_moved(was, action)
    # An action of a goal that left the plan went with it, and is not named again.
    stayed = {action["id"] for key, goal in earlier.items() if key in later for action in goal["actions"]}
    for key, action in before.items():
        if key in stayed and key not in after:
            yield f"No longer needed: {action['text']}."


def _action_moved(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    if now["done_on"] and not was["done_on"]:
        yield f"Done: {now['text']} ({_who(now)})."
    elif was["done_on"] and not now["done_on"]:
        yield f"Open again: {now['text']}."
    if now["owner"] != was["owner"] or now["who"] != was["who"]:
        yield f"{now['text']}: now {_who(now)}, before {_who(was)}."
    if now["due_on"] != was["due_on"] and not now["done_on"]:
        yield f"{now['text']}: now {_by_when(now)}, before {_by_when(was)}."


def _who(action: Mapping[str, Any]) -> str:
    return action["who"] or OWNERS[action["owner"]]


def _by_when(action: Mapping[str, Any]) -> str:
    return f"by {short_date(date.fromisoformat(action['due_on']))}" if action["due_on"] else "without a day"


def _strengths_joined(before: Snapshot, after: Snapshot) -> Iterator[str]:
    known = {strength["id"] for strength in before.get("strengths", ())}
    for strength in after.get("strengths", ()):
        if strength["id"] not in known:
            yield f"New strength: {strength['text']}."


def _quotes_changed(before: Snapshot, after: Snapshot) -> Iterator[str]:
    """Their own words in the plan: which came, were put right where they stand, or left."""
    earlier, later = _by_id(before.get("quotes", ())), _by_id(after.get("quotes", ()))
    for key, quote in later.items():
        if key not in earlier:
            yield f"New words in the plan. {_short(quote)}"
        elif earlier[key]["said"] != quote["said"]:
            yield f"Their words were put right. {_short(quote)}"
    for key, quote in earlier.items():
        if key not in later:
            yield f"Words left the plan. {_short(quote)}"


def _short(quote: Mapping[str, Any]) -> str:
    return Truncator(quote["said"]).chars(LONGEST_SAID)


def _words_changed(before: Snapshot, after: Snapshot) -> Iterator[str]:
    said = {"title": "What they call it", "why": "Why we have a plan", "contingency": "If things get harder"}
    for name, label in said.items():
        if before.get(name, "") != after.get(name, ""):
            yield f"“{label}” was written anew."


# ---- Whose the actions are ------------------------------------------------------------------------------------------


def share_of_theirs(snapshot: Snapshot) -> tuple[int, int]:
    """How many of the actions that stood are the family's or their network's, and of how many.

    Counted are actions still to be done, and those done of goals still worked on.
    """
    owners = [a["owner"] for goal in snapshot.get("goals", ()) if not goal["over"] for a in goal["actions"]]
    return sum(owner != "us" for owner in owners), len(owners)
