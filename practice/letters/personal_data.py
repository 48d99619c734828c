"""What the fields of this app's models tell of living people: see hampshire/personal_data.py.

A letter may speak of anything in somebody's life, so all of its text is special category.
"""

from hampshire.personal_data import NO, PERSONAL, SPECIAL, Fields

FIELDS: Fields = {
    "LetterKind": {NO: "id kind register_entry"},
    "Letter": {
        NO: "id kind",
        PERSONAL: "family to dear visit anew_from author begun_at written_at given_on given_by how taken_back_at "
        "taken_back_by",
        SPECIAL: "parts given_as taken_back_because",
    },
    "LetterQuote": {NO: "id", PERSONAL: "letter quote language whose said_on", SPECIAL: "text translation"},
    "LetterStrength": {NO: "id", PERSONAL: "letter strength", SPECIAL: "text"},
    "LetterStep": {NO: "id", PERSONAL: "letter step owner who due_on", SPECIAL: "text"},
    "LetterTranslation": {
        NO: "id",
        PERSONAL: "letter language translated_by checked_on written_by written_at",
        SPECIAL: "lines",
    },
    "LetterReply": {
        NO: "id",
        PERSONAL: "letter person whose received_on written_by written_at withdrawn_at",
        SPECIAL: "text",
    },
}
