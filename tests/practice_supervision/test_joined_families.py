"""What was talked about goes along when two families are found to be one, and comes back when they are parted."""

from django.utils import timezone

from cases.actions import families, joins
from cases.models import Case, Family
from hampshire.accounts.models import Staff, Team
from practice.agenda import Raised
from practice.supervision import record
from practice.supervision.actions import items, supervisions
from practice.supervision.models import Item, Supervision


def test_items_their_links_and_the_day_go_along_and_come_back(
    supervision: Supervision, family: Family, case: Case, supervisor: Staff, lead_worker: Staff, east: Team
) -> None:
    today = timezone.localdate()
    noticed = Raised(family.pk, "late", "visit was due", today, f"/families/{family.pk}/visits/")
    [item] = items.take_up(supervision=supervision, by=lead_worker, raised=[noticed])
    items.write(item=item, by=lead_worker, version=0, kind="procedural", talked_about=True, notes="Arranged")
    supervisions.hold(supervision=supervision, by=supervisor, on=today)
    kept = families.create(name="Hale", team=east, by=lead_worker)

    join = joins.join(gone=family, kept=kept, by=lead_worker)
    assert [one.notes for one in record.items_on_record(kept)] == ["Arranged"]
    assert not record.items_on_record(family).exists()
    assert Item.objects.get().url == f"/families/{kept.pk}/visits/"
    assert Case.objects.get(family=kept).last_talked_about_on == today

    joins.undo(join=join, by=lead_worker)
    assert [one.notes for one in record.items_on_record(family)] == ["Arranged"]
    assert Item.objects.get().url == f"/families/{family.pk}/visits/"
    case.refresh_from_db()
    assert (case.family_id, case.last_talked_about_on) == (family.pk, today)
