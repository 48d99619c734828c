"""What the fields of this app's models tell of living people: see hampshire/personal_data.py."""

from hampshire.personal_data import NO, PERSONAL, SPECIAL, Fields

FIELDS: Fields = {
    "Asking": {NO: "id how", PERSONAL: "visit person voice link asked_by asked_at"},
    "Wording": {NO: "id language sentences is_offered", PERSONAL: "checked_by changed_by changed_at"},
    "VisitRating": {
        NO: "id how",
        PERSONAL: "family visit asking person voice listened mattered suited trust rather_not_say score said_on "
        "written_at entered_by withdrawn_at withdrawn_by",
        SPECIAL: "words",
    },
}
