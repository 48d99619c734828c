"""Somebody's own words flow into plans and reviews: chosen, kept as they were said, printed where they may be."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from cases.actions import families, joins
from cases.models import Family, Person
from hampshire.accounts.models import Staff, Team
from hampshire.audit.models import AuditEvent
from practice.actions import quotes
from practice.models import Quote
from practice.plans.actions import plans, reviews
from practice.plans.facts import PlanTold
from practice.plans.models import Plan, PlanQuote, PlanReview, ReviewQuote
from practice.plans.paper import Paper
from practice.plans.quoting import OFFERED
from practice.plans.reading import in_full
from practice.plans.snapshots import changes, take
from tests.cast import open_case
from tests.practice.pages import said
from tests.practice_plans.life import WHY, day, make_plan, page_of

pytestmark = pytest.mark.usefixtures("case")


def at(name: str, *args: object) -> str:
    return reverse(f"plans:{name}", args=args)


def the_paper(plan: Plan) -> dict[str, Any]:
    return Paper(in_full(plan), "").data()


def is_ticked(page: str, quote: Quote) -> bool:
    return "checked" in page.partition(f'value="{quote.pk}"')[2].partition(">")[0]


@pytest.fixture
def client(lead_worker: Staff, signed_in: Callable[[Staff], Client]) -> Client:
    return signed_in(lead_worker)


@pytest.fixture
def plan(family: Family, lead_worker: Staff) -> Plan:
    return make_plan(family, lead_worker)


@pytest.fixture
def asleep(family: Family, lead_worker: Staff, yusuf: Person) -> Quote:
    return quotes.note(
        family=family, by=lead_worker, text="I want to be asleep at nine.", person=yusuf, may_be_shared=True, on=day(30)
    )


@pytest.fixture
def kept_back(family: Family, lead_worker: Staff) -> Quote:
    return quotes.note(family=family, by=lead_worker, text="She shouts since the summer.", whose="Nana", on=day(20))


def choose(plan: Plan, by: Staff, *chosen: Quote) -> Plan:
    """The plan as it is, about these words."""
    told = PlanTold(why=WHY, title="Quiet nights", quotes=[one.pk for one in chosen])
    return plans.amend(plan=plan, by=by, version=plan.version, told=told, on=day(15))


# ---- In a plan ------------------------------------------------------------------------------------------------------


def test_words_ticked_on_the_page_of_a_plan_stand_on_it(
    client: Client, family: Family, plan: Plan, asleep: Quote, kept_back: Quote
) -> None:
    form = said(client.get(at("plan-amend", family.pk, plan.pk)))
    assert "Yusuf: “I want to be asleep at nine.”" in form
    assert "not to be shared yet, so not on their paper" in form.partition("She shouts since the summer.")[2]
    client.post(at("plan-amend", family.pk, plan.pk), page_of(plan, quotes=[str(asleep.pk), str(kept_back.pk)]))
    page = said(client.get(plan.get_absolute_url())).partition("In their own words")[2]
    assert "I want to be asleep at nine." in page
    assert "Not to be shared yet: left off the paper they keep." in page.partition("She shouts since the summer.")[2]
    again = client.get(at("plan-amend", family.pk, plan.pk)).content.decode()
    assert all(is_ticked(again, one) for one in (asleep, kept_back))
    event = AuditEvent.objects.get(verb="plan.quotes-chosen")
    assert event.details == {"quotes": 2}


def test_a_new_plan_is_made_with_their_words(client: Client, family: Family, asleep: Quote) -> None:
    client.post(at("plan-start", family.pk), page_of(quotes=[str(asleep.pk)]))
    plan = Plan.objects.get(family=family)
    assert [one.text for one in in_full(plan).quotes] == ["I want to be asleep at nine."]
    assert plan.began_as["quotes"] == [{"id": str(asleep.pk), "said": "Yusuf: “I want to be asleep at nine.”"}]


def test_without_any_words_the_page_says_how_to_come_by_some(client: Client, family: Family, plan: Plan) -> None:
    form = client.get(at("plan-amend", family.pk, plan.pk))
    assert "Nobody’s own words are written down yet." in said(form)
    assert reverse("practice:quote-list", args=[family.pk]) in form.content.decode()


def test_what_is_unticked_leaves_the_plan_and_its_words_stay(
    client: Client, family: Family, plan: Plan, asleep: Quote, lead_worker: Staff
) -> None:
    plan = choose(plan, lead_worker, asleep)
    assert client.post(at("plan-amend", family.pk, plan.pk), page_of(plan)).status_code == 302
    assert not PlanQuote.objects.exists()
    assert "I want to be asleep at nine." in said(client.get(reverse("practice:quote-list", args=[family.pk])))


def test_a_list_that_grows_keeps_what_was_ticked(client: Client, family: Family, plan: Plan, asleep: Quote) -> None:
    typed = page_of(plan, do="more-goals", quotes=[str(asleep.pk)])
    assert is_ticked(client.post(at("plan-amend", family.pk, plan.pk), typed).content.decode(), asleep)


def test_the_latest_are_offered_what_may_be_shared_first_and_what_stands_in_it_always(
    client: Client, family: Family, plan: Plan, kept_back: Quote, lead_worker: Staff, yusuf: Person
) -> None:
    plan = choose(plan, lead_worker, kept_back)
    for number in range(OFFERED + 2):
        quotes.note(family=family, by=lead_worker, text=f"Word {number}.", person=yusuf, may_be_shared=True, on=day(9))
    form = said(client.get(at("plan-amend", family.pk, plan.pk)))
    assert "She shouts since the summer." in form
    assert f"Word {OFFERED + 1}." in form
    assert "Word 1." not in form


def test_long_words_without_a_gap_are_offered_by_their_beginning_and_kept_whole(
    client: Client, family: Family, plan: Plan, lead_worker: Staff
) -> None:
    long = "我想九点睡觉" * 90
    quote = quotes.note(family=family, by=lead_worker, text=long, whose="Nana", may_be_shared=True, on=day(3))
    form = said(client.get(at("plan-amend", family.pk, plan.pk)))
    assert "Nana: “我想九点睡觉" in form
    assert long not in form
    client.post(at("plan-amend", family.pk, plan.pk), page_of(plan, quotes=[str(quote.pk)]))
    page = said(client.get(plan.get_absolute_url()))
    assert long in page
    assert "New words in the plan. Nana: “我想九点睡觉" in page


def test_another_family_s_words_cannot_be_put_into_a_plan(
    client: Client, family: Family, plan: Plan, other_family: Family, other_worker: Staff, lead_worker: Staff
) -> None:
    foreign = quotes.note(family=other_family, by=other_worker, text="Not theirs.", whose="Nobody")
    typed = page_of(plan, quotes=[str(foreign.pk)])
    assert client.post(at("plan-amend", family.pk, plan.pk), typed).status_code == 422
    with pytest.raises(ValidationError):
        choose(plan, lead_worker, foreign)
    assert not PlanQuote.objects.exists()


def test_words_taken_back_while_somebody_ticked_them_are_said_to_be_gone(
    client: Client, family: Family, plan: Plan, asleep: Quote, kept_back: Quote, lead_worker: Staff
) -> None:
    typed = page_of(plan, title="Sleep", quotes=[str(asleep.pk), str(kept_back.pk)])
    quotes.withdraw(quote=kept_back, by=lead_worker)
    refused = client.post(at("plan-amend", family.pk, plan.pk), typed)
    assert refused.status_code == 422
    assert "Something ticked here was taken back meanwhile." in said(refused)
    assert 'value="Sleep"' in refused.content.decode()


def test_words_put_right_since_are_kept_as_they_were_and_taken_in_anew_when_the_plan_is_kept(
    client: Client, family: Family, plan: Plan, asleep: Quote, lead_worker: Staff, yusuf: Person
) -> None:
    plan = choose(plan, lead_worker, asleep)
    quotes.reword(quote=asleep, by=lead_worker, text="I want to be asleep at ten.", person=yusuf)
    page = said(client.get(plan.get_absolute_url()))
    assert "I want to be asleep at nine." in page
    assert "left off the paper until the plan is kept again" in page
    assert the_paper(plan)["words"] == []
    client.post(at("plan-amend", family.pk, plan.pk), page_of(plan, quotes=[str(asleep.pk)]))
    assert the_paper(plan)["words"] == [{"text": "I want to be asleep at ten.", "whose": "Yusuf"}]
    assert PlanQuote.objects.get().added_on == day(15), "since when it stands in the plan"


def test_words_taken_back_stand_on_the_plan_no_longer(
    client: Client, plan: Plan, asleep: Quote, lead_worker: Staff
) -> None:
    plan = choose(plan, lead_worker, asleep)
    quotes.withdraw(quote=asleep, by=lead_worker)
    assert "I want to be asleep" not in said(client.get(plan.get_absolute_url())).partition("In their own words")[2]
    assert the_paper(plan)["words"] == []


def test_whose_words_counts_them_as_theirs(
    client: Client, family: Family, plan: Plan, asleep: Quote, kept_back: Quote, lead_worker: Staff
) -> None:
    choose(plan, lead_worker, asleep, kept_back)
    url = at("plan-words", family.pk, plan.pk)
    page = said(client.get(url))
    assert "Their own words “I want to be asleep at nine.” Yusuf" in page
    # One of six lines more the family's, one their network's; contingency went with the change above.
    assert "4 of 7 lines" in page
    assert f'name="quote-{asleep.pk}"' not in client.get(url).content.decode(), "whose they are is no question"
    assert client.post(url, {f"quote-{asleep.pk}": "us", "why": "us"}).status_code in {200, 302, 422}
    assert not plan.words.filter(line__startswith="quote-").exists()


def test_a_plan_with_words_moves_with_its_family_and_leaves_theirs_when_they_are_set_apart(
    family: Family, plan: Plan, asleep: Quote, lead_worker: Staff, supervisor: Staff, east: Team
) -> None:
    twin = families.create(name="Begum", team=east, by=lead_worker)
    open_case(twin, lead=lead_worker, co=None, by=supervisor, days_ago=30)
    theirs = quotes.note(family=twin, by=lead_worker, text="We are two.", whose="Aunt", may_be_shared=True)
    early = make_plan(twin, lead_worker, kind="early_help", days_ago=20)
    choose(early, lead_worker, theirs)
    join = joins.join(gone=twin, kept=family, by=lead_worker)
    plan.refresh_from_db()
    plan = choose(plan, lead_worker, asleep, theirs)
    assert len(in_full(plan).quotes) == 2
    joins.undo(join=join, by=lead_worker)
    assert [one.quote_id for one in in_full(Plan.objects.get(pk=plan.pk)).quotes] == [asleep.pk]
    assert [one.quote_id for one in in_full(Plan.objects.get(pk=early.pk)).quotes] == [theirs.pk]


# ---- On their paper -------------------------------------------------------------------------------------------------


def test_only_what_may_be_shared_is_on_the_paper(
    client: Client, family: Family, plan: Plan, asleep: Quote, kept_back: Quote, lead_worker: Staff
) -> None:
    choose(plan, lead_worker, asleep, kept_back)
    paper = said(client.get(at("plan-paper", family.pk, plan.pk)))
    assert "In our own words “I want to be asleep at nine.” Yusuf" in paper
    assert "She shouts since the summer." not in paper
    assert client.get(at("plan-keep", family.pk, plan.pk)).getvalue().startswith(b"%PDF")
    quotes.let_share(quote=asleep, by=lead_worker, may_be_shared=False)
    assert "In our own words" not in said(client.get(at("plan-paper", family.pk, plan.pk)))


def test_words_are_read_in_the_language_of_the_paper(
    client: Client, family: Family, plan: Plan, asleep: Quote, lead_worker: Staff, dana: Person
) -> None:
    polish = quotes.note(
        family=family,
        by=lead_worker,
        text="Chcę spać.",
        person=dana,
        language="polski",
        translation="I want to sleep.",
        may_be_shared=True,
        on=day(10),
    )
    plan = choose(plan, lead_worker, asleep, polish)
    assert [one["text"] for one in the_paper(plan)["words"]] == ["I want to be asleep at nine.", "I want to sleep."]
    url = at("translation-write", family.pk, plan.pk, "pl")
    form = client.get(url).content.decode()
    assert f'name="quote-{asleep.pk}"' in form
    assert "Naszymi słowami" in form
    assert f'name="quote-{polish.pk}"' not in form, "it is in Polish as it was said"
    assert f'name="quote-{polish.pk}"' in client.get(at("translation-write", family.pk, plan.pk, "bn")).content.decode()
    client.post(
        url,
        {
            f"quote-{asleep.pk}": "Chcę zasypiać o dziewiątej.",
            "translated_by": "Ola Nowak",
            "label-words": "Naszymi słowami",
        },
    )
    translated = Paper(in_full(plan), "", translation=plan.translations.get()).data()
    assert [one["text"] for one in translated["words"]] == ["Chcę zasypiać o dziewiątej.", "Chcę spać."]
    assert translated["labels"]["words"] == "Naszymi słowami"


# ---- In a review ----------------------------------------------------------------------------------------------------


def hold(plan: Plan, by: Staff, days_ago: int, *chosen: Quote) -> PlanReview:
    return reviews.hold(
        plan=plan, by=by, what_people_said="Slowly.", held_on=day(days_ago), quotes=[one.pk for one in chosen]
    )


def test_a_review_offers_words_said_since_the_one_before_and_ticks_none(
    client: Client, family: Family, plan: Plan, asleep: Quote, lead_worker: Staff
) -> None:
    hold(plan, lead_worker, 25)
    fresh = quotes.note(family=family, by=lead_worker, text="It is quieter.", whose="Nana", on=day(5))
    form = client.get(at("review-hold", family.pk, plan.pk)).content.decode()
    assert f'value="{fresh.pk}"' in form
    assert f'value="{asleep.pk}"' not in form
    assert not is_ticked(form, fresh)
    told = {"held_on": f"{day(1)}", "what_people_said": "Better.", "quotes": [str(fresh.pk)]}
    client.post(at("review-hold", family.pk, plan.pk), told)
    review = PlanReview.objects.get(number=2)
    assert "In their own words It is quieter. Nana" in said(client.get(review.get_absolute_url()))
    again = client.get(at("review-hold", family.pk, plan.pk))
    assert f'value="{fresh.pk}"' not in again.content.decode(), "it stands in a review already"
    assert "Nobody’s own words were written down since then." in said(again)


def test_words_said_after_a_review_are_not_of_it(client: Client, family: Family, plan: Plan, kept_back: Quote) -> None:
    told = {"held_on": f"{day(25)}", "what_people_said": "Better.", "quotes": [str(kept_back.pk)]}
    refused = client.post(at("review-hold", family.pk, plan.pk), told)
    assert refused.status_code == 422
    assert "Some of these words were said after that day" in said(refused)
    assert not PlanReview.objects.exists()


def test_words_of_a_review_are_set_right_and_what_it_said_before_stays(
    client: Client, plan: Plan, asleep: Quote, kept_back: Quote, lead_worker: Staff
) -> None:
    review = hold(plan, lead_worker, 10, asleep)
    url = reverse("plans:review-amend", args=[plan.family_id, plan.pk, review.pk])
    form = client.get(url).content.decode()
    assert f'value="{asleep.pk}"' in form
    told = {"reason": "It was Nana", "held_on": f"{day(10)}", "what_people_said": "Slowly.", "version": "1"}
    client.post(url, told | {"quotes": [str(kept_back.pk)]})
    assert [one.text for one in review.quotes.all()] == ["She shouts since the summer."]
    before = said(client.get(review.get_absolute_url())).partition("What it said before")[2]
    assert "Their words It said: Yusuf: “I want to be asleep at nine.”" in before


def test_a_change_made_before_reviews_had_words_says_nothing_of_them(
    client: Client, plan: Plan, lead_worker: Staff
) -> None:
    review = hold(plan, lead_worker, 10)
    told = {"version": 1, "reason": "A word", "what_people_said": "Slowly!", "held_on": day(10)}
    reviews.amend(review=review, by=lead_worker, **told)  # type: ignore[arg-type]
    revision = review.revisions.get()
    revision.before.pop("words")
    revision.save(update_fields=["before"])
    before = said(client.get(review.get_absolute_url())).partition("What it said before")[2]
    assert "Slowly." in before
    assert "Their words" not in before


def test_a_review_says_of_words_taken_back_that_they_were(
    client: Client, plan: Plan, asleep: Quote, lead_worker: Staff
) -> None:
    review = hold(plan, lead_worker, 10, asleep)
    quotes.withdraw(quote=asleep, by=lead_worker)
    assert "Taken back since: written down in error." in said(client.get(review.get_absolute_url()))


def test_what_changed_since_the_last_review_says_new_words(
    client: Client, plan: Plan, asleep: Quote, kept_back: Quote, lead_worker: Staff, yusuf: Person
) -> None:
    plan = choose(plan, lead_worker, asleep)
    review = hold(plan, lead_worker, 10)
    assert "Yusuf: “I want to be asleep at nine.”" in said(client.get(review.get_absolute_url()))
    plan.refresh_from_db()
    quotes.reword(quote=asleep, by=lead_worker, text="Asleep at ten.", person=yusuf)
    plan = choose(plan, lead_worker, asleep, kept_back)
    lines = changes(review.snapshot, take(in_full(plan)))
    assert "New words in the plan. Nana: “She shouts since the summer.”" in lines
    assert "Their words were put right. Yusuf: “Asleep at ten.”" in lines
    now = take(in_full(plan))
    plan = choose(plan, lead_worker, kept_back)
    assert changes(now, take(in_full(plan))) == ["Words left the plan. Yusuf: “Asleep at ten.”"]
    assert "New words in the plan." in said(client.get(plan.get_absolute_url()))


# ---- Where they went ------------------------------------------------------------------------------------------------


def test_their_words_say_which_plan_and_which_reviews_they_went_into(
    client: Client, family: Family, plan: Plan, asleep: Quote, lead_worker: Staff
) -> None:
    plan = choose(plan, lead_worker, asleep)
    review = hold(plan, lead_worker, 10, asleep)
    page = client.get(reverse("practice:quote-list", args=[family.pk]))
    assert "Went into plan “Quiet nights”" in said(page)
    assert "; review of the plan , " in said(page)
    assert review.get_absolute_url() in page.content.decode()
    reviews.withdraw(review=review, by=lead_worker, reason="Not held")
    assert "review of the plan" not in said(client.get(reverse("practice:quote-list", args=[family.pk])))
    assert ReviewQuote.objects.count() == 1


def test_words_in_a_plan_cost_no_more_queries_however_many(
    client: Client,
    family: Family,
    plan: Plan,
    asleep: Quote,
    lead_worker: Staff,
    yusuf: Person,
    django_assert_max_num_queries: Any,
) -> None:
    plan = choose(plan, lead_worker, asleep)
    review = hold(plan, lead_worker, 1, asleep)
    pages = [plan.get_absolute_url(), at("plan-amend", family.pk, plan.pk), review.get_absolute_url()]
    for page in pages:
        client.get(page)
    with django_assert_max_num_queries(200) as one:
        for page in pages:
            client.get(page)
    more = [
        quotes.note(family=family, by=lead_worker, text=f"Word {n}.", person=yusuf, may_be_shared=True, on=day(9))
        for n in range(5)
    ]
    plan.refresh_from_db()
    plan = choose(plan, lead_worker, asleep, *more)
    for quote in more:
        ReviewQuote.objects.create(review=review, quote=quote, text=quote.text, whose="Yusuf", said_on=quote.said_on)
    with django_assert_max_num_queries(len(one.captured_queries)):
        for page in pages:
            client.get(page)
