"""What the fields of this app's models tell of living people: see hampshire/personal_data.py.

What was said, seen and written in a family's home may be of anything: all of it is special category.
"""

from hampshire.personal_data import NO, PERSONAL, SPECIAL, Fields

FIELDS: Fields = {
    "Draft": {
        NO: "id form version saved_from",
        PERSONAL: "staff family about started_at saved_at finished_at discarded_at",
        SPECIAL: "data",
    },
    "DraftAside": {NO: "id", PERSONAL: "draft set_aside_at", SPECIAL: "data"},
    "Visit": {
        NO: "id idempotency_key idempotency_body",  # two hashes: of the API's key and of what came with it
        PERSONAL: "family case draft happened_at minutes place place_detail announced purpose also_seen logged_by "
        "logged_at team_then was_lead_worker amended_at withdrawn_at withdrawn_by",
        SPECIAL: "account withdrawn_reason",
    },
    "VisitPerson": {
        NO: "id",
        PERSONAL: "visit person is_child seen seen_alone bedroom_seen",
        SPECIAL: "why_not_seen account",
    },
    "VisitRevision": {NO: "id", PERSONAL: "visit amended_at amended_by", SPECIAL: "reason before"},
    "Goal": {
        NO: "id kind higher_is_better",
        PERSONAL: "family whose domain started_on ended_on set_by visit written_at withdrawn_at",
        SPECIAL: "text zero_means ten_means no_strength_because",
    },
    "GoalStrength": {NO: "id", PERSONAL: "goal strength linked_by linked_at unlinked_at"},
    "Rating": {NO: "id", PERSONAL: "goal voice person score rated_on visit written_by written_at withdrawn_at"},
    "Quote": {
        NO: "id",
        PERSONAL: "family person whose said_on may_be_shared visit written_by written_at withdrawn_at",
        SPECIAL: "text translation language",
    },
    "NextStep": {
        NO: "id",
        PERSONAL: "family case owner who goal due_on visit written_by written_at done_at done_in_visit withdrawn_at",
        SPECIAL: "text how_we_will_know",
    },
    "Strength": {
        NO: "id",
        PERSONAL: "family person domain noticed_on noticed_by written_at faded_on faded_by withdrawn_at",
        SPECIAL: "text",
    },
    "Sighting": {NO: "id", PERSONAL: "strength visit seen_on seen_by withdrawn_at"},
    "Worry": {
        NO: "id",
        PERSONAL: "family person domain state state_since noted_on noted_by written_at withdrawn_at",
        SPECIAL: "text",
    },
    "WorryUpdate": {NO: "id", PERSONAL: "worry visit state found_on found_by withdrawn_at"},
    "WorryException": {
        NO: "id",
        PERSONAL: "worry visit happened_on told_by written_by written_at withdrawn_at",
        SPECIAL: "text",
    },
    "Rewording": {
        NO: "id",
        PERSONAL: "strength worry quote goal reworded_at reworded_by",
        SPECIAL: "before",
    },
    "Decision": {
        NO: "id",
        PERSONAL: "family owner due_on decided_on decided_by written_at closed_at withdrawn_at",
        SPECIAL: "text",
    },
    "DecisionReport": {
        NO: "id closes",
        PERSONAL: "decision visit reported_on reported_by written_at withdrawn_at",
        SPECIAL: "how_it_went",
    },
    "Rupture": {
        NO: "id",
        PERSONAL: "family visit happened_on written_by written_at repaired_on repaired_in_visit withdrawn_at",
        SPECIAL: "text how_repaired",
    },
    "Tool": {NO: "id name slug summary guidance good_for register_entry retired_on"},
    "VisitTool": {NO: "id", PERSONAL: "visit tool withdrawn_at"},
}
