"""What the fields of this app's models tell of living people: see hampshire/personal_data.py."""

from hampshire.personal_data import NO, PERSONAL, Fields

FIELDS: Fields = {
    "AuditEvent": {
        # Who did what to which family is personal, of both. The details hold ids, counts and names of fields.
        NO: "id is_read channel request_id",
        PERSONAL: "at verb by family_id subject_type subject_id details address",
    },
}
