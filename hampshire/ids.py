"""Ids that go into URLs: UUIDv7, unguessable and sorted by time (RFC 9562)."""

from uuid import UUID

import uuid_utils.compat
from django.db import models


def new_id() -> UUID:
    """A new UUIDv7, as the standard library's own UUID type."""
    return uuid_utils.compat.uuid7()


class Identified(models.Model):
    """A row known by an unguessable id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True
