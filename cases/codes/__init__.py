"""The code sets a council reports by, with a label for the screen, in the shape of Django's `choices`.

Nothing here imports Django: models, forms and the readers of returns all take their codes from this one place.
"""

from cases.codes.care import (
    ACCOMMODATION,
    ADOPTER_LEGAL_STATUSES,
    ADOPTER_SEXES,
    ADOPTION_PLACEMENT_END_REASONS,
    CARE_LEAVER_ACTIVITIES,
    EPISODE_END_REASONS,
    IN_TOUCH,
    LEGAL_STATUSES,
    MISSING_TYPES,
    PLACEMENT_CHANGE_REASONS,
    PLACEMENT_PROVIDERS,
    PLACEMENT_TYPES,
    PREVIOUS_PERMANENCE,
    REASONS_FOR_NEW_EPISODE,
    REVIEW_PARTICIPATION,
    SDQ_REASONS,
    WORKER_CHANGE_REASONS,
)
from cases.codes.need import (
    ABUSE_CATEGORIES,
    ASSESSMENT_FACTORS,
    CLOSURE_REASONS,
    PRIMARY_NEEDS,
    REFERRAL_SOURCES,
)
from cases.codes.people import (
    DISABILITIES,
    ETHNICITIES,
    SEX_OF_OLD_GENDER_CODES,
    SEXES,
    UPN_UNKNOWN_REASONS,
)

__all__ = [
    "ABUSE_CATEGORIES",
    "ACCOMMODATION",
    "ADOPTER_LEGAL_STATUSES",
    "ADOPTER_SEXES",
    "ADOPTION_PLACEMENT_END_REASONS",
    "ASSESSMENT_FACTORS",
    "CARE_LEAVER_ACTIVITIES",
    "CLOSURE_REASONS",
    "DISABILITIES",
    "EPISODE_END_REASONS",
    "ETHNICITIES",
    "IN_TOUCH",
    "LEGAL_STATUSES",
    "MISSING_TYPES",
    "PLACEMENT_CHANGE_REASONS",
    "PLACEMENT_PROVIDERS",
    "PLACEMENT_TYPES",
    "PREVIOUS_PERMANENCE",
    "PRIMARY_NEEDS",
    "REASONS_FOR_NEW_EPISODE",
    "REFERRAL_SOURCES",
    "REVIEW_PARTICIPATION",
    "SDQ_REASONS",
    "SEXES",
    "SEX_OF_OLD_GENDER_CODES",
    "UPN_UNKNOWN_REASONS",
    "WORKER_CHANGE_REASONS",
    "label_for",
]


def label_for(codes: list[tuple[str, str]], code: str) -> str:
    """The label of `code`, or the code itself where the set does not know it (an old return, a newer year)."""
    return dict(codes).get(code, code)
