"""What the fields of this app's models tell of living people: see hampshire/personal_data.py.

A figure of few is of somebody: what may leave the pages goes through outcomes/shown.py, which keeps small numbers back.
"""

from hampshire.personal_data import NO, PERSONAL, Fields

FIELDS: Fields = {
    "Journey": {PERSONAL: "id goal voice person family team first last month until change"},
    "MetricCell": {NO: "id metric team month", PERSONAL: "n numerator missing"},
    "MetricRun": {NO: "id scope team started_at published_at snapshots_written basis"},
    "MetricSnapshot": {
        NO: "id metric facet definition_version team period period_start period_end run version computed_at "
        "superseded_at",
        PERSONAL: "n numerator missing value low high change change_low change_high parts",
    },
    "StaleMark": {NO: "id team since marked_at is_counted"},
}
