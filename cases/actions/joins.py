"""Two families found to be one: join them, and take that back within thirty days."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from cases import belongings, chronology, hooks
from cases.actions.cases import follow_children
from cases.models import Case, ChronologyEntry, Family, FamilyJoin, FamilyMember, NetworkMember, Pathway
from cases.permissions import can_join_families, can_undo_join
from cases.search.index import index_family
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.permissions import require


@transaction.atomic
def join(*, gone: Family, kept: Family, by: Staff) -> FamilyJoin:
    """Make everybody in `gone` part of `kept`, with all that was written about them and the work we do for them.

    An open case of `gone` goes on as `kept`'s, or where `kept` has one open too, its children come into that one. Who
    opened `gone` stays on record there.
    Raises PermissionDenied unless `by` may write on both, and where `gone` was joined with another already.
    """
    gone, kept = _locked(gone, kept)
    require(can_join_families(by, gone, kept))
    if gone.joins_into.standing().exists() or kept.joins_into.standing().exists():
        raise PermissionDenied("One of these two is part of another family already.")
    above = {floor.name: floor.before(gone, kept) for floor in hooks.on_families_joined}
    work = _join_work(gone, kept)
    written = belongings.move(gone, kept)
    moved = {**_move_members(gone, kept), **_move_network(gone, kept), **work, **written, "above": above}
    done = FamilyJoin.objects.create(gone=gone, kept=kept, joined_by=by, moved=moved)
    for floor in hooks.on_families_joined:
        floor.after(gone, kept)
    _tell(kept, f"{gone.title} is part of this family: two records were one", gone.get_absolute_url(), done, by)
    _tell(gone, f"Goes on in the record of the {kept.title}", kept.get_absolute_url(), done, by)
    for family in (gone, kept):
        index_family(family)
        AuditEvent.record("family.joined", by=by, family=family, subject=done, rows=belongings.count(moved))
    _tell_floors_above(gone, kept)
    return done


@transaction.atomic
def undo(*, join: FamilyJoin, by: Staff) -> FamilyJoin:
    """Take two joined families apart again, as they were.

    What was written since stays in `kept`, or goes with the case it was written in where that goes back to `gone`.
    Raises PermissionDenied after thirty days, and where the case that goes on in `kept` has been closed since.
    """
    join = FamilyJoin.objects.select_for_update(of=("self",)).select_related("gone", "kept").get(pk=join.pk)
    require(can_undo_join(by, join))
    gone, kept = _locked(join.gone, join.kept)
    _must_go_on(join.moved)
    _return_members(join.moved)
    _return_network(join.moved)
    belongings.give_back(join.moved, gone, kept)
    _return_work(join.moved, gone, kept)
    for floor in hooks.on_families_joined:
        floor.undone(join.moved.get("above", {}).get(floor.name, {}), gone, kept)
    join.undone_at, join.undone_by = timezone.now(), by
    join.save(update_fields=["undone_at", "undone_by"])
    _tell(kept, f"{gone.title} is apart from this family again", gone.get_absolute_url(), join, by)
    _tell(gone, f"Apart from the {kept.title} again", kept.get_absolute_url(), join, by)
    for family in (gone, kept):
        index_family(family)
        AuditEvent.record("family.join-undone", by=by, family=family, subject=join)
    _tell_floors_above(gone, kept)
    return join


def _locked(gone: Family, kept: Family) -> tuple[Family, Family]:
    """Both, locked in one order whoever asks, so that two people joining them never wait for each other."""
    found = {f.pk: f for f in Family.objects.select_for_update().filter(pk__in=[gone.pk, kept.pk]).order_by("pk")}
    return found[gone.pk], found[kept.pk]


def _tell_floors_above(gone: Family, kept: Family) -> None:
    """The teams answerable before, as fetched, and now."""
    now = Family.objects.filter(pk__in=[gone.pk, kept.pk]).values_list("team", flat=True)
    hooks.tell({gone.team_id, kept.team_id, *now})


def _tell(family: Family, text: str, url: str, subject: FamilyJoin, by: Staff) -> None:
    chronology.record(family, ChronologyEntry.Kind.PEOPLE, timezone.now(), text, by=by, subject=subject, url=url)


# ---- People ---------------------------------------------------------------------------------------------------------


def _move_members(gone: Family, kept: Family) -> dict[str, list[str]]:
    moving = list(gone.members.current())
    here = set(kept.members.current().values_list("person_id", flat=True))
    made = [
        FamilyMember(
            family=kept,
            person_id=member.person_id,
            role=member.role,
            role_in_words=member.role_in_words,
            lives_here=member.lives_here,
            joined_on=member.joined_on,
        )
        for member in moving
        if member.person_id not in here
    ]
    gone.members.current().update(left_on=Greatest(F("joined_on"), timezone.localdate()))
    FamilyMember.objects.bulk_create(made)
    return {"members_ended": _ids(moving), "members_made": _ids(made)}


def _move_network(gone: Family, kept: Family) -> dict[str, list[str]]:
    moving = list(gone.network.current())
    here = set(kept.network.current().values_list("person_id", flat=True))
    made = [
        NetworkMember(
            family=kept,
            person_id=member.person_id,
            kind=member.kind,
            who_they_are=member.who_they_are,
            what_they_do=member.what_they_do,
            starts_on=member.starts_on,
        )
        for member in moving
        if member.person_id not in here
    ]
    gone.network.current().update(ends_on=Greatest(F("starts_on"), timezone.localdate()))
    NetworkMember.objects.bulk_create(made)
    return {"network_ended": _ids(moving), "network_made": _ids(made)}


def _return_members(moved: dict[str, Any]) -> None:
    now = timezone.localdate()
    FamilyMember.objects.filter(pk__in=moved["members_made"], left_on=None).update(
        left_on=Greatest(F("joined_on"), now)
    )
    FamilyMember.objects.filter(pk__in=moved["members_ended"]).update(left_on=None)


def _return_network(moved: dict[str, Any]) -> None:
    now = timezone.localdate()
    NetworkMember.objects.filter(pk__in=moved["network_made"], ends_on=None).update(
        ends_on=Greatest(F("starts_on"), now)
    )
    NetworkMember.objects.filter(pk__in=moved["network_ended"]).update(ends_on=None)


def _ids(rows: list[Any]) -> list[str]:
    return [str(row.pk) for row in rows]


# ---- Our work with them ---------------------------------------------------------------------------------------------


def _join_work(gone: Family, kept: Family) -> dict[str, Any]:
    """Before the cases move: no family has two open at a time."""
    theirs, ours = gone.open_case(lock=True), kept.open_case(lock=True)
    if theirs is None:
        return {}
    if ours is None:
        before = str(kept.team_id)
        Family.objects.filter(pk=kept.pk).update(team=theirs.team_id)
        return {"case": str(theirs.pk), "kept_team": before}
    here = ours.involvements.values("child_id")
    moving = list(theirs.involvements.filter(ends_on=None).exclude(child_id__in=here))
    theirs.involvements.filter(pk__in=_ids(moving)).update(case=ours)
    _go_on_in(theirs, ours)
    follow_children(case=ours)
    return {"involvements": _ids(moving), "from_case": str(theirs.pk), "into_case": str(ours.pk)}


def _go_on_in(theirs: Case, ours: Case) -> None:
    """Close a case without a reason of its own: it goes on in another."""
    today = timezone.localdate()
    theirs.closed_on, theirs.joined_into = max(today, theirs.opened_on), ours
    theirs.save(update_fields=["closed_on", "joined_into"])
    end = {"ends_on": Greatest(F("starts_on"), today), "ended_with_case": True}
    theirs.allocations.filter(ends_on=None).update(**end)
    left = theirs.involvements.filter(ends_on=None)
    Pathway.objects.filter(involvement__in=left, ends_on=None).update(**end)
    left.update(**end)


def _must_go_on(moved: dict[str, Any]) -> None:
    """The case that goes on in the family kept, locked. Raises PermissionDenied where it was closed since."""
    pk = moved.get("case") or moved.get("into_case")
    if pk and not Case.objects.select_for_update().get(pk=pk).is_open:
        raise PermissionDenied("The case was closed since, so these families cannot be taken apart here.")


def _return_work(moved: dict[str, Any], gone: Family, kept: Family) -> None:
    if "case" in moved:
        Case.objects.filter(pk=moved["case"]).update(family=gone)
        Family.objects.filter(pk=kept.pk).update(team=moved["kept_team"])
    if "from_case" in moved:
        theirs = Case.objects.select_for_update().get(pk=moved["from_case"])
        ours = Case.objects.get(pk=moved["into_case"])
        theirs.closed_on, theirs.joined_into = None, None
        theirs.save(update_fields=["closed_on", "joined_into"])
        go_on = {"ends_on": None, "ended_with_case": False}
        theirs.allocations.filter(ended_with_case=True).update(**go_on)
        Pathway.objects.filter(involvement__case=theirs, ended_with_case=True).update(**go_on)
        theirs.involvements.filter(ended_with_case=True).update(**go_on)
        ours.involvements.filter(pk__in=moved["involvements"]).update(case=theirs)
        follow_children(case=ours)
        follow_children(case=theirs)
