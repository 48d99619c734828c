"""More of everything that a page may list, written in bulk: for tests that a page asks no more of many than of few."""

from datetime import timedelta

from django.utils import timezone

from cases.models import (
    Allocation,
    Case,
    ChronologyEntry,
    Family,
    FamilyMember,
    Involvement,
    NetworkMember,
    Pathway,
    Person,
    Referral,
    ReferralChild,
    ReturnLine,
)
from cases.search.index import index_people
from hampshire.accounts.models import Membership, Staff, Team, TeamLineage
from hampshire.audit.models import AuditEvent
from hampshire.jobs.models import Job
from practice.assessments.models import Form, FormVersion
from practice.learning.models import Affirmation, Attendance, Competence, Course, MirrorAnswer, Observation, Session
from practice.learning.models.mirror import STATEMENTS
from practice.learning.quarters import before as quarter_before
from practice.learning.quarters import quarter_of
from practice.letters.models import Letter, LetterQuote, LetterReply, LetterStep, LetterStrength
from practice.models import (
    Decision,
    DecisionReport,
    Draft,
    Goal,
    GoalStrength,
    NextStep,
    Quote,
    Rating,
    Sighting,
    Strength,
    Tool,
    Visit,
    VisitPerson,
    VisitTool,
    Worry,
)
from practice.models.draft import VISIT_LOG
from practice.plans.models import (
    MeetingPerson,
    NetworkMeeting,
    Plan,
    PlanGoal,
    PlanQuote,
    PlanReply,
    PlanReview,
    PlanWords,
    ReviewPerson,
    ReviewQuote,
)
from practice.register.models import Change, Entry, Vote
from practice.supervision.models import DecisionTaken, Hypothesis, Item, Policy, Reflection, Supervision
from tests.world import World


def grow(world: World, n: int) -> None:
    """`n` more rows of each kind, in what the cast may see."""
    family = Family.objects.select_related("team").get(pk=world.ids["family_id"])
    worker = world.cast["lead_worker"]
    _service(world, n, family.team)
    _household(family, n, worker)
    _register(world, n)
    _supervision(world, family, n)
    _learning(world, family, n)
    _caseload(family.team, n, worker)
    _practice(family, Case.objects.get(family=family, closed_on=None), n, worker)
    _plan(Plan.objects.get(pk=world.ids["plan_id"]), Case.objects.get(family=family, closed_on=None), n, worker)
    _letters(Letter.objects.get(pk=world.ids["letter_id"]), Case.objects.get(family=family, closed_on=None), n, worker)
    _forms(FormVersion.objects.get(form=world.ids["form_id"], number=1), n)


def _service(world: World, n: int, below: Team) -> None:
    """Teams, staff, long work with its lines, and what the audit tells of the family."""
    before = Team.objects.count()
    teams = Team.objects.bulk_create(Team(name=f"Team {before + i}", parent=below.parent) for i in range(n))
    above = [(line.ancestor_id, line.depth) for line in TeamLineage.objects.filter(team=below)]
    TeamLineage.objects.bulk_create(
        TeamLineage(team=team, ancestor_id=team.pk if depth == 0 else ancestor, depth=depth)
        for team in teams
        for ancestor, depth in above
    )
    staff = Staff.objects.bulk_create(
        Staff(name=f"Pat Hill {before + i}", email=f"pat{before + i}@hampshire.example") for i in range(n)
    )
    begun = timezone.localdate() - timedelta(days=100)
    Membership.objects.bulk_create(
        Membership(staff=person, team=team, role="practitioner", starts_on=begun)
        for person in staff
        for team in (below, teams[0])
    )
    imported = Job.objects.get(pk=world.special["cases:return-detail"]["job_id"])
    for who in ("manager", "administrator"):
        Job.objects.bulk_create(Job(kind=imported.kind, title="Another", by=world.cast[who]) for _ in range(n))
    ReturnLine.objects.bulk_create(
        ReturnLine(job=imported, file="cin.xml", line=i, unit="child", reason="No birth date", refused=True)
        for i in range(n)
    )
    AuditEvent.objects.bulk_create(
        AuditEvent.made(
            "family.opened", by=world.cast["co_worker"], family=Family.objects.get(pk=world.ids["family_id"])
        )
        for _ in range(n)
    )


def _household(family: Family, n: int, worker: Staff) -> None:
    """Children, people around them, referrals that wait, and the story."""
    now = timezone.now()
    people = Person.objects.bulk_create(Person(first_name=f"Nell{i}", last_name="Begum-Hale") for i in range(2 * n))
    FamilyMember.objects.bulk_create(FamilyMember(family=family, person=person, role="child") for person in people[:n])
    NetworkMember.objects.bulk_create(
        NetworkMember(family=family, person=person, who_they_are="a cousin") for person in people[n:]
    )
    index_people(people)
    _waiting([family] * n, people[:n], worker)
    ChronologyEntry.objects.bulk_create(
        ChronologyEntry(family=family, kind="event", happened_at=now, text="Something", written_by=worker)
        for _ in range(n)
    )


def _waiting(families: list[Family], children: list[Person], worker: Staff) -> list[Referral]:
    found = Referral.objects.bulk_create(
        Referral(family=family, team_id=family.team_id, source="2A", reason="Late", taken_by=worker)
        for family in families
    )
    ReferralChild.objects.bulk_create(
        ReferralChild(referral=referral, child=child, received_on=timezone.localdate())
        for referral, child in zip(found, children, strict=True)
    )
    return found


def _caseload(team: Team, n: int, worker: Staff) -> None:
    """Families of the team led by this worker, each with a child, a visit, a step to take and a draft begun."""
    today = timezone.localdate()
    families = Family.objects.bulk_create(Family(name=f"Wood {i}", team=team) for i in range(n))
    children = Person.objects.bulk_create(Person(first_name="Ivy", last_name=family.name) for family in families)
    FamilyMember.objects.bulk_create(
        FamilyMember(family=family, person=child, role="child")
        for family, child in zip(families, children, strict=True)
    )
    index_people(children)
    cases = Case.objects.bulk_create(
        Case(family=family, team=team, opened_on=today - timedelta(days=50), visit_due_on=today) for family in families
    )
    begun = {"starts_on": today - timedelta(days=50)}
    Allocation.objects.bulk_create(
        Allocation(case=case, worker=worker, allocated_by=worker, role="lead", **begun) for case in cases
    )
    involved = Involvement.objects.bulk_create(
        Involvement(case=case, child=child, primary_need="N4", **begun)
        for case, child in zip(cases, children, strict=True)
    )
    Pathway.objects.bulk_create(Pathway(involvement=one, status="child_in_need", **begun) for one in involved)
    for case in cases:
        _visits(case.family, case, 1, worker, [children[cases.index(case)]])
    NextStep.objects.bulk_create(
        NextStep(family=case.family, case=case, text="Ring school", written_by=worker, due_on=today) for case in cases
    )
    Draft.objects.bulk_create(Draft(staff=worker, family=family, form=VISIT_LOG) for family in families)


def _practice(family: Family, case: Case, n: int, worker: Staff) -> None:
    """Visits with all that is told in them, and goals with their ratings."""
    today = timezone.localdate()
    told = {"family": family, "text": "Something"}
    children = list(Person.objects.filter(memberships__family=family, memberships__role="child")[:2])
    for visit in _visits(family, case, n, worker, children):
        Quote.objects.create(**told, person=children[0], said_on=today, visit=visit, written_by=worker)
        strength = Strength.objects.create(**told, person=children[1], noticed_on=today, noticed_by=worker)
        Sighting.objects.create(strength=strength, visit=visit, seen_on=today, seen_by=worker)
        Worry.objects.create(**told, person=children[1], state_since=today, noted_on=today, noted_by=worker)
        goal = Goal.objects.create(**told, whose=children[0], started_on=today, set_by=worker, visit=visit)
        Rating.objects.create(goal=goal, voice="child", person=children[0], score=4, rated_on=today, written_by=worker)
        NextStep.objects.create(**told, case=case, visit=visit, written_by=worker)


def _visits(family: Family, case: Case, n: int, worker: Staff, children: list[Person]) -> list[Visit]:
    visits = Visit.objects.bulk_create(
        Visit(
            family=family,
            case=case,
            happened_at=timezone.now() - timedelta(days=1),
            account="We talked.",
            logged_by=worker,
            team_then=case.team,
            was_lead_worker=True,
        )
        for _ in range(n)
    )
    VisitPerson.objects.bulk_create(
        VisitPerson(visit=visit, person=child, is_child=True) for visit in visits for child in children
    )
    return visits


def _plan(plan: Plan, case: Case, n: int, worker: Staff) -> None:
    """Goals in the plan with a strength, an action and a rating each; reviews, replies, network meetings, words."""
    today = timezone.localdate()
    children = list(Person.objects.filter(memberships__family=case.family, memberships__role="child")[:2])
    held = plan.reviews.count()
    for number in range(n):
        told = {"family": case.family, "text": "Something"}
        goal = Goal.objects.create(**told, whose=children[0], started_on=today, set_by=worker)
        PlanGoal.objects.create(plan=plan, goal=goal, added_by=worker)
        strength = Strength.objects.create(**told, noticed_on=today, noticed_by=worker)
        GoalStrength.objects.create(goal=goal, strength=strength, linked_by=worker)
        step = NextStep.objects.create(**told, case=case, goal=goal, written_by=worker)
        Rating.objects.create(goal=goal, voice="child", person=children[0], score=4, rated_on=today, written_by=worker)
        PlanWords.objects.create(
            plan=plan, line=f"action-{step.pk}", whose="family", person=children[0], marked_by=worker
        )
        PlanReply.objects.create(plan=plan, person=children[0], text="I agree.", received_on=today, written_by=worker)
        review = PlanReview.objects.create(
            plan=plan,
            number=held + number + 1,
            held_on=today,
            what_people_said="Better.",
            snapshot=plan.began_as,
            held_by=worker,
        )
        ReviewPerson.objects.create(review=review, person=children[0])
        words = {"text": "I slept.", "said_on": today}
        quote = Quote.objects.create(family=case.family, person=children[0], written_by=worker, **words)
        PlanQuote.objects.create(plan=plan, quote=quote, whose="Yusuf", added_by=worker, **words)
        ReviewQuote.objects.create(review=review, quote=quote, whose="Yusuf", **words)
        meeting = NetworkMeeting.objects.create(
            family=case.family, plan=plan, offered_on=today, answer="yes", held_on=today, written_by=worker
        )
        MeetingPerson.objects.create(meeting=meeting, person=children[0])


def _letters(letter: Letter, case: Case, n: int, worker: Staff) -> None:
    """Words, strengths and steps in one letter; and letters that were given, with the same words in them."""
    today = timezone.localdate()
    for _ in range(n):
        told = {"family": case.family, "text": "Something"}
        quote = Quote.objects.create(**told, person=letter.to, said_on=today, may_be_shared=True, written_by=worker)
        words = {"quote": quote, "text": quote.text, "whose": quote.speaker, "said_on": today}
        LetterQuote.objects.create(letter=letter, **words)
        strength = Strength.objects.create(**told, noticed_on=today, noticed_by=worker)
        LetterStrength.objects.create(letter=letter, strength=strength, text=strength.text)
        step = NextStep.objects.create(**told, case=case, written_by=worker)
        LetterStep.objects.create(letter=letter, step=step, text=step.text, owner=step.owner)
        given = Letter.objects.create(
            family=case.family, to=letter.to, dear="Dana", kind="hello", visit=letter.visit, author=worker,
            written_at=timezone.now(), given_on=today, given_by=worker, how="read", given_as={"en": {}},
        )  # fmt: skip
        LetterQuote.objects.create(letter=given, **words)
        LetterReply.objects.create(letter=given, person=letter.to, text="Yes.", received_on=today, written_by=worker)


def _register(world: World, n: int) -> None:
    """Things in the register, each owned, voted on by workers and families, and with something done about it."""
    today, staff = timezone.localdate(), list(Staff.objects.all()[:6])
    asked = Entry.objects.get(pk=world.special["register:entry-detail"]["entry_id"])
    before = Entry.objects.count()
    made = Entry.objects.bulk_create(
        Entry(kind="form", name=f"Form {before + i}", owner=staff[i % len(staff)]) for i in range(n)
    )
    Vote.objects.bulk_create(
        Vote(entry=entry, direction="against", reason="Too long", by=person) for entry in made for person in staff
    )
    Vote.objects.bulk_create(Vote(entry=entry, direction="against", reason="Long") for entry in [*made, *[asked] * n])
    Change.objects.bulk_create(
        Change(entry=entry, text="Shorter", made_on=today, written_by=staff[0]) for entry in [*made, *[asked] * n]
    )


def _forms(like: FormVersion, n: int) -> None:
    """Forms with a published version and a draft each, and more published versions of the one whose page is opened."""
    told = {"definition": like.definition, "published_at": timezone.now(), "state": FormVersion.State.PUBLISHED}
    grown = Form.objects.count()
    for number in range(grown, grown + n):
        form = Form.objects.create(name=f"Form {number}", slug=f"form-{number}", purpose="To try")
        FormVersion.objects.create(form=form, number=1, **told)
        FormVersion.objects.create(form=form, number=2, definition=like.definition)
        FormVersion.objects.create(form=like.form, number=number + 100, **told)


def _supervision(world: World, family: Family, n: int) -> None:
    """Supervisions held and planned, things on the agenda with all that is written in them, decisions, own rhythms."""
    today, two = timezone.localdate(), {"supervisor": world.cast["supervisor"], "worker": world.cast["lead_worker"]}
    known = {**two, "kind": "case", "team": family.team, "planned_by": two["supervisor"]}
    planned = Supervision.objects.get(pk=world.ids["supervision_id"])
    before = Supervision.objects.count()
    days = [today + timedelta(days=before + number) for number in range(n)]
    Supervision.objects.bulk_create(Supervision(**known, planned_for=day) for day in days)
    over = Supervision.objects.bulk_create(
        Supervision(**known, planned_for=today, held_on=today, state="held") for _ in days
    )
    written = {"written_by": two["worker"], "written_at": timezone.now(), "version": 1, "talked_about": True}
    told = {"family": family, "kind": "reflective", "why": "own", "text": "Something", "added_by": two["worker"]}
    items = Item.objects.bulk_create(
        Item(**told, **written, supervision=one, notes="Something") for one in [*over, *([planned] * n)]
    )
    Reflection.objects.bulk_create(Reflection(item=item, text="Thought", written_by=two["worker"]) for item in items)
    Hypothesis.objects.bulk_create(Hypothesis(item=item, text="Perhaps", written_by=two["worker"]) for item in items)
    decisions = Decision.objects.bulk_create(
        Decision(family=family, text="Ask", owner=two["worker"], decided_by=two["supervisor"]) for _ in items
    )
    DecisionTaken.objects.bulk_create(
        DecisionTaken(item=item, decision=decision) for item, decision in zip(items, decisions, strict=True)
    )
    DecisionReport.objects.bulk_create(
        DecisionReport(decision=one, closes=False, reported_on=today, reported_by=two["worker"]) for one in decisions
    )
    free = Staff.objects.exclude(pk__in=Policy.objects.exclude(worker=None).values("worker"))[:n]
    Policy.objects.bulk_create(Policy(worker=worker, kind="case", every_days=14) for worker in free)


def _learning(world: World, family: Family, n: int) -> None:
    """Observations planned and compared, lines of colleagues, courses and tools with their use, places, answers."""
    today, worker, by = timezone.localdate(), world.cast["lead_worker"], world.cast["supervisor"]
    seen = {"worker": worker, "observer": by, "planned_by": by, "family": family, "consent": "given"}
    grown = Course.objects.count()
    days = [today + timedelta(days=grown + number) for number in range(n)]
    Observation.objects.bulk_create(Observation(**seen, planned_for=day) for day in days)
    over = {"state": "compared", "observed_on": today, "learnt": "Much", "compared_at": timezone.now()}
    Observation.objects.bulk_create(Observation(**seen, **over, planned_for=day) for day in days)
    Affirmation.objects.bulk_create(
        Affirmation(to=to, by=giver, family=family, moment="Tuesday", text="You waited.")
        for to, giver in ((worker, by), (by, worker))
        for _ in days
    )
    entries = Entry.objects.bulk_create(Entry(kind="course", name=f"Course {grown + i}") for i in range(n))
    courses = Course.objects.bulk_create(
        Course(name=one.name, slug=f"course-{grown + i}", summary="One", about="Much", register_entry=one)
        for i, one in enumerate(entries)
    )
    Tool.objects.bulk_create(Tool(name=one.name, slug=one.slug, summary="One", guidance="Draw.") for one in courses)
    tool = Tool.objects.get(slug=world.ids["tool_slug"])
    unused = Visit.objects.exclude(tools_used__tool=tool)[:n]
    VisitTool.objects.bulk_create(VisitTool(visit=visit, tool=tool) for visit in unused)
    known = Course.objects.get(slug=world.ids["course_slug"])
    sessions = Session.objects.bulk_create(
        Session(course=course, held_on=day, where=f"Room {grown}")
        for course, day in [*zip(courses, days, strict=True), *((known, day) for day in days)]
    )
    Attendance.objects.bulk_create(Attendance(staff=worker, session=one) for one in sessions)
    somebody = Staff.objects.exclude(attendances__session=world.ids["session_id"])[:n]
    Attendance.objects.bulk_create(Attendance(staff=one, session_id=world.ids["session_id"]) for one in somebody)
    Competence.objects.bulk_create(
        Competence(staff=worker, course=one, level="learning", agreed_by=by, on=today) for one in courses
    )
    answer = {"quarter": quarter_before(quarter_of(today)), **dict.fromkeys(STATEMENTS, 3)}
    MirrorAnswer.objects.bulk_create(
        MirrorAnswer(team=team, **answer) for team in Team.objects.filter(kind="area") for _ in days
    )
