"""What the fields of this app's models tell of living people: see hampshire/personal_data.py."""

from hampshire.personal_data import NO, PERSONAL, SPECIAL, Fields

FIELDS: Fields = {
    "Form": {
        NO: "id name slug purpose working_days register_entry made_at retired_on",
        PERSONAL: "made_by retired_by",
    },
    "FormVersion": {
        NO: "id form number definition state revision what_changed made_at changed_at published_at",
        PERSONAL: "made_by published_by",
    },
    "Assessment": {
        NO: "id form version",
        PERSONAL: "family case state started_on started_by due_on submitted_at submitted_by authorised_at "
        "authorised_by withdrawn_at withdrawn_by",
        SPECIAL: "reason withdrawn_reason",
    },
    "AssessmentChild": {NO: "id", PERSONAL: "assessment child"},
    "SectionAnswers": {
        NO: "id key version",
        PERSONAL: "assessment saved_at saved_by saved_from",
        SPECIAL: "answers",
    },
    "SectionRevision": {
        NO: "id kind version window",
        PERSONAL: "section written_by written_at kept_at settled_at",
        SPECIAL: "answers",
    },
    "Comment": {
        NO: "id key",
        PERSONAL: "assessment written_by written_at answered_by answered_at",
        SPECIAL: "text answer",
    },
    "Move": {NO: "id name", PERSONAL: "assessment from_state to_state moved_by moved_at", SPECIAL: "why"},
    "AssessmentRating": {NO: "id question", PERSONAL: "assessment rating"},
}
