"""What the pages of supervision read. What stands in a family's record never touches a reflection: see record.py."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from cases.models import Allocation, Case, Family
from hampshire import words
from hampshire.accounts.models import FAMILY_ROLES, OVERSEEING_ROLES, Membership, Staff, TeamLineage
from practice.agenda import Raised, raised_about
from practice.models import Decision, DecisionReport
from practice.models.decision import DecisionQuerySet
from practice.supervision.gate import open_families
from practice.supervision.models import DecisionTaken, Hypothesis, Item, PersonalNote, Supervision
from practice.supervision.prompts import Prompt, prompts_for
from practice.supervision.raising import identity, usually

MOST_FAMILIES = 200  # of a supervisor's own supervision, whose families are those of the teams they lead
MOST_OFFERED = 40  # families at a time: more is a page nobody reads
SHORT = 6  # things on an agenda
SHARE_LOOKS_BACK = timedelta(days=182)

# ---- The agenda -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Entry:
    """An item as a form shows it: what is kept, or what was typed while somebody else wrote (`meanwhile`)."""

    item: Item
    kind: str
    talked_about: bool
    notes: str
    thoughts: str
    version: int
    meanwhile: Item | None = None

    @classmethod
    def of(cls, item: Item) -> "Entry":
        return cls(item, item.kind, item.talked_about, item.notes, item.thoughts, item.version)

    @property
    def decisions(self) -> list[Decision]:
        """Those that stand, from what was fetched with the item."""
        return [one.decision for one in self.item.decisions_taken.all() if one.decision.withdrawn_at is None]

    @property
    def hypotheses(self) -> list[Hypothesis]:
        return list(self.item.hypotheses.all())

    @property
    def may_go(self) -> bool:
        """Nothing is written here that would go with it."""
        return not (self.item.version or self.item.decisions_taken.all() or self.item.hypotheses.all())


@dataclass(frozen=True, slots=True)
class Offered:
    """Something noticed that is not on the agenda yet. `key` stands for it in a form."""

    raised: Raised
    key: str
    kind: str

    @property
    def item(self) -> Item:
        """As it would be on the agenda: for its word and its shape."""
        return Item(why=self.raised.why, kind=self.kind)


@dataclass(frozen=True, slots=True)
class OfferedFamily:
    """A family of the caseload with what was noticed about it."""

    family: Family
    offered: list[Offered]

    @property
    def oldest(self) -> date:
        return min(one.raised.on for one in self.offered)


@dataclass(frozen=True, slots=True)
class Share:
    """Items of either kind, and a question where the balance leans all one way."""

    reflective: int
    procedural: int

    @property
    def rows(self) -> list[tuple[str, str, str, range]]:
        """For components/balance.html: what it is, in words, in shapes."""
        return [
            ("reflective", f"{self.reflective} reflective", "ring", range(min(self.reflective, 12))),
            ("procedural", f"{self.procedural} procedural", "tick", range(min(self.procedural, 12))),
        ]

    @property
    def nudge(self) -> str:
        if self.procedural > 1 and not self.reflective:
            return "All of it is something to see to. Where is the room to think?"
        if self.reflective > 3 and not self.procedural:
            return "All of it is something to think about. Is there nothing that has to be done?"
        return ""


@dataclass(slots=True)
class Agenda:
    """A supervision's page. `hidden` items are about families that are no longer open to whoever looks."""

    supervision: Supervision
    entries: list[Entry] = field(default_factory=list)
    hidden: int = 0
    families: list[Family] = field(default_factory=list)
    offered: list[OfferedFamily] = field(default_factory=list)
    more_offered: int = 0
    attendees: list[Staff] = field(default_factory=list)
    prompts: list[Prompt] = field(default_factory=list)
    turn: int = 0

    @property
    def balance(self) -> Share:
        reflective = sum(entry.kind == Item.Kind.REFLECTIVE for entry in self.entries)
        return Share(reflective, len(self.entries) - reflective)

    @property
    def owners(self) -> list[Staff]:
        """Who a decision can be given to: those who take part."""
        return _at_work(self.supervision, self.attendees)

    @property
    def is_short(self) -> bool:
        """Whether every card can stand open to be written in, without the page getting too long to find one's way."""
        return len(self.entries) <= SHORT

    @property
    def offered_count(self) -> int:
        return sum(len(one.offered) for one in self.offered)

    @property
    def made_from(self) -> str:
        """Of how many families; where there are more than an agenda is made from, that they are not all."""
        if not self.families:
            return ""
        first = "the first " if len(self.families) == MOST_FAMILIES else ""
        return f"made from {first}{words.count(len(self.families), 'family', 'families')}"


def agenda(user: Staff, supervision: Supervision, *, offering: bool, turn: int = 0) -> Agenda:
    """All of a supervision's page but what is personal. `offering` also asks what the caseload says is worth talking
    about. A constant number of queries, however many families and items."""
    page = Agenda(supervision, prompts=prompts_for(supervision.pk, turn), turn=turn)
    page.attendees = _attendees(supervision)
    if not supervision.is_about_families:
        return page
    items = list(items_of(supervision))
    seen = open_families(user, {item.family_id for item in items})
    page.entries = [Entry.of(item) for item in items if item.family_id in seen]
    page.hidden = len(items) - len(page.entries)
    if offering:
        page.families = caseload_of(supervision, user)
        found = _offered(page.families, items)
        page.offered, page.more_offered = found[:MOST_OFFERED], max(0, len(found) - MOST_OFFERED)
    return page


def owners_of(supervision: Supervision) -> list[Staff]:
    """Who a decision can be given to."""
    return _at_work(supervision, _attendees(supervision))


def _at_work(supervision: Supervision, attendees: Iterable[Staff]) -> list[Staff]:
    """Those who take part, without whoever has left since: a decision would wait for them for ever."""
    return [staff for staff in (supervision.worker, supervision.supervisor, *attendees) if staff.is_active]


def _attendees(supervision: Supervision) -> list[Staff]:
    if supervision.kind != Supervision.Kind.GROUP:
        return []
    return [one.staff for one in supervision.attendees.select_related("staff").order_by("staff__name", "id")]


def items_of(supervision: Supervision) -> QuerySet[Item]:
    """On the agenda, in order, each with all that its card shows."""
    standing = Hypothesis.objects.standing().in_order().select_related("written_by")
    taken = DecisionTaken.objects.select_related("decision__owner").order_by("id")
    related = supervision.items.standing().in_order().select_related("family", "reflection", "written_by")
    return related.prefetch_related(Prefetch("decisions_taken", taken), Prefetch("hypotheses", standing))


def version_of(supervision: Supervision) -> int:
    """As it is now."""
    return Supervision.objects.values_list("version", flat=True).get(pk=supervision.pk)


def caseload_of(supervision: Supervision, user: Staff) -> list[Family]:
    """The families whose work is supervised, of those the user may know of: the worker's own; of somebody who carries
    none, those of the teams they lead."""
    visible = Family.objects.visible_to(user).by_name()
    carried = Allocation.objects.current().filter(worker=supervision.worker).values("case__family")
    families = list(visible.filter(pk__in=carried)[:MOST_FAMILIES])
    led = supervision.worker.overseen_team_ids
    if families or not led:
        return families
    working = Case.objects.open().filter(team__in=led).values("family")
    return list(visible.filter(pk__in=working)[:MOST_FAMILIES])


def leads_of(families: Sequence[Family]) -> list[tuple[Family, Staff | None]]:
    """Who leads the work with each of these families."""
    held = Allocation.objects.current().leads().filter(case__family__in=[family.pk for family in families])
    found = dict(held.values_list("case__family", "worker")) if families else {}
    workers = Staff.objects.in_bulk(set(found.values()))
    return [(family, workers.get(found.get(family.pk))) for family in families]


def one_of_all(leads: Sequence[tuple[Family, Staff | None]]) -> UUID | None:
    """Who leads the work with all of them; None where it is not one person."""
    found = {lead.pk if lead else None for _, lead in leads}
    return found.pop() if len(found) == 1 else None


def closed_to(worker: Staff, families: Sequence[Family]) -> str:
    """In words, those of these families that somebody may not know of; blank where there are none."""
    seen = open_families(worker, [family.pk for family in families]) if families else set()
    return words.listed([family.title for family in families if family.pk not in seen])


def offers(user: Staff, supervision: Supervision) -> dict[str, Raised]:
    """By key, all that was noticed and is not on the agenda yet."""
    items = list(supervision.items.standing())
    found = _offered(caseload_of(supervision, user), items)
    return {offered.key: offered.raised for one in found for offered in one.offered}


def _offered(families: Sequence[Family], items: Iterable[Item]) -> list[OfferedFamily]:
    """By family, those with most to talk about first, and of these whose has waited longest."""
    there = {identity(item) for item in items}
    noticed: dict[UUID, list[Offered]] = defaultdict(list)
    for one in raised_about([family.pk for family in families]):
        if identity(one) not in there:
            noticed[one.family_id].append(Offered(one, _key(one), usually(one.why)))
    with_something = [OfferedFamily(family, noticed[family.pk]) for family in families if noticed[family.pk]]
    return sorted(with_something, key=lambda one: (-len(one.offered), one.oldest))


def _key(raised: Raised) -> str:
    return sha256(" ".join(map(str, identity(raised))).encode()).hexdigest()[:16]


# ---- Personal supervision -------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Heading:
    """A heading of personal supervision, with what is written under it."""

    theme: str
    label: str
    text: str
    version: int
    note: PersonalNote | None
    meanwhile: PersonalNote | None = None


def headings(supervision: Supervision) -> list[Heading]:
    """Every heading in order, whether anything is written there or not."""
    if supervision.kind != Supervision.Kind.PERSONAL:
        return []
    found = {note.theme: note for note in supervision.personal_notes.select_related("written_by")}
    return [
        Heading(theme, label, note.text if note else "", note.version if note else 0, note)
        for theme, label in PersonalNote.Theme.choices
        for note in [found.get(theme)]
    ]


# ---- Lists ----------------------------------------------------------------------------------------------------------


def coming(user: Staff) -> list[Supervision]:
    """Planned, the soonest first: those whose day has gone by as well, until somebody says what became of them."""
    return list(Supervision.objects.of(user).planned().with_people().soonest_first()[:50])


def over(user: Staff) -> QuerySet[Supervision]:
    return Supervision.objects.of(user).over().with_people().latest_first()


def to_agree(user: Staff) -> list[Supervision]:
    """Held, and waiting for the user to agree the record."""
    mine = Q(worker=user, agreed_by_worker_at=None) | Q(supervisor=user, agreed_by_supervisor_at=None)
    return list(Supervision.objects.held().filter(mine).with_people().latest_first()[:20])


def my_decisions(user: Staff, on: date | None = None) -> QuerySet[Decision]:
    """Still open, for the user to do, the soonest first; about families they may know of on that day."""
    visible = Family.objects.visible_to(user, on).values("pk")
    return Decision.objects.still_open().filter(owner=user, family__in=visible).soonest_first()


def who_may_do_it(family: Family) -> list[Staff]:
    """Everybody at work who may write on the family's record, as cases.permissions has it: its workers, its team, and
    those who oversee it. One query."""
    held = Membership.objects.current()
    above = TeamLineage.objects.filter(team=family.team_id).values("ancestor")
    overseeing = held.filter(team__in=above, role__in=OVERSEEING_ROLES)
    carrying = Allocation.objects.current().filter(case__family=family)
    of_team = held.filter(team=family.team_id, role__in=FAMILY_ROLES)
    with_families = held.filter(role__in=FAMILY_ROLES).values("staff")
    works = Q(pk__in=carrying.values("worker")) & Q(pk__in=with_families)
    may = works | Q(pk__in=overseeing.values("staff")) | Q(pk__in=of_team.values("staff"))
    return list(Staff.objects.at_work().filter(may).by_name())


# ---- Decisions and the visits they reached --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reached:
    """Of `total` decisions taken in somebody's supervision, how many were spoken of at a visit since."""

    total: int
    reached: int
    outside: int
    to_come: int

    @property
    def waiting(self) -> int:
        return self.total - self.reached - self.outside

    @property
    def percent(self) -> int:
        return round(100 * self.reached / self.total) if self.total else 0


def decisions_led(user: Staff) -> DecisionQuerySet:
    """Decisions of the last six months, taken in supervision that the user led, about families they may know of.

    Each with `at_visit`: whether a visit has reported on it.
    """
    since = timezone.localdate() - SHARE_LOOKS_BACK
    at_visit = DecisionReport.objects.standing().filter(decision=OuterRef("pk"), visit__isnull=False)
    led = Decision.objects.standing().filter(taken_in__item__supervision__supervisor=user, decided_on__gte=since)
    visible = Family.objects.visible_to(user).values("pk")
    return led.filter(family__in=visible).annotate(at_visit=Exists(at_visit))


def share_reached(user: Staff) -> Reached:
    """The four counts. One query."""
    closed, today = Q(closed_at__isnull=False), timezone.localdate()
    told = decisions_led(user).aggregate(
        total=Count("pk"),
        reached=Count("pk", filter=Q(at_visit=True)),
        outside=Count("pk", filter=Q(at_visit=False) & closed),
        to_come=Count("pk", filter=Q(at_visit=False) & ~closed & (Q(due_on=None) | Q(due_on__gte=today))),
    )
    return Reached(**told)


WHICH = {"all": "All", "reached": "Spoken of at a visit", "outside": "Closed outside a visit", "waiting": "Still open"}


def decisions_behind(user: Staff, which: str) -> QuerySet[Decision]:
    """The rows behind each of those counts; all for a word that is none of WHICH."""
    narrowed = {
        "reached": Q(at_visit=True),
        "outside": Q(at_visit=False, closed_at__isnull=False),
        "waiting": Q(at_visit=False, closed_at=None),
    }
    rows = decisions_led(user).filter(narrowed.get(which, Q()))
    rows = rows.annotate(has_case=Exists(Case.objects.open().filter(family=OuterRef("family"))))
    return rows.select_related("family", "owner").prefetch_related(_reports()).latest_first()


def _reports() -> Prefetch:
    rows = DecisionReport.objects.standing().select_related("visit", "reported_by").order_by("reported_on", "id")
    return Prefetch("reports", rows, to_attr="told")
