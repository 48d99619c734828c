"""The agenda: take up what was noticed, bring something, write what was said, decide."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cases.models import Family
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.permissions import require
from practice.actions import decisions
from practice.agenda import Raised
from practice.models import Decision
from practice.supervision.actions.supervisions import changed, keep_days, locked
from practice.supervision.models import DecisionTaken, Hypothesis, Item, Reflection, Supervision
from practice.supervision.permissions import can_remove, can_write
from practice.supervision.raising import identity, usually

NOT_ABOUT_FAMILIES = "Personal supervision is not about families. Plan case supervision for that."


class WrittenMeanwhileError(Exception):
    """Somebody else wrote here since the page was opened. `item` is as they left it; nothing was changed."""

    def __init__(self, item: Item) -> None:
        super().__init__("Somebody else wrote here meanwhile.")
        self.item = item


@transaction.atomic
def take_up(*, supervision: Supervision, by: Staff, raised: Iterable[Raised]) -> list[Item]:
    """Put what was noticed about families on the agenda. The same thing about a family is there once."""
    supervision = locked(supervision)
    require(can_write(by, supervision))
    _about_families(supervision)
    there = {identity(item) for item in supervision.items.standing()}
    new = [one for one in raised if identity(one) not in there]
    first = _next_place(supervision)
    items = [
        Item(
            supervision=supervision,
            family_id=one.family_id,
            kind=usually(one.why),
            why=one.why,
            text=one.text[:300],
            url=one.url,
            order=first + number,
            added_by=by,
        )
        for number, one in enumerate(new)
    ]
    Item.objects.bulk_create(items)
    if items:
        changed(supervision=supervision)
        AuditEvent.record("supervision.agenda-chosen", by=by, subject=supervision, items=len(items))
    return items


@transaction.atomic
def bring(*, supervision: Supervision, by: Staff, family: Family, text: str, kind: str) -> Item:
    """Put something of one's own on the agenda."""
    supervision = locked(supervision)
    require(can_write(by, supervision))
    _about_families(supervision)
    item = Item.objects.create(
        supervision=supervision,
        family=family,
        kind=kind,
        why=Item.Why.OWN,
        text=text.strip(),
        order=_next_place(supervision),
        added_by=by,
    )
    changed(supervision=supervision)
    AuditEvent.record("supervision.item-brought", by=by, family=family, subject=supervision)
    return item


@transaction.atomic
def write(
    *, item: Item, by: Staff, version: int, kind: str, talked_about: bool, notes: str = "", reflection: str = ""
) -> Item:
    """Write what was said of an item: `notes` for the family's record, `reflection` for those who were there.

    `version` is the item's when the writer began. Raises WrittenMeanwhileError where it has another now.
    """
    supervision = locked(item.supervision)
    require(can_write(by, supervision))
    item = _item(item)
    if version != item.version:
        raise WrittenMeanwhileError(item)
    before = (item.kind, item.talked_about, item.notes, item.thoughts)
    talked_about = talked_about or bool(notes.strip() or reflection.strip())
    if (kind, talked_about, notes, reflection) == before:
        return item
    if reflection != item.thoughts:
        Reflection.objects.update_or_create(
            item=item, defaults={"text": reflection, "written_by": by, "written_at": timezone.now()}
        )
    item.kind, item.talked_about, item.notes = kind, talked_about, notes
    item.version, item.written_by, item.written_at = version + 1, by, timezone.now()
    item.save(update_fields=["kind", "talked_about", "notes", "version", "written_by", "written_at"])
    changed(supervision=supervision)
    if supervision.is_held:
        keep_days(family_ids=[item.family_id])
    AuditEvent.record("supervision.item-written", by=by, family=item.family_id, subject=supervision)
    return _item(item)


@transaction.atomic
def remove(*, item: Item, by: Staff) -> Item:
    """Take off the agenda what nobody has written about yet."""
    supervision = locked(item.supervision)
    item = _item(item)
    item.supervision = supervision
    require(can_remove(by, item))
    item.removed_at = timezone.now()
    item.save(update_fields=["removed_at"])
    changed(supervision=supervision)
    AuditEvent.record("supervision.item-removed", by=by, family=item.family_id, subject=supervision)
    return item


@transaction.atomic
def decide(*, item: Item, by: Staff, text: str, owner: Staff | None = None, due_on: date | None = None) -> Decision:
    """Decide something about the item's family: it stands on their next visit's page until it is closed."""
    supervision = locked(item.supervision)
    require(can_write(by, supervision))
    day = supervision.held_on or timezone.localdate()
    if there := _pressed_twice(item, text, owner, due_on):
        return there
    decision = decisions.decide(family=item.family, by=by, text=text, owner=owner, due_on=due_on, on=day)
    DecisionTaken.objects.create(item=item, decision=decision)
    if not item.talked_about:
        Item.objects.filter(pk=item.pk).update(talked_about=True)
    changed(supervision=supervision)
    if supervision.is_held:
        keep_days(family_ids=[item.family_id])
    AuditEvent.record("supervision.decided", by=by, family=item.family_id, subject=supervision)
    return decision


def _pressed_twice(item: Item, text: str, owner: Staff | None, due_on: date | None) -> Decision | None:
    """The same decision, still open, of the same item: its button was pressed again before the page came back."""
    same = Decision.objects.still_open().filter(taken_in__item=item, text=text.strip(), owner=owner, due_on=due_on)
    return same.first()


@transaction.atomic
def suppose(*, item: Item, by: Staff, text: str, how_we_find_out: str = "") -> Hypothesis:
    """Offer one way to understand what is happening, and what would show that it is not so."""
    supervision = locked(item.supervision)
    require(can_write(by, supervision))
    if not text.strip():
        raise ValidationError({"text": "Say what it may be"})
    told = {"text": text.strip(), "how_we_find_out": how_we_find_out.strip(), "written_by": by}
    if there := item.hypotheses.standing().filter(**told).first():  # a button pressed twice
        return there
    hypothesis = item.hypotheses.create(**told)
    changed(supervision=supervision)
    AuditEvent.record("supervision.supposed", by=by, family=item.family_id, subject=supervision)
    return hypothesis


@transaction.atomic
def set_aside(*, hypothesis: Hypothesis, by: Staff) -> Hypothesis:
    """Let a hypothesis go."""
    supervision = locked(hypothesis.item.supervision)
    require(can_write(by, supervision))
    hypothesis.set_aside_at = timezone.now()
    hypothesis.save(update_fields=["set_aside_at"])
    changed(supervision=supervision)
    AuditEvent.record("supervision.hypothesis-set-aside", by=by, subject=supervision)
    return hypothesis


def _about_families(supervision: Supervision) -> None:
    if not supervision.is_about_families:
        raise ValidationError(NOT_ABOUT_FAMILIES)


def _item(item: Item) -> Item:
    return Item.objects.select_related("family", "supervision", "reflection", "written_by").get(pk=item.pk)


def _next_place(supervision: Supervision) -> int:
    last: int | None = supervision.items.aggregate(last=Max("order"))["last"]
    return 0 if last is None else last + 1
