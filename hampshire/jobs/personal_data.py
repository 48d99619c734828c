"""What the fields of this app's models tell of living people: see hampshire/personal_data.py."""

from hampshire.personal_data import NO, PERSONAL, Fields

FIELDS: Fields = {
    "Job": {
        NO: "id kind title params state done total message created_at started_at beat_at attempt finished_at "
        "cancel_asked_at",
        # An import's errors and report may name the child of a line that was refused.
        PERSONAL: "by error report",
    },
}
