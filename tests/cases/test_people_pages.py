"""People of a family: added, amended with what it said before, moved, reached, related, and those around them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions import families, people
from cases.models import Address, Family, Person, Relationship
from hampshire.accounts.models import Staff

SignIn = Callable[[Staff], Client]
# A UPN whose check letter fits, and an NHS number whose last digit fits.
UPN, NHS = "A000000000000", "9434765919"


def url(name: str, *args: Any) -> str:
    return reverse(f"cases:{name}", args=[getattr(arg, "pk", arg) for arg in args])


def details(**changed: Any) -> dict[str, Any]:
    """What the form of a person sends when only this was filled in."""
    return {"first_name": "Sam", "last_name": "Hale", "birth_date_is": "recorded", "role": "child", **changed}


class TestAdding:
    def test_somebody_new_is_added_to_the_family(self, family: Family, lead_worker: Staff, signed_in: SignIn) -> None:
        response = signed_in(lead_worker).post(
            url("person-add", family),
            details(date_of_birth="2024-03-02", role_in_words="", lives_here="on", sex="F", disabilities=["LD", "VIS"]),
        )
        assert response.status_code == 302
        person = Person.objects.get(first_name="Sam")
        assert (person.date_of_birth, person.sex, person.disabilities) == (date(2024, 3, 2), "F", ["LD", "VIS"])
        assert (person.upn, person.nhs_number, person.la_child_id) == (None, None, None)
        member = family.members.get(person=person)
        assert (member.role, member.lives_here) == ("child", True)

    def test_a_baby_not_yet_born_needs_no_name(self, family: Family, lead_worker: Staff, signed_in: SignIn) -> None:
        due = timezone.localdate() + timedelta(days=60)
        response = signed_in(lead_worker).post(
            url("person-add", family),
            details(first_name="", last_name="", date_of_birth=due.isoformat(), birth_date_is="expected"),
        )
        assert response.status_code == 302
        assert "Expected baby, due" in signed_in(lead_worker).get(url("people", family)).content.decode()

    @pytest.mark.parametrize(
        ("changed", "field", "complaint"),
        [
            ({"first_name": "", "last_name": ""}, "first_name", "Give a name."),
            ({"date_of_birth": "2999-01-01"}, "date_of_birth", "That day has not come yet."),
            (
                {"date_of_birth": "2020-01-01", "birth_date_is": "expected"},
                "date_of_birth",
                "That day has passed.",
            ),
            ({"date_of_birth": "1902-01-01"}, "date_of_birth", "Check the year"),
            ({"date_of_birth": "2020-01-01", "died_on": "2019-01-01"}, "died_on", "before they were born"),
            ({"upn": "A123"}, "upn", "a letter and twelve digits"),
            ({"upn": "B000000000000"}, "upn", "does not fit its digits"),
            ({"upn": UPN, "upn_unknown": "UN4"}, "upn_unknown", "There is a UPN"),
            ({"nhs_number": "943 476 5910"}, "nhs_number", "does not fit the others"),
            ({"nhs_number": "12345"}, "nhs_number", "ten digits"),
            ({"la_child_id": "two words"}, "la_child_id", "without spaces"),
            ({"disabilities": ["NONE", "LD"]}, "disabilities", "not both"),
            ({"ethnicity": "XXXX"}, "ethnicity", "not one of the available choices"),
            ({"role": ""}, "role", "In this family they are: this field is required."),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field_and_nobody_is_added(
        self,
        family: Family,
        lead_worker: Staff,
        signed_in: SignIn,
        changed: dict[str, Any],
        field: str,
        complaint: str,
    ) -> None:
        response = signed_in(lead_worker).post(url("person-add", family), details(**changed))
        assert response.status_code == 422
        assert field in response.context["form"].errors
        text = response.content.decode().replace("&#x27;", "'")
        assert complaint in text
        assert f'id="id_{field}' in text
        assert not Person.objects.filter(first_name="Sam").exists()

    def test_identifiers_are_tidied_and_belong_to_one_person_only(
        self, family: Family, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        client = signed_in(lead_worker)
        client.post(url("person-add", family), details(upn=f" {UPN.lower()} ", nhs_number="943 476 5919"))
        person = Person.objects.get(first_name="Sam")
        assert (person.upn, person.nhs_number) == (UPN, NHS)
        response = client.post(url("person-add", family), details(first_name="Alex", upn=UPN, nhs_number=NHS))
        assert response.status_code == 422
        assert set(response.context["form"].errors) == {"upn", "nhs_number"}
        assert "is recorded already" in response.content.decode()

    def test_a_section_with_something_wrong_in_it_is_unfolded(
        self, family: Family, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        text = signed_in(lead_worker).post(url("person-add", family), details(upn="A123")).content.decode()
        assert text.count('<details class="more" open>') == 1

    def test_htmx_gets_the_form_alone(self, family: Family, lead_worker: Staff, signed_in: SignIn) -> None:
        response = signed_in(lead_worker).post(
            url("person-add", family), details(first_name="", last_name=""), headers={"HX-Request": "true"}
        )
        assert response.status_code == 422
        assert response.content.decode().strip().startswith('<form id="family-form"')

    def test_the_second_to_come_is_news_and_those_of_the_first_day_are_not(
        self, family: Family, lead_worker: Staff
    ) -> None:
        assert not family.chronology.filter(kind="people").exists()
        Family.objects.filter(pk=family.pk).update(created_at=timezone.now() - timedelta(days=3))
        family.refresh_from_db()
        families.add_member(family=family, details={"first_name": "Sam"}, membership={"role": "child"}, by=lead_worker)
        assert family.chronology.get(kind="people").text == "Sam is part of the family"


class TestAmending:
    def form(self, person: Person, **changed: Any) -> dict[str, Any]:
        sent = {
            "first_name": person.first_name,
            "last_name": person.last_name,
            "date_of_birth": person.date_of_birth.isoformat() if person.date_of_birth else "",
            "birth_date_is": person.birth_date_is,
        }
        return {**sent, **changed}

    def test_what_it_said_before_is_shown_with_who_changed_it(
        self, family: Family, dana: Person, lead_worker: Staff, supervisor: Staff, signed_in: SignIn
    ) -> None:
        first = self.form(dana, last_name="Begum", ethnicity="ABAN", needs_interpreter="on", first_language="Sylheti")
        signed_in(lead_worker).post(url("person-amend", family, dana), first)
        dana.refresh_from_db()
        assert dana.last_name == "Begum"
        second = {**first, "last_name": "Hale", "date_of_birth": ""}
        signed_in(supervisor).post(url("person-amend", family, dana), second)

        text = signed_in(lead_worker).get(url("person-detail", family, dana)).content.decode()
        before = text[text.index("What this said before") :]
        latest, earliest = before.split("changed by Amara Obi")
        assert "changed by Grace Lund" in latest
        assert "Begum</dd>" in latest
        assert "11 February 1990" in latest
        assert "Begum-Hale</dd>" in earliest
        assert "Ethnicity" in earliest
        assert "not recorded" in earliest

    def test_nothing_is_kept_where_nothing_changed(
        self, family: Family, dana: Person, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        response = signed_in(lead_worker).post(url("person-amend", family, dana), self.form(dana))
        assert response.status_code == 302
        assert "Nothing has been changed" in signed_in(lead_worker).get(response["Location"]).content.decode()

    def test_a_wrong_form_does_not_change_the_name_above_it(
        self, family: Family, dana: Person, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        response = signed_in(lead_worker).post(
            url("person-amend", family, dana), self.form(dana, first_name="Zed", upn="A123")
        )
        assert response.status_code == 422
        assert "Change Dana Begum-Hale’s details" in response.content.decode()

    def test_their_own_identifier_is_not_said_to_be_taken(
        self, family: Family, yusuf: Person, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        client = signed_in(lead_worker)
        for _ in range(2):
            assert client.post(url("person-amend", family, yusuf), self.form(yusuf, upn=UPN)).status_code == 302

    def test_somebody_of_another_family_is_not_reached_through_this_one(
        self, family: Family, other_family: Family, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        mia = Person.objects.get(first_name="Mia")
        client = signed_in(lead_worker)
        for name in ("person-detail", "person-amend", "person-move", "contact-detail-add", "member-amend"):
            assert client.get(url(name, family, mia)).status_code == 404, name

    def test_only_those_who_may_write_amend(self, family: Family, dana: Person, other_worker: Staff) -> None:
        with pytest.raises(PermissionDenied):
            people.amend(person=dana, family=family, by=other_worker, last_name="Other")


class TestAddresses:
    def test_those_who_live_together_move_together_and_the_address_before_ends(
        self, family: Family, dana: Person, yusuf: Person, karim: Person, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        client = signed_in(lead_worker)
        form = client.get(url("person-move", family, dana)).context["form"]
        assert {person.first_name for person in form.initial["people"]} == {"Dana", "Yusuf", "Leila"}
        for start, lines in (("2024-05-01", "12 Mill Lane"), ("2026-02-01", "40 Parchment Street")):
            sent = {"people": [dana.pk, yusuf.pk], "lines": lines, "postcode": "so238uj", "starts_on": start}
            assert client.post(url("person-move", family, dana), sent).status_code == 302
        for person in (dana, yusuf):
            now, before = person.addresses.latest_first()
            assert (now.lines, now.postcode, now.ends_on) == ("40 Parchment Street", "SO23 8UJ", None)
            assert (before.lines, before.ends_on) == ("12 Mill Lane", date(2026, 2, 1))
        assert not karim.addresses.exists()

    def test_an_address_put_in_for_the_past_lasts_until_the_next_we_know_of(
        self, family: Family, dana: Person, lead_worker: Staff
    ) -> None:
        def move(lines: str, day: date) -> Address:
            return people.move(person=dana, family=family, by=lead_worker, lines=lines, postcode="", starts_on=day)

        move("Now", date(2025, 6, 1))
        move("First", date(2020, 1, 1))
        move("Between", date(2023, 1, 1))
        told = [(a.lines, a.starts_on, a.ends_on) for a in dana.addresses.latest_first()]
        assert told == [
            ("Now", date(2025, 6, 1), None),
            ("Between", date(2023, 1, 1), date(2025, 6, 1)),
            ("First", date(2020, 1, 1), date(2023, 1, 1)),
        ]

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"lines": "", "postcode": ""}, "lines"),
            ({"postcode": "nowhere"}, "postcode"),
            ({"people": []}, "people"),
            ({"starts_on": "2999-01-01"}, "starts_on"),
        ],
    )
    def test_a_move_says_who_where_and_when(
        self,
        family: Family,
        dana: Person,
        lead_worker: Staff,
        signed_in: SignIn,
        changed: dict[str, Any],
        field: str,
    ) -> None:
        sent = {"people": [dana.pk], "lines": "12 Mill Lane", "postcode": "SO23 8UJ", "starts_on": "2025-01-01"}
        response = signed_in(lead_worker).post(url("person-move", family, dana), {**sent, **changed})
        assert response.status_code == 422
        assert field in response.context["form"].errors
        assert not Address.objects.exists()

    def test_nobody_of_another_family_is_moved(
        self, family: Family, other_family: Family, dana: Person, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        mia = Person.objects.get(first_name="Mia")
        response = signed_in(lead_worker).post(
            url("person-move", family, dana), {"people": [mia.pk], "lines": "Here", "starts_on": "2025-01-01"}
        )
        assert response.status_code == 422
        assert not mia.addresses.exists()

    def test_a_mistake_in_an_address_is_corrected_and_who_lived_there_is_found_by_it(
        self, family: Family, dana: Person, yusuf: Person, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        address = people.move(
            person=dana, family=family, by=lead_worker, lines="12 Mil Lane", postcode="", starts_on=date(2025, 1, 1)
        )
        client = signed_in(lead_worker)
        page = url("address-amend", family, dana, address)
        sent = {"lines": "12 Mill Lane", "postcode": "so238uj", "starts_on": "2024-12-01", "ends_on": ""}
        assert client.post(page, {**sent, "ends_on": "2024-01-01"}).status_code == 422
        assert client.post(page, sent).status_code == 302
        address.refresh_from_db()
        assert (str(address), address.starts_on, address.ends_on) == (
            "12 Mill Lane, SO23 8UJ",
            date(2024, 12, 1),
            None,
        )
        assert "Dana Begum-Hale" in client.get("/search/", {"q": "so23 8uj"}).content.decode()
        assert client.get(url("address-amend", family, yusuf, address)).status_code == 404

    def test_an_address_ends_not_before_it_begins(self, dana: Person) -> None:
        with pytest.raises(IntegrityError, match="address_ends_after_it_starts"), transaction.atomic():
            dana.addresses.create(lines="Here", starts_on=date(2025, 1, 1), ends_on=date(2024, 1, 1))
        with pytest.raises(IntegrityError, match="address_is_not_blank"), transaction.atomic():
            dana.addresses.create(starts_on=date(2025, 1, 1))


class TestReaching:
    def test_a_phone_number_is_added_and_marked_as_no_longer_in_use(
        self, family: Family, dana: Person, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        client = signed_in(lead_worker)
        sent = {"kind": "phone", "value": "07700 900123", "note": "text only"}
        client.post(url("contact-detail-add", family, dana), sent)
        text = client.get(url("person-detail", family, dana)).content.decode()
        assert 'href="tel:07700900123"' in text
        assert "text only" in text

        detail = dana.contact_details.get()
        end = url("contact-detail-end", family, dana, detail)
        assert client.post(end).status_code == 302
        text = client.get(url("person-detail", family, dana)).content.decode()
        assert "tel:" not in text
        assert "not used since" in text
        assert client.post(end).status_code == 404

    @pytest.mark.parametrize(
        ("kind", "value"), [("email", "not an address"), ("phone", "ask mum"), ("phone", ""), ("pigeon", "1234")]
    )
    def test_what_cannot_be_reached_is_refused(
        self, family: Family, dana: Person, lead_worker: Staff, signed_in: SignIn, kind: str, value: str
    ) -> None:
        response = signed_in(lead_worker).post(url("contact-detail-add", family, dana), {"kind": kind, "value": value})
        assert response.status_code == 422
        assert not dana.contact_details.exists()


class TestRelationships:
    def relate(self, client: Client, family: Family, person: Person, kind: str, relative: Person, **also: Any) -> Any:
        sent = {"person": person.pk, "kind": kind, "relative": relative.pk, **also}
        return client.post(url("relationship-add", family), sent)

    def test_a_relationship_is_said_once_and_read_both_ways(
        self, family: Family, dana: Person, yusuf: Person, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        client = signed_in(lead_worker)
        response = self.relate(client, family, dana, "parent", yusuf, has_parental_responsibility="on")
        assert response.status_code == 302
        text = client.get(url("people", family)).content.decode()
        assert "Dana is Yusuf’s parent" in text
        assert "Yusuf is Dana’s child" in text
        assert "Dana has parental responsibility" in text
        assert Relationship.objects.count() == 1
        relationship = Relationship.objects.get()
        assert relationship.seen_from(yusuf) == (dana, "parent")
        assert relationship.seen_from(dana) == (yusuf, "child")

    def test_the_same_said_again_or_the_other_way_round_is_refused(
        self, family: Family, yusuf: Person, leila: Person, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        client = signed_in(lead_worker)
        self.relate(client, family, yusuf, "sibling", leila)
        for person, relative in ((yusuf, leila), (leila, yusuf)):
            response = self.relate(client, family, person, "sibling", relative)
            assert response.status_code == 422
            assert "recorded already" in response.content.decode()
        with pytest.raises(IntegrityError), transaction.atomic():
            families.relate(family=family, person=leila, relative=yusuf, kind="sibling", by=lead_worker)

    def test_what_two_people_are_to_one_another_is_corrected(
        self, family: Family, dana: Person, yusuf: Person, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        client = signed_in(lead_worker)
        self.relate(client, family, dana, "step_parent", yusuf)
        self.relate(client, family, dana, "friend", yusuf)
        relationship = Relationship.objects.get(kind="step_parent")
        page = url("relationship-amend", family, relationship)
        assert "recorded already" in client.post(page, {"kind": "friend"}).content.decode()
        assert client.post(page, {"kind": "parent", "has_parental_responsibility": "on"}).status_code == 302
        relationship.refresh_from_db()
        assert (relationship.kind, relationship.has_parental_responsibility) == ("parent", True)

    def test_nobody_is_related_to_themselves(
        self, family: Family, yusuf: Person, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        assert self.relate(signed_in(lead_worker), family, yusuf, "sibling", yusuf).status_code == 422
        with pytest.raises(IntegrityError), transaction.atomic():
            families.relate(family=family, person=yusuf, relative=yusuf, kind="sibling", by=lead_worker)

    def test_a_relationship_ends_and_may_begin_again(
        self, family: Family, dana: Person, karim: Person, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        client = signed_in(lead_worker)
        self.relate(client, family, dana, "partner", karim, starts_on="2020-01-01")
        relationship = Relationship.objects.get()
        end = url("relationship-end", family, relationship)
        response = client.post(end, {"ends_on": "2019-01-01"})
        assert response.status_code == 422
        assert "It began on 1 January 2020" in response.content.decode()
        assert client.post(end, {"ends_on": "2024-01-01"}).status_code == 302
        assert "partner" not in client.get(url("people", family)).content.decode()
        assert self.relate(client, family, dana, "partner", karim).status_code == 302

    def test_strangers_to_the_family_are_not_offered(
        self, family: Family, other_family: Family, dana: Person, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        mia = Person.objects.get(first_name="Mia")
        response = self.relate(signed_in(lead_worker), family, dana, "parent", mia)
        assert response.status_code == 422
        assert "Mia" not in response.content.decode()


class TestNetwork:
    def test_somebody_who_matters_joins_is_amended_and_leaves(
        self, family: Family, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        client = signed_in(lead_worker)
        sent = {
            "first_name": "Rahima",
            "kind": "network",
            "who_they_are": "Nana",
            "phone": "07700 900456",
            "starts_on": timezone.localdate().isoformat(),
        }
        assert client.post(url("network-add", family), sent).status_code == 302
        member = family.network.get()
        assert "Rahima joined the network: Nana" in client.get(url("story", family)).content.decode()
        text = client.get(url("people", family)).content.decode()
        assert "Rahima" in text
        assert "tel:07700900456" in text

        amended = {"kind": "network", "who_they_are": "Nana on mum's side", "what_they_do": "Collects on Tuesdays"}
        client.post(url("network-amend", family, member), amended)
        assert "Collects on Tuesdays" in client.get(url("people", family)).content.decode()

        client.post(url("network-leave", family, member), {"ends_on": timezone.localdate().isoformat()})
        member.refresh_from_db()
        assert member.ends_on == timezone.localdate()
        assert "no longer in the network" in client.get(url("story", family)).content.decode()
        assert client.get(url("network-amend", family, member)).status_code == 404

    def test_a_professional_stands_apart(self, family: Family, lead_worker: Staff, signed_in: SignIn) -> None:
        families.meet(
            family=family,
            names={"first_name": "Sue"},
            phone="",
            kind="professional",
            who_they_are="teacher",
            by=lead_worker,
        )
        text = signed_in(lead_worker).get(url("people", family)).content.decode()
        assert text.index("Professionals around them") < text.index("Sue")
        assert "Nobody in their network yet" in text

    def test_a_name_and_who_they_are_is_needed(self, family: Family, lead_worker: Staff, signed_in: SignIn) -> None:
        client = signed_in(lead_worker)
        day = timezone.localdate().isoformat()
        nameless = client.post(
            url("network-add", family), {"kind": "network", "who_they_are": "Nana", "starts_on": day}
        )
        assert "first_name" in nameless.context["form"].errors
        wholess = client.post(url("network-add", family), {"kind": "network", "first_name": "Rahima", "starts_on": day})
        assert "who_they_are" in wholess.context["form"].errors
        assert not family.network.exists()


class TestMembership:
    def test_somebody_leaves_the_family_and_stays_to_be_read(
        self, family: Family, karim: Person, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        client = signed_in(lead_worker)
        sent = {"ends_on": timezone.localdate().isoformat()}
        assert client.post(url("member-leave", family, karim), sent).status_code == 302
        text = client.get(url("people", family)).content.decode()
        assert "People who were here before" in text
        assert client.get(url("person-detail", family, karim)).status_code == 200
        assert client.get(url("member-leave", family, karim)).status_code == 404
        assert "Karim is no longer part of the family" in client.get(url("story", family)).content.decode()

    def test_coming_to_live_with_the_family_is_news(
        self, family: Family, karim: Person, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        client = signed_in(lead_worker)
        client.post(url("member-amend", family, karim), {"role": "parent", "role_in_words": "baba", "lives_here": "on"})
        member = family.members.get(person=karim)
        assert (member.role_in_words, member.lives_here) == ("baba", True)
        assert family.chronology.latest_first()[0].text == "Karim came to live with the family"
        client.post(url("member-amend", family, karim), {"role": "parent", "role_in_words": "dad", "lives_here": "on"})
        assert family.chronology.filter(kind="people").count() == 1

    def test_nobody_belongs_to_a_family_twice_at_a_time(
        self, family: Family, yusuf: Person, lead_worker: Staff
    ) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            families.join(family=family, person=yusuf, role="child", by=lead_worker)
        families.leave(member=family.members.get(person=yusuf), by=lead_worker)
        families.join(family=family, person=yusuf, role="child", by=lead_worker)
        assert family.members.filter(person=yusuf).count() == 2
