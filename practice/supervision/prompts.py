"""Questions that open a conversation up, in our own words. A few at a time, a different few each time."""

from dataclasses import dataclass
from uuid import UUID

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question, and what it is about."""

    theme: str
    text: str


THEMES: dict[str, tuple[str, ...]] = {
    "The plan": (
        "Whose idea was this plan? What would the child add?",
        "Which part of the plan would the family keep if we left tomorrow?",
        "What are we asking of them that we have not asked of ourselves?",
        "If nothing moved for another month, what would we do differently?",
        "Which action could be the grandmother’s, the neighbour’s, the school’s?",
    ),
    "The child": (
        "What is a good day like for this child? When was the last one?",
        "Which of the child’s own words have stayed with you?",
        "What do they know of why we come? Who told them?",
        "If the youngest could choose one thing to be different, what would it be?",
        "Whom do they turn to when nobody else is there?",
        "What would they say about you if a friend asked?",
    ),
    "The relationship": (
        "When did they last surprise you?",
        "What would they say you do not understand yet?",
        "Where has trust been strained, and who might begin to mend it?",
        "What is it like to be visited by us?",
        "When did you last tell them something they had done well?",
        "Who else could they tell the truth to, if not to you?",
    ),
    "Strengths and worries": (
        "When did the worry not happen? What was different that day?",
        "Which strength have we stopped noticing?",
        "What would have to be seen, and by whom, for us to worry less?",
        "What are we most worried about, in words the parents would use?",
        "What keeps this from being worse than it is?",
        "Are we as sure of the good news as we are of the bad?",
    ),
    "Seeing it otherwise": (
        "What else could explain this?",
        "What would have to be true for you to change your mind?",
        "Whose account have we not heard, and why?",
        "How would this look to somebody who grew up where they did?",
        "What are we taking for granted about this father?",
        "If this were another family, in another street, would we decide the same?",
        "Which story about this family did we inherit?",
    ),
    "You": (
        "Where in your body do you feel this family?",
        "What do you find yourself not asking?",
        "What do you need from me before the next visit?",
        "What did you do here that you would like to do again?",
        "What are you carrying home from this one?",
        "What would you try if you knew I would stand behind it?",
    ),
}

PROMPTS = [Prompt(theme, text) for theme, texts in THEMES.items() for text in texts]
# Walked in steps that share no divisor with their number, so that three in a row are of three themes, and all come up.
_STEP = 7


def prompts_for(supervision_id: UUID, turn: int = 0) -> list[Prompt]:
    """Three questions for a supervision; with each `turn` the next three. The same each time the page is opened."""
    start = supervision_id.int % len(PROMPTS)
    places = (start + _STEP * (turn * SHOWN + number) for number in range(SHOWN))
    return [PROMPTS[place % len(PROMPTS)] for place in places]
