"""What the fields of this app's models tell of living people: see hampshire/personal_data.py."""

from hampshire.personal_data import NO, PERSONAL, Fields

FIELDS: Fields = {
    "OneTimeLink": {
        NO: "id purpose digest expires_at",
        PERSONAL: "subject_id family_id made_by made_at used_at withdrawn_at",
    }
}
