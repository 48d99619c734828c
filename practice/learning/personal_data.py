"""What the fields of this app's models tell of living people: see hampshire/personal_data.py."""

from hampshire.personal_data import NO, PERSONAL, SPECIAL, Fields

FIELDS: Fields = {
    "Observation": {
        NO: "id kind",
        PERSONAL: "worker observer family visit consent planned_for planned_by planned_at state observed_on "
        "compared_at",
        SPECIAL: "cancelled_because family_words learnt next_step",
    },
    "SkillScore": {NO: "id skill side", PERSONAL: "observation score", SPECIAL: "why"},
    "ScoreDraft": {NO: "id side version saved_from", PERSONAL: "observation saved_at", SPECIAL: "data"},
    "ScoreAside": {NO: "id window", PERSONAL: "draft written_at", SPECIAL: "data"},
    # Of nobody who could be told: at least ten people might have given each, and nothing says who did.
    "MirrorAnswer": {NO: "id quarter team listens notices straight together keeps repairs"},
    "MirrorTaken": {NO: "id quarter", PERSONAL: "mark"},
    "Course": {NO: "id name slug summary about for_whom hours register_entry retired_on"},
    "Session": {NO: "id course held_on where places called_off_because"},
    "Attendance": {NO: "id session", PERSONAL: "staff state booked_at withdrawn_at"},
    "Competence": {NO: "id course skill", PERSONAL: "staff level agreed_by on replaced_at"},
    "Affirmation": {NO: "id", PERSONAL: "to by family visit on written_at", SPECIAL: "moment text"},
}
