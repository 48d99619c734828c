"""What the fields of this app's models tell of living people: see hampshire/personal_data.py.

Reflections, hypotheses and personal notes are of staff as much as of families, and no part of a child's record (see
docs/adr): whoever answers a member of staff's own request reads them here.
"""

from hampshire.personal_data import NO, PERSONAL, SPECIAL, Fields

FIELDS: Fields = {
    "Supervision": {
        NO: "id kind version",
        PERSONAL: "supervisor worker team planned_for planned_by planned_at state held_on agreed_by_worker_at "
        "agreed_by_supervisor_at",
        SPECIAL: "missed_because",
    },
    "Attendee": {NO: "id", PERSONAL: "supervision staff"},
    "Item": {
        NO: "id kind order version",
        PERSONAL: "supervision family why url talked_about added_by added_at written_by written_at removed_at",
        SPECIAL: "text notes",
    },
    "Reflection": {NO: "id", PERSONAL: "item written_by written_at", SPECIAL: "text"},
    "Hypothesis": {
        NO: "id",
        PERSONAL: "item written_by written_at set_aside_at",
        SPECIAL: "text how_we_find_out",
    },
    "DecisionTaken": {NO: "id", PERSONAL: "item decision"},
    "PersonalNote": {NO: "id version", PERSONAL: "supervision theme written_by written_at", SPECIAL: "text"},
    "Policy": {NO: "id role kind every_days", PERSONAL: "worker until", SPECIAL: "because"},
}
