"""Keeps what SSDA903 says: children, care episodes, reviews; and who of them is looked after now."""

from collections.abc import Collection, Sequence
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import Max

from cases import clocks, codes
from cases.models import (
    CareEpisode,
    CareReview,
    Case,
    ChronologyEntry,
    Family,
    Involvement,
    Pathway,
    Person,
)
from cases.returns import rows
from cases.returns.keep.batch import Batch, by_key
from cases.returns.keep.children import Children, families_of
from cases.returns.keep.known import Known
from cases.returns.keep.pathways import STATUS, spells
from cases.returns.keep.said import keep_motherhood
from cases.returns.report import Unit

KIND = ChronologyEntry.Kind
# Where a child's row of a day stood in the file, by the child's id and the day.
type Lines = dict[tuple[UUID, date], int]


def keep_children(batch: Batch, sent: Sequence[rows.LookedAfterChild], seen: set[str]) -> None:
    """Part of `returns.import_ssda903`, in its transaction. `seen` are the ids of the children so far."""
    children = Children(batch, sent)
    mothers: list[tuple[rows.LookedAfterChild, Person, Family]] = []
    for child in sent:
        if child.la_child_id in seen:
            reason = "A second row of this child: the first is kept."
            batch.say(Unit.CHILD, child.line, child.la_child_id, "CHILD", child.la_child_id, reason, refused=True)
            batch.count(Unit.CHILD, "refused")
            continue
        seen.add(child.la_child_id)
        person, family = children.keep(child, batch.today, birth_date_is=Person.BirthDateIs.RECORDED)
        if child.is_mother:
            mothers.append((child, person, family))
    keep_motherhood(batch, mothers)


# ---- Episodes -------------------------------------------------------------------------------------------------------


def keep_episodes(batch: Batch, sent: Sequence[rows.EpisodeRow], lines: Lines) -> None:
    """Part of `returns.import_ssda903`. `lines` are where the episodes of this file stood so far."""
    known = Known(batch, [row.la_child_id for row in sent])
    on_record = CareEpisode.objects.filter(child__in=[person.pk for person in known.people.values()])
    episodes = by_key(on_record, "child_id", "starts_on")
    for row in sent:
        found = known.find(Unit.CARE_EPISODE, row.line, row.la_child_id, None)
        if found and _is_possible(known, row, found[0]):
            _keep_episode(known, episodes, row, found, lines)


def _is_possible(known: Known, row: rows.EpisodeRow, child: Person) -> bool:
    if child.date_of_birth and row.starts_on < child.date_of_birth:
        value, reason = f"{row.starts_on:%d/%m/%Y}", "Before the child was born."
        known.refuse(Unit.CARE_EPISODE, row.line, row.la_child_id, "DECOM", value, reason)
        return False
    return True


def _keep_episode(
    known: Known, episodes: dict[Any, Any], row: rows.EpisodeRow, found: tuple[Person, Family], lines: Lines
) -> None:
    (child, family), key, values = found, (found[0].pk, row.starts_on), _episode_values(row)
    episode = episodes.get(key)
    if key in lines and episode is not None and _differs(episode, values):
        value, reason = f"{row.starts_on:%d/%m/%Y}", "Another episode of this child from the same day, and different."
        known.refuse(Unit.CARE_EPISODE, row.line, row.la_child_id, "DECOM", value, reason)
        return
    lines.setdefault(key, row.line)
    fresh = CareEpisode(child=child, starts_on=row.starts_on, **values)
    had_ended = episode is not None and episode.ends_on is not None
    what = known.batch.keep(episode, fresh, family, Unit.CARE_EPISODE, **values)
    episodes.setdefault(key, fresh)
    _tell_episode(known.batch, family, episodes[key], what, had_ended)


def _episode_values(row: rows.EpisodeRow) -> dict[str, Any]:
    return {
        "start_reason": row.start_reason,
        "legal_status": row.legal_status,
        "need": row.need,
        "placement": row.placement,
        "provider": row.provider,
        "ends_on": row.ends_on,
        "end_reason": row.end_reason,
        "change_reason": row.change_reason,
        "home_postcode": row.home_postcode,
        "placement_postcode": row.placement_postcode,
        "provider_urn": row.provider_urn,
    }


def _tell_episode(batch: Batch, family: Family, episode: CareEpisode, what: str, had_ended: bool) -> None:
    if what == "created":
        started = codes.label_for(codes.REASONS_FOR_NEW_EPISODE, episode.start_reason)
        where = codes.label_for(codes.PLACEMENT_TYPES, episode.placement)
        batch.tell(family, KIND.PLACEMENT, episode.starts_on, f"{started}: {where}", episode)
    if what != "unchanged" and episode.ends_on and not had_ended and episode.end_reason not in {"", "X1"}:
        reason = codes.label_for(codes.EPISODE_END_REASONS, episode.end_reason)
        batch.tell(family, KIND.PLACEMENT, episode.ends_on, f"Care ended: {reason}", episode)


def _differs(row: Any, values: dict[str, Any]) -> bool:
    return any(getattr(row, name) != value for name, value in values.items())


# ---- Reviews --------------------------------------------------------------------------------------------------------


def keep_reviews(batch: Batch, sent: Sequence[rows.CareReviewRow], lines: Lines) -> None:
    """Part of `returns.import_ssda903`. `lines` are where the reviews of this file stood so far."""
    known = Known(batch, [row.la_child_id for row in sent])
    on_record = CareReview.objects.filter(child__in=[person.pk for person in known.people.values()])
    reviews = by_key(on_record, "child_id", "reviewed_on")
    for row in sent:
        if found := known.find(Unit.CARE_REVIEW, row.line, row.la_child_id, row.date_of_birth):
            _keep_review(known, reviews, row, found, lines)


def _keep_review(
    known: Known, reviews: dict[Any, Any], row: rows.CareReviewRow, found: tuple[Person, Family], lines: Lines
) -> None:
    (child, family), key = found, (found[0].pk, row.reviewed_on)
    review = reviews.get(key)
    if key in lines and review is not None and review.participation != row.participation:
        reason = "Another review of this child on the same day, with another code: the first is kept."
        known.refuse(Unit.CARE_REVIEW, row.line, row.la_child_id, "REVIEW_CODE", row.participation, reason)
        return
    lines.setdefault(key, row.line)
    fresh = CareReview(child=child, reviewed_on=row.reviewed_on, participation=row.participation)
    reviews.setdefault(key, fresh)
    what = known.batch.keep(review, fresh, family, Unit.CARE_REVIEW, participation=row.participation)
    if what == "created":
        took_part = codes.label_for(codes.REVIEW_PARTICIPATION, row.participation)
        known.batch.tell(family, KIND.REVIEW, row.reviewed_on, f"Looked-after review: {took_part.lower()}", fresh)


# ---- Who is looked after now ----------------------------------------------------------------------------------------


def keep_standing(batch: Batch, child_ids: Collection[UUID], lines: Lines) -> None:
    """Carry on the pathways of children whose episodes came. Part of `returns.import_ssda903`, once all are in.

    A child looked after now has an open case (one is opened where there is none) in which they stand as looked after.
    What is to be done is found from the record alone, so that an import begun again after a fall does the rest.
    """
    children = list(Person.objects.filter(pk__in=child_ids).order_by("pk").select_for_update())
    families = families_of(children)
    episodes: dict[UUID, list[CareEpisode]] = {}
    for episode in CareEpisode.objects.filter(child__in=child_ids).order_by("starts_on"):
        episodes.setdefault(episode.child_id, []).append(episode)
    standing = _Standing(batch, children, families)
    for child in children:
        own = episodes[child.pk]
        _say_which_never_ended(batch, child, own, lines)
        since, until = spells([(episode.starts_on, episode.ends_on) for episode in own])[-1]
        until = _sooner(until, _grown_up_on(child, batch.today), child.died_on)
        standing.carry_on(child, families[child.pk], since, until, own[-1].need)


def _say_which_never_ended(batch: Batch, child: Person, own: list[CareEpisode], lines: Lines) -> None:
    for episode, _later in pairwise(own):
        if episode.ends_on is None:
            line = lines.get((child.pk, episode.starts_on), 0)
            reason = "Not ended, though a later episode of this child began: kept as sent."
            batch.say(Unit.CARE_EPISODE, line, child.la_child_id or "", "DEC", "", reason, refused=False)


def _grown_up_on(child: Person, today: date) -> date | None:
    """The eighteenth birthday, if it has come: nobody is looked after beyond it (Children Act 1989, s 105)."""
    if child.date_of_birth is None:
        return None
    years_on = child.date_of_birth.year + 18
    leap_day = (child.date_of_birth.month, child.date_of_birth.day) == (2, 29)
    birthday = date(years_on, 3, 1) if leap_day else child.date_of_birth.replace(year=years_on)
    return birthday if birthday <= today else None


def _sooner(*days: date | None) -> date | None:
    return min((day for day in days if day), default=None)


class _Standing:
    """The open cases of some families, and where their children stand in them."""

    def __init__(self, batch: Batch, children: Collection[Person], families: dict[Any, Family]) -> None:
        self.batch = batch
        cases = Case.objects.open().filter(family__in=families.values()).order_by("pk").select_for_update()
        self.cases = {case.family_id: case for case in cases}
        self.parts = by_key(Involvement.objects.filter(case__in=self.cases.values()), "case_id", "child_id")
        current = Pathway.objects.current().filter(involvement__case__in=self.cases.values())
        self.steps = {step.involvement_id: step for step in current}
        ever = Pathway.objects.filter(involvement__child__in=children, status=STATUS.LOOKED_AFTER)
        self.looked_after_from = dict(
            ever.values("involvement__child").annotate(last=Max("starts_on")).values_list("involvement__child", "last")
        )

    def carry_on(self, child: Person, family: Family, since: date, until: date | None, need: str) -> None:
        """The child's last time of being looked after, and the need it was for.

        Once it stands on the pathway it is not written again: staff may have moved the child on, or closed the case.
        """
        if until is None:
            if self.looked_after_from.get(child.pk, date.min) < since:
                self._stand(self._part(child, family, since, need), family, STATUS.LOOKED_AFTER, since)
            return
        case = self.cases.get(family.pk)
        part = self.parts.get((case.pk, child.pk)) if case else None
        step = self.steps.get(part.pk) if part else None
        if part and step and step.status == STATUS.LOOKED_AFTER and step.starts_on < until:
            self._stand(part, family, STATUS.CHILD_IN_NEED, until)

    def _part(self, child: Person, family: Family, since: date, need: str) -> Involvement:
        """The child's part in the family's open case; both are made where there is none."""
        case = self.cases.get(family.pk) or self._open(family, since)
        part = self.parts.get((case.pk, child.pk))
        if part is None:
            part = Involvement(case=case, child=child, primary_need=need, starts_on=since)
            self.parts[case.pk, child.pk] = self.batch.create(part, family)
        return part

    def _open(self, family: Family, since: date) -> Case:
        due = clocks.next_visit_due({STATUS.LOOKED_AFTER}, None, max(since, self.batch.today))
        case = Case(family=family, team=family.team, opened_on=since, visit_due_on=due, lead_visit_due_on=due)
        self.cases[family.pk] = self.batch.create(case, family)
        return case

    def _stand(self, part: Involvement, family: Family, status: str, since: date) -> None:
        step = self.steps.get(part.pk)
        day = max(since, step.starts_on if step else part.starts_on)
        if step is not None:
            self.batch.amend(step, family, ends_on=day)
        new = Pathway(involvement=part, status=status, starts_on=day)
        self.steps[part.pk] = self.batch.create(new, family)
