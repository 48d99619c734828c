"""What the fields of this app's models tell of living people: see hampshire/personal_data.py.

A plan may speak of anything in a family's life, so all of its text is special category.
"""

from hampshire.personal_data import NO, PERSONAL, SPECIAL, Fields

FIELDS: Fields = {
    "Plan": {
        NO: "id version",
        PERSONAL: "family kind started_on next_review_on next_core_group_on made_by written_at ended_on ended_by",
        SPECIAL: "title why_we_have_it contingency who_to_ring began_as end_reason end_words",
    },
    "PlanGoal": {NO: "id order", PERSONAL: "plan goal added_on added_by removed_on removed_by"},
    "PlanQuote": {
        NO: "id",
        PERSONAL: "plan quote language whose said_on added_on added_by",
        SPECIAL: "text translation",
    },
    "PlanWords": {NO: "id line whose", PERSONAL: "plan person marked_by marked_at"},
    "PlanReview": {
        NO: "id number kind version",
        PERSONAL: "plan held_on also_came next_review_on held_by written_at withdrawn_at withdrawn_by",
        SPECIAL: "what_people_said snapshot withdrawn_reason",
    },
    "PlanReviewRevision": {NO: "id", PERSONAL: "review amended_by amended_at", SPECIAL: "before reason"},
    "ReviewPerson": {NO: "id", PERSONAL: "review person"},
    "ReviewQuote": {NO: "id", PERSONAL: "review quote language whose said_on", SPECIAL: "text translation"},
    "NetworkMeeting": {
        NO: "id",
        PERSONAL: "family plan offered_on answer held_on also_came where_kept written_by written_at",
        SPECIAL: "why_not their_plan",
    },
    "MeetingPerson": {NO: "id", PERSONAL: "meeting person"},
    "PlanPart": {NO: "id kind register_entry"},
    "PlanTranslation": {
        NO: "id",
        PERSONAL: "plan language translated_by checked_on written_by written_at",
        SPECIAL: "lines",
    },
    "PlanReply": {
        NO: "id",
        PERSONAL: "plan person whose received_on written_by written_at withdrawn_at",
        SPECIAL: "text",
    },
}
