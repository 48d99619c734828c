"""What the fields of this app's models tell of living people: see hampshire/personal_data.py."""

from hampshire.personal_data import NO, PERSONAL, Fields

FIELDS: Fields = {
    "Staff": {
        NO: "password",  # a hash, which tells nothing of anybody
        PERSONAL: "id last_login email name job_title registration_number phone is_active created_at",
    },
    "Team": {NO: "id name kind parent practice_began_on closed_on"},
    "TeamLineage": {NO: "id team ancestor depth"},
    "SavedView": {NO: "id page", PERSONAL: "staff name query"},
    "Membership": {NO: "id", PERSONAL: "staff team role starts_on ends_on"},
}
