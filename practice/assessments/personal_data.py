"""What the fields of this app's models tell of living people: see hampshire/personal_data.py."""

from hampshire.personal_data import NO, PERSONAL, Fields

FIELDS: Fields = {
    "Form": {
        NO: "id name slug purpose working_days register_entry made_at retired_on",
        PERSONAL: "made_by retired_by",
    },
    "FormVersion": {
        NO: "id form number definition state revision what_changed made_at changed_at published_at",
        PERSONAL: "made_by published_by",
    },
}
