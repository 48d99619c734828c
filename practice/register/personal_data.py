"""What the fields of this app's models tell of living people: see hampshire/personal_data.py."""

from hampshire.personal_data import NO, PERSONAL, Fields

FIELDS: Fields = {
    "Entry": {NO: "id kind name about entered_at retired_on", PERSONAL: "owner entered_by retired_because"},
    "Vote": {NO: "id entry direction", PERSONAL: "by reason voted_at replaced_at"},
    "Change": {NO: "id entry made_on written_at", PERSONAL: "text written_by"},
}
