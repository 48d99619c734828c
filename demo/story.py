"""One family's story with the service, told through the same actions people use."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.utils import timezone

from cases.actions import cases, families, people, referrals
from cases.models import Case, Pathway
from demo import plans, words
from demo.authority import DemoTeam
from demo.household import Household, settle
from demo.themes import BETWEEN, CLOSINGS, GOODBYES, OPENINGS, THEMES, Theme
from hampshire.accounts.models import Staff
from practice.actions import visits
from practice.facts import NewGoal, NewStep, NewStrength, NewWorry, Rated, Said, Seen, VisitFacts, Voiced
from practice.models import Goal, NextStep, Strength, Visit, Worry

# How often a family is visited, in days from and to, by where its children stand.
GAPS = {
    Pathway.Status.EARLY_HELP: (15, 27),
    Pathway.Status.CHILD_IN_NEED: (11, 21),
    Pathway.Status.CHILD_PROTECTION: (7, 12),
    Pathway.Status.LOOKED_AFTER: (20, 34),
}
PROTECTED = {"safe": 0.45, "drink": 0.35, "out": 0.4, "money": 0.1}


@dataclass(frozen=True)
class Odds:
    """How practice is before and after a team begins the new way: what the figures should be able to see."""

    alone: float
    quote: float
    strength: float
    goal: float
    climb: float
    comes_back: float


BEFORE = Odds(alone=0.48, quote=0.35, strength=0.3, goal=0.55, climb=0.16, comes_back=0.72)
AFTER = Odds(alone=0.71, quote=0.7, strength=0.55, goal=0.9, climb=0.30, comes_back=0.52)


@dataclass
class Story:
    """What is known so far while a family's story is told."""

    rng: Random
    home: DemoTeam
    theme: Theme
    household: Household
    lead: Staff
    today: date
    theme_name: str
    tale: plans.Tale
    words: words.Words
    case: Case | None = None
    status: str = Pathway.Status.CHILD_IN_NEED
    strengths: list[UUID] = field(default_factory=list)
    worries: list[UUID] = field(default_factory=list)
    goals: dict[UUID, float] = field(default_factory=dict)
    said: set[str] = field(default_factory=set)
    visits: int = 0

    def odds(self, on: date) -> Odds:
        return AFTER if self.home.is_live(on) else BEFORE

    def pick(self, texts: list[str]) -> str:
        """One of these not used yet in this story, with its slots filled; blank when all are used."""
        fresh = [text for text in texts if text not in self.said]
        if not fresh:
            return ""
        text = self.rng.choice(fresh)
        self.said.add(text)
        return self.household.say(text)


def tell(seed: int, number: int, home: DemoTeam, lead: Staff, began: date, today: date) -> Story:
    """Live one family's story from the day it began up to today. The same seed and number tell the same story."""
    rng = Random(f"{seed}/{number}")
    name = rng.choice(list(THEMES))
    household = settle(rng, number, name, home, lead, began)
    tale = plans.Tale.begin(seed, number, home.team.name)
    story = Story(rng, home, THEMES[name], household, lead, today, name, tale, words.Words.begin(seed, number))
    day: date | None = began
    while day is not None and day <= today:
        ended = _spell(story, name, day)
        day = None if ended is None else _return(story, ended)
    plans.translate(story, today)
    return story


def _return(story: Story, ended: date) -> date | None:
    if story.rng.random() >= story.odds(ended).comes_back:
        return None
    # Most who come back do so soon: in England about a fifth of referrals follow another within twelve months.
    return ended + timedelta(days=int(20 + 240 * story.rng.random() ** 2))


def _spell(story: Story, theme: str, day: date) -> date | None:
    """One spell of work: referral, decision, visits, closure. Returns the day it ended, None if it goes on."""
    rng, home = story.rng, story.home
    received = _at(day, rng.randint(8, 16), rng.choice([5, 20, 40]))
    referral = referrals.take(
        family=story.household.family,
        children=story.household.children,
        source=story.theme.source,
        reason=story.household.say(story.theme.referral),
        by=story.lead,
        referrer=rng.choice(["", "Asked not to be named to the family", "Happy to talk with the family"]),
        family_knows=rng.random() < 0.7,
        received_at=received,
    )
    if (story.today - day).days <= 1 and rng.random() < 0.8:
        return None  # still waiting for its decision
    decision = rng.choices(["assessment", "strategy", "early_help", "information", "no_action"], [56, 8, 14, 10, 12])[0]
    case = referrals.decide(
        referral=referral,
        decision=decision,
        reason=rng.choice(WHY[decision]),
        by=home.supervisor,
        primary_need=story.theme.need,
        decided_at=min(received + timedelta(hours=rng.choice([2, 4, 20, 23])), timezone.now()),
    )
    if case is None:
        return day
    story.case = case
    story.status = Pathway.Status.EARLY_HELP if decision == "early_help" else Pathway.Status.CHILD_IN_NEED
    return _work(story, theme, case)


WHY = {
    "assessment": ["The family asked for help and we can give it.", "Enough to want to understand it with them."],
    "strategy": ["A child may be at risk of significant harm; police and health joined us."],
    "early_help": ["The family has people around them; a family support worker will walk alongside."],
    "information": ["They needed a number and an answer, and have both."],
    "no_action": ["The school has it in hand and the family agrees."],
}


def _work(story: Story, theme: str, case: Case) -> date | None:
    rng, home = story.rng, story.home
    start = case.opened_on
    story.visits = 0
    cases.allocate(case=case, worker=story.lead, by=home.supervisor, starts_on=start)
    length = rng.randint(70, 200) if story.status == Pathway.Status.EARLY_HELP else rng.randint(90, 340)
    changes = start + timedelta(days=rng.randint(60, 240)) if rng.random() < 0.28 else None
    day = start + timedelta(days=rng.randint(1, 8))
    while day <= story.today and (day - start).days < length:
        if changes and day >= changes:
            _change_worker(story, case, day)
            changes = None
        _step(story, theme, case, day)
        plans.before_visit(story, day)
        _visit(story, day, (day - start).days / length)
        plans.after_visit(story, day)
        low, high = GAPS[Pathway.Status(story.status)]
        day += timedelta(days=rng.randint(low, high) if rng.random() > 0.08 else high * 2)
    if day > story.today and (story.today - start).days < length + 30:
        return None
    ends = min(story.today, start + timedelta(days=max(length, (day - start).days)))
    reason = rng.choices(["RC7", "RC8", "RC9"], weights=[70, 15, 15])[0]
    plans.close(story, ends)
    cases.close(case=case, reason=reason, by=home.supervisor, closed_on=ends, note=CLOSING_NOTE)
    return ends


CLOSING_NOTE = "The family has the people and the plan. They know how to ring us."


def _change_worker(story: Story, case: Case, day: date) -> None:
    others = [worker for worker in story.home.workers if worker != story.lead]
    story.lead = story.rng.choice(others)
    cases.allocate(
        case=case,
        worker=story.lead,
        by=story.home.supervisor,
        starts_on=day,
        change_reason=story.rng.choice(["LEFTRL", "MANAGE"]),
    )


def _step(story: Story, theme: str, case: Case, day: date) -> None:
    """Some children's safety needs a child protection plan for a while; a child with kin is looked after at first."""
    chance = PROTECTED.get(theme, 0.0)
    if story.visits == 2 and story.rng.random() < chance:
        _move(story, case, Pathway.Status.CHILD_PROTECTION, day)
    elif story.visits == 1 and theme == "kin" and story.rng.random() < 0.6:
        _move(story, case, Pathway.Status.LOOKED_AFTER, day)
    elif story.visits == 14 and story.status == Pathway.Status.CHILD_PROTECTION:
        _move(story, case, Pathway.Status.CHILD_IN_NEED, day)


def _move(story: Story, case: Case, status: str, day: date) -> None:
    for involvement in case.involvements.all():
        cases.step(involvement=involvement, status=status, by=story.home.supervisor, starts_on=day)
    story.status = status


def _visit(story: Story, day: date, far: float) -> Visit:
    """One visit on that day; `far` is how far through the work it comes, from 0 to 1."""
    rng, odds = story.rng, story.odds(day)
    moment = _at(day, rng.randint(9, 18), rng.choice([0, 10, 15, 30, 40, 45]))
    if moment > timezone.now():
        moment = timezone.now() - timedelta(minutes=90)
    goes_well = rng.random() < 0.55 + odds.climb
    facts = VisitFacts(
        happened_at=moment,
        account=_account(story, far, goes_well),
        minutes=rng.choice([25, 35, 40, 45, 50, 60, 75, 90]),
        place=rng.choices(["home", "school", "out", "office", "elsewhere"], [74, 10, 10, 3, 3])[0],
        announced=rng.random() < 0.88,
        purpose="first"
        if story.visits == 0
        else rng.choices(["statutory", "direct_work", "support", "crisis"], [58, 26, 12, 4])[0],
        people=_people(story, odds, far),
        quotes=[*_quotes(story, odds, far), *words.translated(story)],
        resighted=[pk for pk in story.strengths if rng.random() < odds.strength / 2],
        strengths=_strengths(story, odds),
        worry_states={pk: _found(rng, far, goes_well) for pk in story.worries if rng.random() < 0.35},
        worries=_worries(story),
        exceptions=words.exceptions(story),
        ratings=[*_ratings(story, odds, goes_well), *words.scaled(story)],
        goals=_goals(story, odds),
        steps_done=_done(story),
        next_steps=_next(story, day),
        tools=words.tools_used(story),
    )
    visit = visits.log(family=story.household.family, by=story.lead, facts=facts, logged_at=_logged(rng, moment))
    _remember(story, visit)
    words.after(story, visit)
    if story.visits in (1, 4) and story.household.network:
        _join_network(story, day)
    return visit


def _logged(rng: Random, moment: datetime) -> datetime:
    hours = rng.choices([1, 3, 20, 28, 26 * 4, 26 * 7], weights=[30, 25, 20, 12, 9, 4])[0]
    return min(moment + timedelta(hours=hours, minutes=rng.randint(1, 50)), timezone.now())


def _account(story: Story, far: float, goes_well: bool) -> str:
    theme = story.theme
    if far > 0.93:
        body = story.pick(GOODBYES)
    elif not goes_well and far > 0.15:
        body = story.pick(theme.stuck)
    else:
        body = story.pick(theme.early if far < 0.3 else theme.middle if far < 0.68 else theme.late)
    body = body or story.household.say(story.rng.choice(BETWEEN))
    opening = story.household.say(story.rng.choice(OPENINGS))
    closing = story.household.say(story.rng.choice(CLOSINGS)) if story.rng.random() < 0.6 else ""
    return " ".join(filter(None, [opening, body, closing]))


def _people(story: Story, odds: Odds, far: float) -> list[Seen]:
    rng, household = story.rng, story.household
    rows = []
    for number, child in enumerate(household.children):
        seen = rng.random() < (0.93 if number == 0 else 0.8)
        own = ""
        if number == 0 and seen and rng.random() < 0.6:
            own = story.pick(story.theme.child_early if far < 0.5 else story.theme.child_late)
        rows.append(
            Seen(
                person_id=child.pk,
                seen=seen,
                seen_alone=seen and rng.random() < odds.alone - 0.12 * number,
                bedroom_seen=seen and rng.random() < 0.35,
                why_not_seen=""
                if seen
                else rng.choice(["At school", "At a friend's", "Asleep", "Did not want to today"]),
                account=own,
            )
        )
    rows.append(Seen(person_id=household.mum.pk, seen=True))
    if household.other and rng.random() < 0.3:
        rows.append(Seen(person_id=household.other.pk, seen=True))
    return rows


def _quotes(story: Story, odds: Odds, far: float) -> list[Said]:
    if story.rng.random() >= odds.quote:
        return []
    pairs = story.theme.quotes_early if far < 0.5 else story.theme.quotes_late
    fresh = [(voice, text) for voice, text in pairs if text not in story.said]
    if not fresh:
        return []
    voice, text = story.rng.choice(fresh)
    story.said.add(text)
    person = story.household.children[0] if voice == "child" else story.household.mum
    return [Said(text=text, person_id=person.pk, may_be_shared=story.rng.random() < 0.7)]


def _strengths(story: Story, odds: Odds) -> list[NewStrength]:
    text = story.pick(story.theme.strengths) if story.rng.random() < odds.strength else ""
    return [NewStrength(text=text, domain=words.domain_of(text))] if text else []


def _worries(story: Story) -> list[NewWorry]:
    text = story.pick(story.theme.worries) if story.rng.random() < (0.9 if story.visits == 0 else 0.16) else ""
    return [NewWorry(text=text, domain=words.domain_of(text))] if text else []


def _found(rng: Random, far: float, goes_well: bool) -> str:
    if not goes_well:
        return "live"
    return rng.choices(["live", "easing", "resolved"], [2, 4, 1] if far < 0.6 else [1, 3, 4])[0]


def _goals(story: Story, odds: Odds) -> list[NewGoal]:
    if story.visits not in (1, 3) or story.rng.random() >= odds.goal:
        return []
    fresh = [(text, domain) for text, domain in story.theme.goals if text not in story.said]
    if not fresh:
        return []
    text, domain = fresh[0]
    story.said.add(text)
    level = story.rng.uniform(1.5, 5.0)
    return [NewGoal(text=story.household.say(text), domain=domain, ratings=tuple(_voices(story, level)))]


def _voices(story: Story, level: float) -> list[Voiced]:
    """What each voice says about where things are: not the same, and sometimes far apart."""
    rng, household = story.rng, story.household
    said = [Voiced(voice="worker", score=_score(rng, level))]
    if rng.random() < 0.9:
        said.append(Voiced(voice="parent", score=_score(rng, level + rng.uniform(-1, 2)), person_id=household.mum.pk))
    if rng.random() < 0.75:
        lean = -3 if rng.random() < 0.12 else rng.uniform(-1.5, 1.5)
        said.append(Voiced(voice="child", score=_score(rng, level + lean), person_id=household.children[0].pk))
    return said


def _ratings(story: Story, odds: Odds, goes_well: bool) -> list[Rated]:
    rated: list[Rated] = []
    if story.tale.is_still:
        return rated
    for goal_id in story.goals:
        if story.rng.random() >= 0.42:
            continue
        story.goals[goal_id] += story.rng.gauss(odds.climb * 3.2 if goes_well else -0.7, 0.7)
        rated += [
            Rated(goal_id=goal_id, voice=said.voice, score=said.score, person_id=said.person_id)
            for said in _voices(story, story.goals[goal_id])
        ]
    return rated


def _score(rng: Random, level: float) -> int:
    return max(0, min(10, round(level + rng.gauss(0, 0.5))))


def _done(story: Story) -> list[UUID]:
    """What a visit agreed is soon done; what the plan asks takes longer, and in a plan that is stuck is not done."""
    to_do = NextStep.objects.to_do().filter(family=story.household.family).order_by("pk").values_list("pk", "goal")
    planned = 0.0 if story.tale.is_still else 0.2
    return [pk for pk, goal_id in to_do if story.rng.random() < (planned if goal_id else 0.7)]


def _next(story: Story, day: date) -> list[NewStep]:
    if story.rng.random() < 0.35:
        return []
    text, owner = story.rng.choice(story.theme.steps)
    due = day + timedelta(days=story.rng.randint(5, 21))
    return [NewStep(text=story.household.say(text), owner=owner, due_on=due)]


def _remember(story: Story, visit: Visit) -> None:
    story.visits += 1
    family = story.household.family
    story.strengths = list(Strength.objects.standing().filter(family=family).values_list("pk", flat=True))
    story.worries = list(Worry.objects.standing().unresolved().filter(family=family).values_list("pk", flat=True))
    for goal_id in Goal.objects.filter(visit=visit).values_list("pk", flat=True):
        story.goals[goal_id] = story.rng.uniform(2.0, 4.5)


def _join_network(story: Story, day: date) -> None:
    household = story.household
    name, who, does = household.network.pop(0)
    person = people.add(family=household.family, by=story.lead, first_name=name)
    families.add_to_network(
        family=household.family,
        person=person,
        who_they_are=who,
        what_they_do=does,
        by=story.lead,
        kind="professional" if who in {"The class teacher", "The health visitor"} else "network",
        starts_on=day,
    )


def _at(day: date, hour: int, minute: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))
