"""One of everything that a URL can name, all of the Begum-Hale family's, for tests that walk every route."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.utils import timezone

from cases.actions import cases, families, joins, people, referrals
from cases.models import Allocation, Case, Family, Involvement, Person
from cases.returns.kinds import CIN, JOB_KINDS
from hampshire.accounts.actions import saved_views
from hampshire.accounts.actions import staff as staff_actions
from hampshire.accounts.models import Membership, Staff, Team
from hampshire.ids import new_id
from hampshire.jobs.models import Job
from practice.actions import drafts, goals, steps, strengths, visits, worries
from practice.assessments.actions import assessments as assessment_actions
from practice.assessments.actions import comments as assessment_comments
from practice.assessments.actions import forms
from practice.assessments.actions.forms import NewEntry
from practice.assessments.interchange import FormFile
from practice.drafting import DraftTicket
from practice.facts import Rated, Said, Seen, VisitFacts
from practice.learning.actions import affirmations, observations, scoring, tools, training
from practice.learning.actions.observations import Scored
from practice.learning.models import Observation
from practice.learning.skills import Skill
from practice.letters.actions import letters
from practice.letters.actions import papers as letter_papers
from practice.letters.facts import LetterTold
from practice.models import Draft, Visit
from practice.models.draft import VISIT_AMEND, VISIT_LOG, Page
from practice.plans.actions import meetings, papers, plans
from practice.plans.actions import reviews as plan_reviews
from practice.plans.facts import ActionTold, GoalTold, PlanTold
from practice.register.actions import changes, entries, votes
from practice.relationship.actions import askings, ratings, ruptures
from practice.relationship.facts import Answers, Whose
from practice.supervision.actions import items, policies, supervisions
from practice.supervision.models import Item, Supervision
from tests.cast import open_case
from tests.practice_assessments.small import begun_by, small_form, submitted, write
from tests.remembering import remembered

CAST = [
    "lead_worker",
    "co_worker",
    "teammate",
    "supervisor",
    "manager",
    "other_worker",
    "administrator",
    "auditor",
    "nobody",
]


@dataclass
class World:
    """Ids by the name a route gives them: ids["family_id"]. `special` holds those of one route only, `query` what
    stands behind its question mark, `headers` what is sent along."""

    cast: dict[str, Staff]
    ids: dict[str, Any] = field(default_factory=dict)
    special: dict[str, dict[str, Any]] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)

    def ids_for(self, route: str) -> dict[str, Any]:
        return {**self.ids, **self.special.get(route, {})}


@pytest.fixture
def world(
    case: Case, yusuf: Person, east: Team, make_staff: Callable[..., Staff], request: pytest.FixtureRequest
) -> World:
    """The family at work: a visit with a quote, a strength, a worry, a rated goal and a step; drafts; a join; jobs."""
    return at_work(case, yusuf, east, make_staff, {name: request.getfixturevalue(name) for name in CAST})


@remembered
def at_work(case: Case, yusuf: Person, east: Team, make_staff: Callable[..., Staff], cast: dict[str, Staff]) -> World:
    world = World(cast)
    family, by = case.family, world.cast["lead_worker"]
    world.ids |= {"family_id": family.pk, "person_id": yusuf.pk, "team_id": east.pk, "key": "story"}
    world.ids |= _household(family, yusuf, by) | _work(case) | _practice(family, yusuf, by)
    world.ids |= _half_written(family, world.ids["visit_id"], by)
    world.ids |= {"staff_id": by.pk, "membership_id": Membership.objects.get(staff=by).pk}
    world.ids["job_id"] = Job.objects.create(kind="access-test", title="A job", by=world.cast["manager"]).pk
    _referrals(world, family)
    _other_records(world, family, east)
    _discarded(world, family, by)
    _one_of_a_kind(world, make_staff)
    _plans(world, family, by)
    _register(world)
    _supervision(world, family)
    _forms(world)
    _assessments(world, case, yusuf)
    _relationship(world, family)
    _letters(world, family, by)
    _learning(world, family)
    return world


def _household(family: Family, yusuf: Person, by: Staff) -> dict[str, Any]:
    event = families.note_event(family=family, happened_on=timezone.localdate(), text="Moved house", by=by)
    dana = Person.objects.get(first_name="Dana", memberships__family=family)
    aunt = families.meet(
        family=family,
        names={"first_name": "Bea", "last_name": "Hale"},
        phone="07700 900123",
        by=by,
        who_they_are="Mum's sister",
    )
    return {
        "entry_id": event.pk,
        "member_id": aunt.pk,
        "relationship_id": families.relate(family=family, person=dana, relative=yusuf, kind="parent", by=by).pk,
        "detail_id": people.add_contact_detail(
            person=yusuf, family=family, by=by, kind="phone", value="07700 900456"
        ).pk,
        "address_id": people.move(
            person=yusuf, family=family, by=by, lines="4 Oak Road", postcode="SO23 8UJ", starts_on=timezone.localdate()
        ).pk,
    }


def _work(case: Case) -> dict[str, Any]:
    return {
        "referral_id": case.referral_id,
        "allocation_id": Allocation.objects.get(case=case, role="co_worker").pk,
        "involvement_id": Involvement.objects.filter(case=case).order_by("id")[0].pk,
    }


def _practice(family: Family, yusuf: Person, by: Staff) -> dict[str, Any]:
    goal = goals.agree(family=family, by=by, text="Bedtime without shouting", domain="relationships")
    facts = VisitFacts(
        happened_at=timezone.now() - timedelta(days=2),
        account="We drew the evening as a line from four o'clock to eleven.",
        people=[Seen(person_id=yusuf.pk, seen=True, seen_alone=True)],
        quotes=[Said(text="I slept all week.", person_id=yusuf.pk)],
        ratings=[Rated(goal_id=goal.pk, voice="child", score=4, person_id=yusuf.pk)],
    )
    visit = visits.log(family=family, by=by, facts=facts)
    worry = worries.note(family=family, by=by, text="Money at month's end")
    return {
        "goal_id": goal.pk,
        "visit_id": visit.pk,
        "quote_id": visit.quotes.get().pk,
        "strength_id": strengths.notice(family=family, by=by, text="Nana collects them on Tuesdays").pk,
        "worry_id": worry.pk,
        "exception_id": worries.tell_exception(worry=worry, by=by, text="In August, Nana did the shop").pk,
        "step_id": steps.agree(family=family, by=by, text="Ring the school").pk,
    }


def _half_written(family: Family, visit_id: Any, by: Staff) -> dict[str, Any]:
    """The lead worker's draft of a visit, with what another window had written set aside."""
    draft = _draft(Page(family.pk, VISIT_LOG), "Nana was there", by)
    other = DraftTicket(draft.page, draft.pk, draft.version, {"account": ["Karim was there"]}, tab="other")
    aside = drafts.set_aside(ticket=other, family=family, by=by)
    assert aside is not None
    return {"draft_id": draft.pk, "aside_id": aside.pk}


def _draft(page: Page, account: str, by: Staff) -> Draft:
    ticket = DraftTicket(page, new_id(), 0, {"account": [account]}, tab="first")
    return drafts.save(ticket=ticket, family=Family.objects.get(pk=page.family_id), by=by)


def _discarded(world: World, family: Family, by: Staff) -> None:
    put_away = _draft(Page(family.pk, VISIT_AMEND, str(world.ids["visit_id"])), "Not the Tuesday", by)
    drafts.discard(draft=put_away, by=by)
    world.special["practice:draft-restore"] = {"draft_id": put_away.pk}


def _referrals(world: World, family: Family) -> None:
    """One that waits for its decision, and one whose decision opened nothing."""
    worker, supervisor = world.cast["lead_worker"], world.cast["supervisor"]
    children = [world.ids["person_id"]]
    told = {"family": family, "children": Person.objects.filter(pk__in=children), "source": "2A", "by": worker}
    waiting = referrals.take(reason="Late three mornings running.", **told)
    answered = referrals.take(reason="Asked what a nursery place costs.", **told)
    referrals.decide(referral=answered, decision="information", reason="They have the list.", by=supervisor)
    world.special["cases:referral-decide"] = {"referral_id": waiting.pk}
    world.special["cases:referral-reconsider"] = {"referral_id": answered.pk}


def _other_records(world: World, family: Family, team: Team) -> None:
    """A record that was found to be the same family's, one that might be, and a family whose case is closed."""
    worker, supervisor = world.cast["lead_worker"], world.cast["supervisor"]
    gone = families.create(name="Begum", team=team, by=worker)
    world.ids["join_id"] = joins.join(gone=gone, kept=family, by=worker).pk
    world.ids["kept_id"] = families.create(name="Hale", team=team, by=worker).pk
    ellis = families.create(name="Ellis", team=team, by=worker)
    ada = people.add(family=ellis, by=worker, first_name="Ada", last_name="Ellis", date_of_birth=date(2019, 4, 1))
    families.join(family=ellis, person=ada, role="child", by=worker)
    closed = open_case(ellis, lead=worker, co=None, by=supervisor, days_ago=40)
    cases.close(case=closed, reason="RC1", by=supervisor)
    world.special["cases:case-reopen"] = {"family_id": ellis.pk}


def _one_of_a_kind(world: World, make_staff: Callable[..., Staff]) -> None:
    """What a single route names: an import, somebody who has left, the link of a password e-mail."""
    administrator = world.cast["administrator"]
    gone = make_staff("Lena Frost")
    staff_actions.stop(staff=gone, by=administrator)
    world.special["accounts:staff-welcome-back"] = {"staff_id": gone.pk}
    imported = Job.objects.create(kind=JOB_KINDS[CIN], title="Children in need census", by=administrator)
    for route in ("return-detail", "return-lines", "return-stop"):
        world.special[f"cases:{route}"] = {"job_id": imported.pk}
    world.ids["view_id"] = saved_views.save(
        page="practice:caseload-review", name="Late", query="late=on", by=world.cast["supervisor"]
    ).pk
    world.ids["metric"] = "seen_alone"
    world.query["outcomes:rows"] = f"?part=denominator&month={timezone.localdate():%Y-%m}"
    for route in ("cases:search", "cases:family-new", "cases:family-join"):
        world.query[route] = "?q=begum"
    world.headers["api:visit-list"] = {"Idempotency-Key": "access-test"}
    teammate = world.cast["teammate"]
    world.special["account_reset_password_from_key"] = {
        "uidb36": user_pk_to_url_str(teammate),
        "key": default_token_generator.make_token(teammate),
    }


def _plans(world: World, family: Family, by: Staff) -> None:
    """A whole plan towards the goal on record: reviewed, answered, in Polish, with a network meeting offered."""
    action = ActionTold(text="Move the telly downstairs", owner="family")
    told = GoalTold(goal_id=world.ids["goal_id"], leans=[world.ids["strength_id"]], actions=[action])
    plan = plans.start(family=family, by=by, kind="child_in_need", told=PlanTold(why="Nights.", goals=[told]))
    review = plan_reviews.hold(plan=plan, by=by, what_people_said="Dana sleeps.")
    reply = papers.reply(plan=plan, by=by, text="I agree.", whose="Nana")
    papers.translate(plan=plan, by=by, language="pl", lines={"why": "Noce."}, translated_by="Ola Nowak")
    meeting = meetings.offer(family=family, by=by, plan=plan)
    ended = plans.start(family=family, by=by, kind="early_help", told=PlanTold(why="Mornings."))
    plans.end(plan=ended, by=by, reason="reached")
    world.ids |= {"plan_id": plan.pk, "language": "pl"}
    world.special |= {
        "plans:plan-reopen": {"plan_id": ended.pk},
        "plans:review-detail": {"review_id": review.pk},
        "plans:review-amend": {"review_id": review.pk},
        "plans:review-withdraw": {"review_id": review.pk},
        "plans:reply-withdraw": {"reply_id": reply.pk},
        "plans:meeting-amend": {"meeting_id": meeting.pk},
    }


def _supervision(world: World, family: Family) -> None:
    """One planned with something on its agenda and a decision, one held, a personal one, somebody's own rhythm."""
    worker, supervisor = world.cast["lead_worker"], world.cast["supervisor"]
    two, today = {"by": supervisor, "worker": worker}, timezone.localdate()
    planned = supervisions.plan(**two, planned_for=today)
    told = {"supervision": planned, "by": worker, "family": family, "kind": Item.Kind.REFLECTIVE}
    item = items.bring(**told, text="School mornings")
    bare = items.bring(**told, text="Said twice")
    hypothesis = items.suppose(item=item, by=worker, text="Mornings are when Dad rings")
    decision = items.decide(item=item, by=supervisor, text="Ask Dana who rings", owner=worker, due_on=today)
    held = supervisions.hold(
        supervision=supervisions.plan(**two, planned_for=today - timedelta(days=28)),
        by=supervisor,
        on=today - timedelta(days=28),
    )
    personal = supervisions.plan(**two, planned_for=today, kind=Supervision.Kind.PERSONAL)
    rhythm = policies.set_for_worker(
        worker=worker, kind=Supervision.Kind.CASE, every_days=14, by=world.cast["administrator"]
    )
    world.ids |= {"supervision_id": planned.pk, "item_id": item.pk, "decision_id": decision.pk}
    world.ids |= {"hypothesis_id": hypothesis.pk, "policy_id": rhythm.pk}
    world.special |= {
        "supervision:supervision-agree": {"supervision_id": held.pk},
        "supervision:item-remove": {"item_id": bare.pk},
        "supervision:note-write": {"supervision_id": personal.pk, "theme": "well"},
    }


def _assessments(world: World, case: Case, child: Person) -> None:
    """One being written, with words that wait to be put together and a comment; one that waits to be authorised."""
    lead, co_worker = world.cast["lead_worker"], world.cast["co_worker"]
    draft = begun_by(lead, case, small_form(), [child])
    write(draft, "life", co_worker, {"story": "From Ben"})
    aside = write(draft, "life", lead, {"story": "From Amara"}, version=0).aside
    assert aside is not None
    comment = assessment_comments.write(assessment=draft, by=world.cast["supervisor"], text="Where is Leila?")
    waiting = submitted(begun_by(lead, case, small_form("Another assessment"), [child]), lead)
    done = submitted(begun_by(lead, case, small_form("Third assessment"), [child]), lead)
    assessment_actions.authorise(assessment=done, by=world.cast["supervisor"])
    world.special["assessments:assessment-mark-in-error"] = {"assessment_id": done.pk}
    world.ids["assessment_id"], here = draft.pk, {"key": "life", "aside_id": aside.pk}
    for route in ("review", "return", "authorise"):
        world.special[f"assessments:assessment-{route}"] = {"assessment_id": waiting.pk}
    for route in ("write", "save", "earlier", "bring-back", "merge"):
        world.special[f"assessments:section-{route}"] = here
    world.special["assessments:comment-answer"] = {"comment_id": comment.pk}


def _forms(world: World) -> None:
    """An assessment form with a draft of its next version, one without a draft, and one that is retired."""
    by = world.cast["administrator"]
    question = {"key": "who_lives_here", "kind": "text", "label": "Who lives here?"}
    asks = {"sections": [{"key": "home", "title": "Home", "questions": [question]}]}

    def published(name: str) -> Any:
        file = FormFile(name, name.lower(), "To try", None, asks)
        draft = forms.bring_in(file=file, form=None, by=by)
        entry = NewEntry(name, "To try", by)
        return forms.publish(version=draft, revision=1, entry=entry, what_changed="", by=by).form

    built, plain, retired = published("Built"), published("Plain"), published("Retired")
    forms.start_draft(form=built, by=by)
    forms.retire(form=retired, by=by)
    world.ids |= {"form_id": built.pk, "section_key": "home", "question_key": "who_lives_here"}
    world.special |= {
        "assessments:version-detail": {"number": 1},
        "assessments:version-export": {"number": 1},
        "assessments:form-draft": {"form_id": plain.pk},
        "assessments:form-bring-back": {"form_id": retired.pk},
    }
    world.query["assessments:question-new"] = "?kind=text"


def _register(world: World) -> None:
    """Something in the register that a worker answers for and has voted on, with a link for a family; one retired."""
    manager, worker = world.cast["manager"], world.cast["co_worker"]
    kept = entries.enter(kind="form", name="Core group minutes", about="Who does what.", owner=worker, by=manager)
    gone = entries.enter(kind="letter", name="Missed visit letter", about="To say we came.", owner=None, by=manager)
    entries.retire(entry=gone, because="We ring now.", by=manager)
    votes.cast(entry=kept, direction="against", reason="Nine pages.", by=worker)
    changes.write(entry=kept, text="Cut to two pages.", made_on=timezone.localdate(), by=worker)
    pages = ("entry-detail", "entry-amend", "entry-retire", "change-write", "vote-cast", "link-make", "link-take-back")
    world.special |= {f"register:{page}": {"entry_id": kept.pk} for page in pages}
    world.special["register:entry-bring-back"] = {"entry_id": gone.pk}
    link, token = votes.ask_family(entry=kept, by=worker)
    world.special["register:link-take-back"] |= {"link_id": link.pk}
    world.special["register:family-vote"] = {"token": token}


def _letters(world: World, family: Family, by: Staff) -> None:
    """A letter that is written and not given, and one that was given and answered."""
    dana = Person.objects.get(first_name="Dana", memberships__family=family)
    visit = Visit.objects.get(pk=world.ids["visit_id"])
    told = LetterTold(dear="Dana", parts={"opening": "Thank you for seeing me."})
    waiting = letters.begin(family=family, by=by, kind="after_visit", to=dana, visit=visit)
    letters.write(letter=waiting, by=by, told=told)
    given = letters.begin(family=family, by=by, kind="hello", to=dana)
    letters.write(letter=given, by=by, told=told)
    letters.give(letter=given, by=by, how="read")
    answer = letter_papers.reply(letter=given, by=by, text="Come on Tuesday.", person=dana)
    world.ids["letter_id"] = waiting.pk
    world.special["letters:reply-write"] = {"letter_id": given.pk}
    world.special["letters:reply-withdraw"] = {"letter_id": given.pk, "reply_id": answer.pk}


def _relationship(world: World, family: Family) -> None:
    """A visit that Dana was asked about, what was copied from Yusuf's paper, and a strain that is not mended."""
    visit = Visit.objects.get(pk=world.ids["visit_id"])
    yusuf, dana = (Person.objects.get(first_name=name, memberships__family=family) for name in ("Yusuf", "Dana"))
    worker, said = world.cast["lead_worker"], Answers(listened=3, mattered=3, suited=3, trust=3)
    asking, token = askings.ask(visit=visit, by=worker, whose=Whose(person=dana), how="link")
    rating = ratings.enter(visit=visit, by=worker, whose=Whose(person=yusuf), answers=said)
    rupture = ruptures.note(family=family, by=worker, text="We came an hour late")
    world.special |= {
        "relationship:asking-withdraw": {"asking_id": asking.pk},
        "relationship:rating-withdraw": {"rating_id": rating.pk},
        "relationship:rupture-repair": {"rupture_id": rupture.pk},
        "relationship:rupture-withdraw": {"rupture_id": rupture.pk},
        "relationship:rating-give": {"token": token},
        "relationship:wording-write": {"language": "pl"},
    }


def _learning(world: World, family: Family) -> None:
    """The supervisor is to see the lead worker at work, once alongside; one is scored by both. A tool, a course with a
    day to come that the lead worker has a place on, and one that is over."""
    worker, supervisor, administrator = (world.cast[name] for name in ("lead_worker", "supervisor", "administrator"))
    today = timezone.localdate()
    two = {"by": worker, "worker": worker, "observer": supervisor, "family": family, "consent": "given"}
    planned = observations.plan(planned_for=today, **two)
    beside = observations.plan(planned_for=today, kind="alongside", **two)
    scored = observations.plan(planned_for=today - timedelta(days=3), **two)
    scores = {skill: Scored(2, "We drew it") for skill in Skill.values}
    observations.score(observation=scored, by=worker, scores=scores, observed_on=scored.planned_for)
    observations.watch(observation=scored, by=supervisor, scores=scores)
    _scored_in_two_windows(world, planned, worker)
    tool = tools.add(by=administrator, name="Circles", summary="Draw who is near.", guidance="Take a big sheet.")
    course = training.add(by=administrator, name="Hard talks", summary="Practise them.", about="In threes.")
    coming = training.add_session(course=course, by=administrator, held_on=today + timedelta(days=9))
    training.book(session=coming, by=worker)
    affirmations.affirm(to=worker, by=supervisor, moment="Tuesday", text="You waited.", family=family)
    world.ids |= {"observation_id": planned.pk, "session_id": coming.pk}
    world.ids |= {"tool_slug": tool.slug, "course_slug": course.slug}
    world.special["learning:observation-alongside"] = {"observation_id": beside.pk}
    for route in ("compare", "hear"):
        world.special[f"learning:observation-{route}"] = {"observation_id": scored.pk}


def _scored_in_two_windows(world: World, planned: Observation, worker: Staff) -> None:
    """What the worker is writing of it, and what another of their windows holds."""
    for window in ("phone", "desk"):
        ticket = scoring.Ticket({"why-child": f"From the {window}"}, 0, window)
        saved = scoring.save(observation=planned, ticket=ticket, by=worker)
    assert saved.aside is not None
    world.special["learning:observation-score-choose"] = {"aside_id": saved.aside.pk}
