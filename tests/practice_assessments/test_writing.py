"""Writing an assessment: begun, saved with anything blank, what is recorded taken in with a tap, asked when it must."""

from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff
from practice.actions import quotes, strengths, worries
from practice.assessments.actions import assessments
from practice.assessments.definition import problems
from practice.assessments.models import Assessment, FormVersion
from practice.models import Strength
from tests.practice_assessments.small import SMALL, address, begun_by, page, save, stands, submitted, write, write_all

SignedIn = Callable[[Staff], Client]


def html(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


# ---- Beginning ----


def test_a_worker_begins_one_and_is_on_its_first_section(
    signed_in: SignedIn, case: Case, version: FormVersion, lead_worker: Staff, yusuf: Person
) -> None:
    client, url = signed_in(lead_worker), reverse("assessments:assessment-start", args=[case.family_id])
    assert "Small assessment" in html(client.get(url))
    sent = {"version": str(version.pk), "children": [str(yusuf.pk)], "reason": "School asked us"}
    response = client.post(url, sent)
    made = Assessment.objects.get()
    assert response["Location"] == address("section-write", made, "life")
    assert [child.first_name for child in made.children.all()] == ["Yusuf"]


def test_why_now_and_about_whom_are_asked_for(
    signed_in: SignedIn, case: Case, version: FormVersion, lead_worker: Staff
) -> None:
    url = reverse("assessments:assessment-start", args=[case.family_id])
    response = signed_in(lead_worker).post(url, {"version": str(version.pk)})
    assert response.status_code == 422
    assert "Say why now" in html(response)
    assert "Choose at least one child it is about" in html(response)


def test_a_second_on_the_same_form_is_refused_on_the_page(
    signed_in: SignedIn, assessment: Assessment, version: FormVersion, lead_worker: Staff, yusuf: Person
) -> None:
    url = reverse("assessments:assessment-start", args=[assessment.family_id])
    sent = {"version": str(version.pk), "children": [str(yusuf.pk)], "reason": "Again"}
    response = signed_in(lead_worker).post(url, sent)
    assert response.status_code == 422
    assert "A small assessment is not finished yet" in html(response)


# ---- Saving ----


def test_a_section_saves_with_any_field_blank(signed_in: SignedIn, assessment: Assessment, lead_worker: Staff) -> None:
    answer = save(signed_in(lead_worker), assessment, "life", page(lead_worker, 0, helpers=["nana", "club", "other"]))
    assert answer.status_code == 200
    assert answer.json()["version"] == 1
    assert stands(assessment, "life").answers == {"helpers": ["nana", "club"]}


def test_every_kind_of_answer_is_read_and_shown_again(
    signed_in: SignedIn, assessment: Assessment, lead_worker: Staff, yusuf: Person, dana: Person
) -> None:
    client = signed_in(lead_worker)
    save(client, assessment, "life", page(lead_worker, 0, story="One\r\nTwo", baby="yes", when_due="2027-03-01"))
    assert stands(assessment, "life").answers == {"story": "One\nTwo", "baby": "yes", "when_due": "2027-03-01"}
    sent = page(lead_worker, 0, who=[str(dana.pk)], safe__worker="5") | {f"q-safe-{yusuf.pk}": "4"}
    save(client, assessment, "balance", sent)
    assert stands(assessment, "balance").answers == {"who": [str(dana.pk)], "safe": {"worker": 5, str(yusuf.pk): 4}}
    save(client, assessment, "meaning", page(lead_worker, 0, factors=["4B", "none such"]))
    assert stands(assessment, "meaning").answers == {"factors": ["4B"]}
    shown = html(client.get(address("section-write", assessment, "balance")))
    assert '<option value="4" selected>4</option>' in shown
    assert "Yusuf" in shown


def test_what_is_no_answer_is_not_kept(signed_in: SignedIn, assessment: Assessment, lead_worker: Staff) -> None:
    client = signed_in(lead_worker)
    save(client, assessment, "life", page(lead_worker, 0, baby="perhaps", when_due="31 February", story="  "))
    save(client, assessment, "balance", page(lead_worker, 0, safe__worker="11", who=["not-an-id"]))
    assert stands(assessment, "life").answers == {}
    assert stands(assessment, "balance").answers == {}


def test_the_answer_of_a_question_that_is_not_asked_any_more_is_kept_and_not_read(
    signed_in: SignedIn, assessment: Assessment, lead_worker: Staff
) -> None:
    client = signed_in(lead_worker)
    save(client, assessment, "life", page(lead_worker, 0, baby="no", when_due="2027-03-01", story="Busy"))
    assert stands(assessment, "life").answers["when_due"] == "2027-03-01"
    assert "When is the baby due?" not in html(client.get(assessment.get_absolute_url()))
    save(client, assessment, "life", page(lead_worker, 1, baby="yes", when_due="2027-03-01", story="Busy"))
    assert "Monday 1 March 2027" in html(client.get(assessment.get_absolute_url()))


def test_another_who_signs_in_on_the_same_device_keeps_nothing_of_ones_page(
    signed_in: SignedIn, assessment: Assessment, lead_worker: Staff, co_worker: Staff
) -> None:
    answer = save(signed_in(co_worker), assessment, "life", page(lead_worker, 0, story="Mine"))
    assert answer.status_code == 403
    assert stands(assessment, "life").answers == {}


def test_a_page_not_sent_whole_is_refused(signed_in: SignedIn, assessment: Assessment, lead_worker: Staff) -> None:
    assert signed_in(lead_worker).post(address("section-save", assessment, "life"), {}).status_code == 400


def test_what_postgresql_cannot_keep_and_numbers_no_page_sends_are_no_error(
    signed_in: SignedIn, assessment: Assessment, lead_worker: Staff
) -> None:
    client = signed_in(lead_worker)
    endless = page(lead_worker, 0, story="Loud.") | {"version": "9" * 5000}
    assert save(client, assessment, "life", endless).status_code == 400
    sent = page(lead_worker, 0, strong__new="Nana", strong__new__about="ho\0me", safe__worker="9" * 5000)
    assert save(client, assessment, "balance", sent | {"window": "a\0window"}).status_code == 200
    assert stands(assessment, "balance").answers == {"strong-new": "Nana", "strong-new-about": "home"}


def test_the_buttons_work_without_script(signed_in: SignedIn, assessment: Assessment, lead_worker: Staff) -> None:
    client, url = signed_in(lead_worker), address("section-write", assessment, "life")
    on = client.post(url, page(lead_worker, 0, story="Busy") | {"do": "go-balance"})
    assert on["Location"] == address("section-write", assessment, "balance")
    later = client.post(url, page(lead_worker, 1, story="Busy, loud") | {"do": "leave"})
    assert later["Location"] == assessment.get_absolute_url()
    check = client.post(url, page(lead_worker, 2, story="Busy, loud") | {"do": "submit"})
    assert check["Location"] == address("assessment-submit", assessment)
    assert stands(assessment, "life").answers == {"story": "Busy, loud"}


# ---- Taken in, not written twice ----


def test_what_is_recorded_already_is_offered(
    signed_in: SignedIn, assessment: Assessment, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    strengths.notice(family=family, by=lead_worker, text="Dana rings first")
    eased = worries.note(family=family, by=lead_worker, text="Money at month's end")
    gone = worries.note(family=family, by=lead_worker, text="The broken stairs")
    worries.change_state(worry=gone, by=lead_worker, state="resolved")
    quotes.note(family=family, by=lead_worker, text="I slept all week.", person=yusuf)
    shown = html(signed_in(lead_worker).get(address("section-write", assessment, "balance")))
    for words in ("Dana rings first", "Money at month", "“I slept all week.”", "Karim"):
        assert words in shown
    assert str(eased.pk) in shown
    assert "The broken stairs" not in shown


def test_what_was_picked_is_told_whatever_became_of_it(
    signed_in: SignedIn, assessment: Assessment, family: Family, lead_worker: Staff
) -> None:
    worry = worries.note(family=family, by=lead_worker, text="The broken stairs")
    write(assessment, "balance", lead_worker, {"worried": [str(worry.pk)]})
    worries.change_state(worry=worry, by=lead_worker, state="resolved")
    assert "The broken stairs" in html(signed_in(lead_worker).get(assessment.get_absolute_url()))


def test_the_strength_of_another_family_is_never_told(
    signed_in: SignedIn, assessment: Assessment, other_family: Family, other_worker: Staff, lead_worker: Staff
) -> None:
    foreign = strengths.notice(family=other_family, by=other_worker, text="Grandad reads to Mia")
    write(assessment, "balance", lead_worker, {"strong": [str(foreign.pk)]})
    client = signed_in(lead_worker)
    assert "Grandad reads" not in html(client.get(assessment.get_absolute_url()))
    assert "Grandad reads" not in html(client.get(address("section-write", assessment, "balance")))


def test_something_new_is_added_there_and_picked(
    signed_in: SignedIn, assessment: Assessment, lead_worker: Staff
) -> None:
    client, url = signed_in(lead_worker), address("section-write", assessment, "balance")
    sent = page(lead_worker, 0, strong__new="Nana collects them", strong__new__about="home", safe__worker="6")
    response = client.post(url, sent | {"do": "add-strong"})
    assert response["Location"] == f"{url}#question-strong"
    strength = Strength.objects.get()
    assert (strength.text, strength.domain) == ("Nana collects them", "home")
    assert stands(assessment, "balance").answers == {"strong": [str(strength.pk)], "safe": {"worker": 6}}


def test_sent_twice_it_is_written_down_once(signed_in: SignedIn, assessment: Assessment, lead_worker: Staff) -> None:
    client, url = signed_in(lead_worker), address("section-write", assessment, "balance")
    sent = page(lead_worker, 0, strong__new="Nana collects them", strong__new__about="home") | {"do": "add-strong"}
    client.post(url, sent)
    client.post(url, sent)
    assert Strength.objects.count() == 1
    assert stands(assessment, "balance").answers == {"strong": [str(Strength.objects.get().pk)]}


def test_words_without_whose_they_are_are_kept_and_asked_about(
    signed_in: SignedIn, assessment: Assessment, lead_worker: Staff
) -> None:
    url = address("section-write", assessment, "balance")
    response = signed_in(lead_worker).post(url, page(lead_worker, 0, said__new="I like mornings") | {"do": "add-said"})
    assert response.status_code == 422
    assert "say whose words these are" in html(response)
    assert 'value="I like mornings"' in html(response)


# ---- What was said the last time ----


def test_the_last_authorised_answer_stands_beside_the_new_one(
    signed_in: SignedIn, assessment: Assessment, case: Case, version: FormVersion, lead_worker: Staff,
    supervisor: Staff, yusuf: Person,
) -> None:  # fmt: skip
    assessments.authorise(assessment=submitted(assessment, lead_worker), by=supervisor)
    later = begun_by(lead_worker, case, version, [yusuf])
    shown = html(signed_in(lead_worker).get(address("section-write", later, "life")))
    assert "Last time" in shown
    assert "Busy, and loud, and loving." in shown


def test_what_is_blank_is_begun_from_what_was_said_the_last_time(
    signed_in: SignedIn, assessment: Assessment, case: Case, version: FormVersion, lead_worker: Staff,
    supervisor: Staff, yusuf: Person,
) -> None:  # fmt: skip
    done = submitted(assessment, lead_worker, safe={"worker": 5})
    assessments.authorise(assessment=done, by=supervisor)
    later = begun_by(lead_worker, case, version, [yusuf])
    client, picked = signed_in(lead_worker), stands(assessment, "balance").answers["strong"]

    url = address("section-write", later, "life")
    assert "Begin from what was said last time" in html(client.get(url))
    client.post(url, page(lead_worker, 0, baby="yes") | {"do": "from-last"})
    assert stands(later, "life").answers == {"story": "Busy, and loud, and loving.", "baby": "yes"}
    assert "Begin from what was said last time" not in html(client.get(url))

    client.post(address("section-write", later, "balance"), page(lead_worker, 0) | {"do": "from-last"})
    assert stands(later, "balance").answers == {"strong": picked}  # the number is asked anew


# ---- Submitting ----


def test_what_is_missing_is_named_and_leads_to_its_question(
    signed_in: SignedIn, assessment: Assessment, lead_worker: Staff
) -> None:
    write(assessment, "life", lead_worker, {"story": "Busy"})
    response = signed_in(lead_worker).post(address("assessment-submit", assessment))
    assert response.status_code == 422
    where = address("section-write", assessment, "meaning")
    assert f'<a href="{where}#question-analysis">What does all this mean?</a>' in html(response)


def test_it_is_submitted_and_waits_for_its_supervisor(
    signed_in: SignedIn, assessment: Assessment, lead_worker: Staff, supervisor: Staff
) -> None:
    write_all(assessment, lead_worker)
    response = signed_in(lead_worker).post(address("assessment-submit", assessment))
    assert response["Location"] == assessment.get_absolute_url()
    queue = html(signed_in(supervisor).get(reverse("assessments:assessment-queue")))
    assert address("assessment-review", assessment) in queue


# ---- Where it is found ----


def test_it_stands_in_the_tab_the_panel_the_header_and_the_week(
    signed_in: SignedIn, assessment: Assessment, family: Family, lead_worker: Staff
) -> None:
    client = signed_in(lead_worker)
    link = f'href="{assessment.get_absolute_url()}"'
    Assessment.objects.update(due_on=timezone.localdate() + timedelta(days=1))
    assert link in html(client.get(reverse("assessments:assessment-list", args=[family.pk])))
    assert link in html(client.get(reverse("cases:family-panel", args=[family.pk, "assessments"])))
    assert f"<a {link}>small assessment</a>" in html(client.get(family.get_absolute_url()))
    assert "Small assessment: Begum-Hale family" in html(client.get(reverse("practice:my-week")))


def test_a_teammate_reads_it_and_is_told_why_they_do_not_write(
    signed_in: SignedIn, assessment: Assessment, teammate: Staff
) -> None:
    client = signed_in(teammate)
    assert "Only a worker allocated to this family" in html(client.get(assessment.get_absolute_url()))
    assert client.get(address("section-write", assessment, "life")).status_code == 403
    assert client.get(reverse("practice:my-week")).status_code == 200
    assert "Small assessment" not in html(client.get(reverse("practice:my-week")))


def test_what_was_said_last_time_is_told_by_the_question_as_it_was_asked_then(
    signed_in: SignedIn, assessment: Assessment, case: Case, lead_worker: Staff, supervisor: Staff, yusuf: Person
) -> None:
    """A next version that comes from a file may ask something of another kind under the same key."""
    assessments.authorise(
        assessment=submitted(assessment, lead_worker, safe={str(yusuf.pk): 4}, worried=[]), by=supervisor
    )
    asked = deepcopy(SMALL)
    story, baby, _due, helpers = asked["sections"][0]["questions"]
    story["kind"], helpers["kind"] = "date", "scale"
    helpers.pop("choices")
    baby["choices"] = [{"value": "maybe", "label": "Perhaps"}, {"value": "no_longer", "label": "Not any more"}]
    asked["sections"][0]["questions"] = [story, baby, helpers]
    asked["sections"][1]["questions"][4] = {"key": "safe", "kind": "strengths", "label": "What keeps them safe?"}
    form = assessment.form
    version = FormVersion.objects.create(
        form=form, number=2, definition=asked, state=FormVersion.State.PUBLISHED, published_at=timezone.now()
    )
    assert not problems(asked)
    again = begun_by(lead_worker, case, version, [yusuf])
    client = signed_in(lead_worker)
    life, balance = (address("section-write", again, key) for key in ("life", "balance"))
    assert "Busy, and loud, and loving." in html(client.get(life))
    assert "Yusuf: 4" in html(client.get(balance))
    for key, url in (("life", life), ("balance", balance)):
        client.post(url, page(lead_worker, 0) | {"do": "from-last"})
        assert set(stands(again, key).answers) <= {"strong", "said", "who", "worried"}
