"""What the family keeps: the plan as a PDF, in their language, with what they say to it; and whose words it is in."""

import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases.models import Family, Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.pdf import UnprintableError, typeset
from practice.actions import steps
from practice.plans.actions import meetings, papers, plans
from practice.plans.lines import written
from practice.plans.models import Plan, PlanReply, PlanTranslation
from practice.plans.paper import Paper
from practice.plans.reading import Around, in_full
from tests.practice.pages import said
from tests.practice_plans.life import WHY, day, goal_of, make_plan

pytestmark = pytest.mark.usefixtures("case")


def at(name: str, *args: object) -> str:
    return reverse(f"plans:{name}", args=args)


@pytest.fixture
def client(lead_worker: Staff) -> Client:
    client = Client()
    client.force_login(lead_worker)
    return client


@pytest.fixture
def plan(family: Family, lead_worker: Staff, yusuf: Person) -> Plan:
    return make_plan(family, lead_worker, whose=yusuf)


def test_the_plan_they_keep_is_a_tagged_pdf_and_its_reading_is_recorded(
    client: Client, family: Family, plan: Plan
) -> None:
    response = client.get(at("plan-keep", family.pk, plan.pk))
    assert response.headers["Content-Type"] == "application/pdf"
    pdf = response.getvalue()
    assert pdf.startswith(b"%PDF")
    assert b"/Lang" in pdf
    assert AuditEvent.objects.filter(verb="family.plan-kept-opened", family_id=family.pk).exists()


def test_the_paper_says_who_does_what_who_to_ring_and_how_to_answer(
    plan: Plan, lead_worker: Staff, dana: Person
) -> None:
    said_to_it = papers.reply(plan=plan, by=lead_worker, text="The bit about ringing was my idea.", person=dana)
    paper = Paper(in_full(plan), "Amara Obi", Around([said_to_it])).data()
    assert paper["title"] == "Quiet nights"
    goal = paper["goals"][0]
    assert goal["strong"] == ["Nana collects them on Tuesdays"]
    assert [(action["text"], action["who"]) for action in goal["actions"]] == [
        ("Move the telly downstairs", "Dana"),
        ("Ask school about breakfast club", "Amara Obi"),
    ]
    assert paper["ring"].startswith("Nana, ")
    assert paper["replies"][0]["whose"] == "Dana"
    assert paper["labels"]["reply"] == "You can answer this plan"


def test_the_plan_is_put_into_their_language_line_by_line(client: Client, family: Family, plan: Plan) -> None:
    assert "Polish (polski)" in said(client.get(at("translation-choose", family.pk, plan.pk)))
    url = at("translation-write", family.pk, plan.pk, "pl")
    shown = client.get(url).content.decode()
    assert "Dlaczego mamy plan" in shown  # the paper's own words are there already
    goal = f"goal-{goal_of(plan).pk}"
    told = {"why": "Noce są trudne.", goal: "Spokojny sen", "translated_by": "Ola Nowak", "label-why": "Po co plan"}
    client.post(url, told)
    translation = PlanTranslation.objects.get(plan=plan)
    assert translation.lines["why"] == {"of": WHY, "is": "Noce są trudne."}
    paper = Paper(in_full(plan), "", translation=translation).data()
    assert (paper["lang"], paper["why"], paper["labels"]["why"]) == ("pl", "Noce są trudne.", "Po co plan")
    assert paper["goals"][0]["text"] == "Spokojny sen"
    assert paper["harder"] == "Dana rings Nana first."  # not translated yet: better in English than missing
    pdf = client.get(at("plan-keep", family.pk, plan.pk) + "?language=pl").getvalue()
    assert b"(pl)" in pdf
    assert "Polish (polski): PDF" in said(client.get(plan.get_absolute_url()))


def test_a_line_whose_english_changed_is_in_english_again_and_says_so(
    client: Client, family: Family, plan: Plan, lead_worker: Staff
) -> None:
    papers.translate(
        plan=plan, by=lead_worker, language="pl", lines={"why": "Noce są trudne."}, translated_by="Ola Nowak"
    )
    plan.why_we_have_it = "Nights are better now."
    plan.save(update_fields=["why_we_have_it"])
    paper = Paper(in_full(plan), "", translation=PlanTranslation.objects.get(plan=plan)).data()
    assert paper["why"] == "Nights are better now."
    assert "Its English has changed since" in said(client.get(at("translation-write", family.pk, plan.pk, "pl")))


def test_who_translated_it_has_to_be_said(client: Client, family: Family, plan: Plan) -> None:
    response = client.post(at("translation-write", family.pk, plan.pk, "pl"), {"why": "Noce."})
    assert response.status_code == 422
    assert "Say who translated it" in said(response)
    assert 'value="Noce."' in response.content.decode() or "Noce." in response.content.decode()


def test_a_language_we_do_not_know_is_not_there(client: Client, family: Family, plan: Plan) -> None:
    assert client.get(at("translation-write", family.pk, plan.pk, "tlh")).status_code == 404


def test_letters_that_no_font_has_lead_to_the_page_a_browser_prints(
    client: Client, family: Family, plan: Plan, lead_worker: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers.translate(plan=plan, by=lead_worker, language="bn", lines={"why": "রাত কঠিন।"}, translated_by="Ola Nowak")

    def refuse(template: str, data: object) -> bytes:
        raise UnprintableError("no letters")

    monkeypatch.setattr("practice.plans.views.plans.typeset", refuse)
    response = client.get(at("plan-keep", family.pk, plan.pk) + "?language=bn", follow=True)
    page = said(response)
    assert "Some of its letters cannot be put into a PDF here yet." in page
    assert "রাত কঠিন।" in page
    assert AuditEvent.objects.filter(verb="family.plan-kept-opened").count() == 1


def test_letters_that_no_font_on_earth_has_are_refused_by_the_printer(plan: Plan) -> None:
    data = Paper(in_full(plan), "").data()
    assert typeset("plan", data).startswith(b"%PDF")
    with pytest.raises(UnprintableError):
        typeset("plan", {**data, "why": "Nights \U000f1234 are hard"})


def test_the_paper_is_a_page_too_with_the_same_words(
    client: Client, family: Family, plan: Plan, lead_worker: Staff, dana: Person
) -> None:
    papers.reply(plan=plan, by=lead_worker, text="The bit about ringing was my idea.", person=dana)
    page = said(client.get(at("plan-paper", family.pk, plan.pk)))
    for words in ("Quiet nights", WHY, "Bedtime without shouting", "Nana collects them on Tuesdays", "07700\xa0900321"):
        assert words.replace("\xa0", " ") in page.replace("\xa0", " ")
    assert "“The bit about ringing was my idea.” Dana" in page
    assert "You can answer this plan" in page
    assert at("plan-paper", family.pk, plan.pk) in client.get(plan.get_absolute_url()).content.decode()


def test_what_is_read_from_the_right_stands_on_the_right(
    client: Client, family: Family, plan: Plan, lead_worker: Staff
) -> None:
    papers.translate(
        plan=plan, by=lead_worker, language="ar", lines={"why": "الليالي صعبة."}, translated_by="Ola Nowak"
    )
    page = client.get(at("plan-paper", family.pk, plan.pk) + "?language=ar").content.decode()
    assert 'lang="ar" dir="rtl"' in page
    assert 'lang="en" dir="ltr"' in client.get(at("plan-paper", family.pk, plan.pk) + "?language=xx").content.decode()


def test_a_plan_that_has_ended_names_no_day_to_come(
    client: Client, family: Family, plan: Plan, lead_worker: Staff
) -> None:
    assert "We look at this plan together again by" in said(client.get(at("plan-paper", family.pk, plan.pk)))
    plans.end(plan=plan, by=lead_worker, reason="reached")
    assert "We look at this plan together again by" not in said(client.get(at("plan-paper", family.pk, plan.pk)))
    assert client.get(at("plan-keep", family.pk, plan.pk)).headers["Content-Type"] == "application/pdf"
    assert "No plan now" in said(client.get(at("plan-current", family.pk)))


def test_a_telephone_number_stays_in_one_piece(plan: Plan) -> None:
    data = Paper(in_full(plan), "Amara Obi").data()
    assert data["ring"] == "Nana, 07700\N{NO-BREAK SPACE}900321"
    assert data["goals"][0]["actions"][0]["text"] == "Move the telly downstairs"


def test_a_word_longer_than_the_paper_can_break(plan: Plan) -> None:
    plan.contingency = "See https://www.hampshire.example/what-to-do-at-night for more"
    data = Paper(in_full(plan), "").data()
    assert max(len(piece) for piece in re.split(r"[\s\u200b]", data["harder"])) <= 14
    assert data["harder"].replace("\N{ZERO WIDTH SPACE}", "") == plan.contingency
    assert typeset("plan", data).startswith(b"%PDF")


def test_what_they_say_and_their_own_plan_can_be_translated_too(
    client: Client, family: Family, plan: Plan, lead_worker: Staff, dana: Person
) -> None:
    reply = papers.reply(plan=plan, by=lead_worker, text="I agree.", person=dana)
    meeting = meetings.offer(family=family, by=lead_worker, plan=plan, answer="yes", on=day(9))
    meetings.amend(meeting=meeting, by=lead_worker, answer="yes", held_on=day(2), their_plan="Nana has Fridays.")
    url = at("translation-write", family.pk, plan.pk, "pl")
    assert "What Dana says to it I agree." in said(client.get(url))
    client.post(url, {f"reply-{reply.pk}": "Zgadzam się.", f"own-{meeting.pk}": "", "translated_by": "Ola Nowak"})
    page = said(client.get(at("plan-paper", family.pk, plan.pk) + "?language=pl"))
    assert "Zgadzam się." in page
    assert "Nana has Fridays." in page


def test_the_plan_s_page_says_how_much_of_a_translation_is_still_in_english(
    client: Client, family: Family, plan: Plan, lead_worker: Staff
) -> None:
    full = in_full(plan)
    lines = {line.key: f"pl {line.text}" for line in written(full, Around())}
    papers.translate(plan=plan, by=lead_worker, language="pl", lines=lines, translated_by="Ola Nowak")
    assert "still in English" not in said(client.get(plan.get_absolute_url()))
    steps.agree(family=family, by=lead_worker, text="Ring the club", goal=goal_of(plan))
    assert "1 line still in English" in said(client.get(plan.get_absolute_url()))


def test_a_reply_stands_on_the_plan_whether_it_agrees_or_not(
    client: Client, family: Family, plan: Plan, dana: Person
) -> None:
    told = {"text": "I was not asked about school.", "who": str(dana.pk), "received_on": f"{day()}"}
    client.post(at("reply-write", family.pk, plan.pk), told)
    assert "I was not asked about school." in said(client.get(plan.get_absolute_url()))
    reply = PlanReply.objects.get()
    client.post(at("reply-withdraw", family.pk, plan.pk, reply.pk))
    assert "I was not asked about school." not in said(client.get(plan.get_absolute_url()))
    assert client.post(at("reply-withdraw", family.pk, plan.pk, reply.pk)).status_code == 404


def test_a_reply_is_somebody_s(client: Client, family: Family, plan: Plan) -> None:
    told = {"text": "Good.", "who": "someone", "received_on": f"{day()}"}
    response = client.post(at("reply-write", family.pk, plan.pk), told)
    assert response.status_code == 422
    assert "Say whose words these are" in said(response)


def test_whose_words_is_said_line_by_line_and_counted(client: Client, family: Family, plan: Plan, dana: Person) -> None:
    url = at("plan-words", family.pk, plan.pk)
    page = said(client.get(url))
    # Its name and its goal are the family's; the reason, two actions and what happens then are ours.
    assert "2 of 6 lines are in the family’s or their network’s own words: 33 %." in page
    lines = {"title": "family", f"goal-{goal_of(plan).pk}": "us", "why": f"family:{dana.pk}", "contingency": "network"}
    actions = {f"action-{action.pk}": "us" for action in in_full(plan).actions}
    client.post(url, {**lines, **actions})
    assert "3 of 6 lines" in said(client.get(url))
    assert plan.words.get(line="why").person == dana


def test_who_may_only_read_is_told_whose_words_without_a_form(
    family: Family, plan: Plan, teammate: Staff, yusuf: Person
) -> None:
    client = Client()
    client.force_login(teammate)
    page = client.get(at("plan-words", family.pk, plan.pk))
    assert "Bedtime without shouting Yusuf" in said(page)
    assert "<select" not in page.content.decode()
    assert client.post(at("plan-words", family.pk, plan.pk), {"why": "us"}).status_code == 403


def test_a_network_meeting_is_offered_answered_and_held(
    client: Client, family: Family, plan: Plan, dana: Person
) -> None:
    told = {"offered_on": f"{day(20)}", "answer": "not_yet", "why_not": "Ask me after Christmas"}
    client.post(at("meeting-offer", family.pk), told)
    page = said(client.get(plan.get_absolute_url()))
    assert "not yet" in page
    assert "“Ask me after Christmas”" in page
    meeting = family.network_meetings.get()
    assert meeting.plan == plan
    held = {
        "answer": "yes",
        "held_on": f"{day(3)}",
        "people": [str(dana.pk)],
        "also_came": "Nana, Frank",
        "their_plan": "Nana has Fridays.",
        "where_kept": "On the fridge",
    }
    client.post(at("meeting-amend", family.pk, meeting.pk), held)
    page = said(client.get(plan.get_absolute_url()))
    assert "The family’s own plan Nana has Fridays." in page
    assert "Came: Dana, Nana, Frank" in page
    story = said(client.get(reverse("cases:story", args=[family.pk])))
    assert "Network meeting offered: not yet" in story
    assert "The family and their network met and made their own plan" in story


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"answer": "no", "held": 3}, "A meeting they did not want has not been held"),
        ({"answer": "yes", "held": 30}, "It was held before it was offered"),
        ({"answer": "yes", "their_plan": "Fridays."}, "Say when the meeting was"),
    ],
)
def test_a_meeting_that_cannot_have_been_is_refused_in_words(
    told: dict[str, object], why: str, client: Client, family: Family, plan: Plan, lead_worker: Staff
) -> None:
    meeting = meetings.offer(family=family, by=lead_worker, on=day(20))
    sent = {name: value for name, value in told.items() if name != "held"}
    if "held" in told:
        sent["held_on"] = f"{day(int(str(told['held'])))}"
    response = client.post(at("meeting-amend", family.pk, meeting.pk), sent)
    assert response.status_code == 422
    assert why in said(response)


def test_the_family_s_own_plan_is_on_their_paper(plan: Plan, family: Family, lead_worker: Staff) -> None:
    meeting = meetings.offer(family=family, by=lead_worker, plan=plan, answer="yes", on=day(9))
    meeting = meetings.amend(
        meeting=meeting, by=lead_worker, answer="yes", held_on=day(2), their_plan="Nana has Fridays."
    )
    assert Paper(in_full(plan), "", Around(meeting=meeting)).data()["own_plan"] == "Nana has Fridays."


@time_machine.travel("2026-11-23 10:00")
def test_days_are_said_as_people_say_them_and_in_figures_elsewhere(plan: Plan, lead_worker: Staff) -> None:
    translation = papers.translate(
        plan=plan, by=lead_worker, language="pl", lines={"why": "Noce."}, translated_by="Ola Nowak"
    )
    full = in_full(plan)
    review = full.plan.next_review_on
    assert Paper(full, "", translation=translation).data()["review"] == f"{review:%d.%m.%Y}"
