"""What the fields of this app's models tell of living people: see hampshire/personal_data.py."""

from hampshire.personal_data import Fields

FIELDS: Fields = {}
