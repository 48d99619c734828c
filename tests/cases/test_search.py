"""Search: whom one finds by what, and what each of the cast may learn from it."""

from datetime import date
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse

from cases.actions import cases as case_actions
from cases.actions import families, people
from cases.models import PersonWord
from cases.search import search_people
from hampshire.accounts.models import Membership
from hampshire.audit.models import AuditEvent


@pytest.fixture
def siobhan(family, lead_worker):
    """Siobhán O'Neill, born 3 April 2016, once Kelly, whom everybody calls Shiv, in the Begum-Hale family."""
    person = people.add(
        family=family,
        by=lead_worker,
        first_name="Siobhán",
        last_name="O'Neill",
        known_as="Bibi",
        other_names="Siobhán Kelly, Chevonne",
        date_of_birth=date(2016, 4, 3),
        la_child_id="LA-4471",
        upn="H801200001001",
        nhs_number="9434765919",
    )
    families.join(family=family, person=person, role="child", by=lead_worker)
    return person


@pytest.fixture
def at_home(yusuf, leila, family, lead_worker):
    """Yusuf lived in Mill Lane and lives in High Street."""
    long_ago, lately = date(2019, 1, 1), date(2024, 6, 1)
    move = {"person": yusuf, "family": family, "by": lead_worker}
    people.move(**move, lines="4 Mill Lane\nAlresford", postcode="SO24 9EE", starts_on=long_ago)
    people.move(**move, lines="12 High Street\nWinchester", postcode="SO23 8UJ", starts_on=lately)


def names(user, typed):
    return [found.name for found in search_people(user, typed)]


def first(user, typed):
    return next(iter(search_people(user, typed)), None)


def test_she_is_found_by_her_names_misspelt_heard_reversed_and_former(siobhan, lead_worker):
    for typed in [
        "Siobhán O'Neill", "siobhan oneill", "Shivaun O'Neill", "shivaun", "Shevaun Oneil", "O'Neill Siobhán",
        "o neill, siobhan", "ONEILL", "siob", "siobhan o", "Siobahn", "Soibhan ONeil", "bibi", "Bibi O'Neill",
        "kelly", "siobhan kelly", "chevonne", "Siobhán Mary O'Neill",
    ]:  # fmt: skip
        found = first(lead_worker, typed)
        assert found is not None, typed
        assert found.person_id == siobhan.pk, typed


def test_she_is_found_by_her_birth_date_however_it_is_typed(siobhan, lead_worker):
    for typed in [
        "03/04/2016", "3 Apr 2016", "2016-04-03", "3.4.16", "siobhan 03/04/2016", "shivaun born 3 april 2016",
        "4/3/2016",
    ]:  # fmt: skip
        assert first(lead_worker, typed).person_id == siobhan.pk, typed


def test_she_is_found_by_each_identifier(siobhan, lead_worker):
    for typed in ["LA-4471", "la-4471", "H801200001001", "h801200001001", "943 476 5919", "9434765919"]:
        [found] = search_people(lead_worker, typed)
        assert (found.person_id, found.notes) == (siobhan.pk, ("identifier",))


def test_a_wrong_birth_date_or_a_name_we_do_not_have_does_not_hide_her(siobhan, lead_worker):
    assert first(lead_worker, "siobhan oneill 3/4/2015").person_id == siobhan.pk
    assert first(lead_worker, "siobhan gallagher 3/4/2016").person_id == siobhan.pk


def test_both_halves_of_a_double_name_find_everybody_who_bears_it(family, lead_worker):
    everybody = {"Yusuf Begum-Hale", "Leila Begum-Hale", "Dana Begum-Hale", "Karim Begum-Hale"}
    for typed in ("Begum-Hale", "begum hale", "hale", "Begum"):
        assert set(names(lead_worker, typed)) == everybody


def test_the_familys_name_finds_those_of_another_name_too(siobhan, lead_worker):
    assert "Bibi O'Neill" in names(lead_worker, "begum hale")


def test_the_best_stands_first_and_those_far_behind_are_left_out(family, lead_worker):
    assert names(lead_worker, "yusuf begum hale") == ["Yusuf Begum-Hale"]


def test_a_birth_year_beside_a_name_tells_namesakes_apart(family, yusuf, lead_worker):
    older = people.add(
        family=family, by=lead_worker, first_name="Yusuf", last_name="Hale", date_of_birth=date(1961, 1, 2)
    )
    families.join(family=family, person=older, role="adult", by=lead_worker)
    assert first(lead_worker, "yusuf 1961").person_id == older.pk
    assert first(lead_worker, "yusuf 2017").person_id == yusuf.pk


def test_he_is_found_by_where_he_lives(at_home, yusuf, lead_worker):
    for typed in [
        "SO23 8UJ", "so238uj", "SO23", "so23 8", "12 High Street", "12 high st", "high street", "yusuf so23",
    ]:  # fmt: skip
        found = first(lead_worker, typed)
        assert found.person_id == yusuf.pk
        assert found.address == "12 High Street, Winchester, SO23 8UJ"


def test_he_is_found_by_where_he_lived_before_and_it_says_so(at_home, yusuf, lead_worker):
    for typed in ["SO24 9EE", "4 mill lane"]:
        found = first(lead_worker, typed)
        assert (found.person_id, found.notes) == (yusuf.pk, ("lived there before",))


def test_a_postcode_beside_a_name_that_does_not_fit_it_still_finds_the_name(at_home, yusuf, lead_worker):
    assert first(lead_worker, "yusuf SO16 1AA").person_id == yusuf.pk


def test_a_family_brought_by_a_return_is_found_by_its_identifier(coast, other_worker):
    family = families.create(name="Marsh", team=coast, by=other_worker)
    family.name, family.known_by = "", "X99812"
    family.save()
    child = people.add(family=family, by=other_worker, la_child_id="X99812", date_of_birth=date(2011, 2, 3))
    families.join(family=family, person=child, role="child", by=other_worker)
    [found] = search_people(other_worker, "x99812")
    assert (found.name, found.places[0].title) == ("Child X99812", "Child X99812")


# ---- What one may know ----------------------------------------------------------------------------------------------


def test_of_another_teams_family_only_that_they_are_known_and_whom_to_ring(siobhan, other_worker):
    [found] = search_people(other_worker, "siobhan oneill")
    assert (found.name, found.birth_year, found.teams) == ("Bibi O'Neill", 2016, ("East team",))
    assert not found.may_open
    assert (found.person_id, found.date_of_birth, found.places, found.address, found.notes) == (
        None,
        None,
        (),
        "",
        (),
    )


def test_another_team_learns_that_she_is_known_by_two_things_or_an_identifier(siobhan, other_worker):
    for typed in ["shivaun oneil", "siobhan 3/4/2016", "oneill siobhan", "943 476 5919", "LA-4471", "bibi oneill"]:
        assert names(other_worker, typed) == ["Bibi O'Neill"], typed


def test_another_team_cannot_leaf_through_those_it_does_not_work_with(siobhan, other_worker):
    for typed in ["siobhan", "oneill", "03/04/2016", "siobhan 2016", "begum hale", "sio", "o"]:
        assert names(other_worker, typed) == [], typed


def test_another_team_never_learns_where_somebody_lives(at_home, other_worker):
    for typed in ["SO23 8UJ", "12 High Street", "so23", "yusuf SO23 8UJ", "yusuf 12 High Street", "begum SO24 9EE"]:
        assert names(other_worker, typed) == [], typed


def test_a_wrong_address_changes_nothing_of_what_another_team_learns(at_home, other_worker):
    told = search_people(other_worker, "yusuf begum")
    assert (
        told
        == search_people(other_worker, "yusuf begum SO23 8UJ")
        == search_people(other_worker, "yusuf begum AB1 2CD")
    )


def test_somebody_in_a_family_of_ours_and_in_one_of_theirs_is_shown_in_ours(yusuf, other_family, other_worker):
    families.join(family=other_family, person=yusuf, role="child", by=other_worker)
    [found] = search_people(other_worker, "yusuf")
    assert [place.title for place in found.places] == ["Novak family"]
    assert found.teams == ("Coast team",)


def test_a_worker_who_went_to_another_team_still_finds_the_families_allocated_to_them(case, co_worker, coast, yusuf):
    Membership.objects.filter(staff=co_worker).update(team=coast)
    assert first(co_worker, "yusuf").person_id == yusuf.pk


def test_a_manager_finds_the_families_of_the_teams_below(yusuf, manager, service_manager):
    assert first(manager, "yusuf").person_id == first(service_manager, "yusuf").person_id == yusuf.pk


def test_somebody_in_the_network_is_found_with_what_they_are_to_the_family(family, lead_worker):
    nana = people.add(family=family, by=lead_worker, first_name="Rosa", last_name="Lindqvist")
    families.add_to_network(family=family, person=nana, who_they_are="Nana", by=lead_worker)
    [found] = search_people(lead_worker, "rosa lindkvist")
    assert found.places[0].part == "Nana, in their network"


def test_a_professional_in_the_network_is_not_known_to_the_service(family, lead_worker):
    teacher = people.add(family=family, by=lead_worker, first_name="Petra", last_name="Quill")
    families.add_to_network(
        family=family, person=teacher, who_they_are="Yusuf's teacher", kind="professional", by=lead_worker
    )
    assert names(lead_worker, "petra quill") == []


@pytest.mark.parametrize("who", ["administrator", "auditor", "nobody"])
def test_those_who_see_no_families_find_nobody_and_are_told_why(family, signed_in, request, who):
    person = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        search_people(person, "yusuf")
    response = signed_in(person).get(reverse("cases:search"), {"q": "yusuf"})
    assert response.status_code == 403
    assert "your role does not see families" in response.text
    assert "Begum" not in response.text


# ---- Kept up to date ------------------------------------------------------------------------------------------------


def test_a_name_that_changes_is_found_by_the_new_one(family, yusuf, lead_worker):
    people.amend(person=yusuf, family=family, by=lead_worker, first_name="Josef", other_names="Yusuf")
    assert first(lead_worker, "josef").person_id == yusuf.pk
    assert first(lead_worker, "yusuf").notes == ("another name of theirs",)


def test_a_family_that_is_renamed_is_found_by_the_new_name(family, lead_worker):
    families.rename(family=family, name="Okonkwo", by=lead_worker)
    assert len(names(lead_worker, "okonkwo")) == 4


def test_a_family_that_moves_to_another_team_is_found_there(case, yusuf, supervisor, lead_worker, coast, other_worker):
    case_actions.transfer(case=case, team=coast, by=supervisor)
    assert first(other_worker, "yusuf").person_id == yusuf.pk
    assert set(PersonWord.objects.filter(person=yusuf).values_list("team__name", flat=True)) == {"Coast team"}


# ---- Whatever is typed ----------------------------------------------------------------------------------------------

HOSTILE = [
    "%", "%%%", "_", "__usuf", "Y%", "yusuf%", "'; DROP TABLE cases_person; --", "' OR '1'='1", "\\", "\\%",
    "{word}", "{gate}", "«visible»", "%s", "%(name)s", "$1", "=LA", "*2017", "@so", "& | ! ( )",
    "12 high & !street", "12 high:*", "\x00yusuf", "\ud7ff", "😀 family", "يوسف", "x" * 500, "yusuf " * 100,
    "1" * 500, "0" * 10 + " " + "9" * 30, "SO23 8UJ" * 60, "\N{RIGHT-TO-LEFT OVERRIDE}fusuy",
]  # fmt: skip


def test_whatever_is_typed_is_only_ever_looked_for(family, lead_worker, signed_in):
    for typed in HOSTILE:
        response = signed_in(lead_worker).get(reverse("cases:search"), {"q": typed})
        assert response.status_code == 200


def test_wildcards_and_our_own_marks_find_nobody(family, lead_worker):
    for typed in ["%", "_", "Y%f", "_____", "%%", "*", "@", "=", "@so23"]:
        assert names(lead_worker, typed) == [], typed


def test_an_empty_search_asks_nothing_and_records_nothing(family, lead_worker, django_assert_num_queries):
    lead_worker.roles  # noqa: B018  fetched once a request
    with django_assert_num_queries(0):
        assert search_people(lead_worker, "  ") == []
    assert not AuditEvent.objects.filter(verb="person.searched").exists()


# ---- The page -------------------------------------------------------------------------------------------------------


def test_the_page_links_to_the_family_and_works_without_script(family, siobhan, lead_worker, signed_in):
    response = signed_in(lead_worker).get(reverse("cases:search"), {"q": "shivaun"})
    assert response.status_code == 200
    assert f'href="{family.get_absolute_url()}"' in response.text
    assert "born 3 Apr 2016" in response.text
    assert '<form class="search"' in response.text


def test_as_you_type_only_the_list_comes_small_and_by_four_queries(
    siobhan, lead_worker, signed_in, django_assert_num_queries
):
    client = signed_in(lead_worker)
    for typed in ("siobhan", "shivaun oneil 3/4/2016", "begum so23 8uj", "12 high street", "943 476 5919"):
        with django_assert_num_queries(4):
            response = client.get(reverse("cases:search"), {"q": typed}, headers={"HX-Request": "true"})
        assert response.text.lstrip().startswith('<section id="found"')
        assert len(response.content) < 10_000


def test_twenty_results_weigh_less_than_ten_thousand_bytes(family, lead_worker, signed_in):
    for number in range(25):
        person = people.add(
            family=family, by=lead_worker, first_name=f"Maximiliana{'abcdefghijklmnopqrstuvwxy'[number]}",
            last_name="Featherstonehaugh-Begum", date_of_birth=date(2010, 1, 1 + number),
        )  # fmt: skip
        families.join(family=family, person=person, role="child", by=lead_worker)
        people.move(
            person=person, family=family, by=lead_worker, postcode="SO23 8UJ",
            lines="Flat 12, The Old Corn Exchange\n144 Long Street\nWinchester", starts_on=date(2020, 1, 1),
        )  # fmt: skip
    response = signed_in(lead_worker).get(
        reverse("cases:search"), {"q": "featherstonehaugh"}, headers={"HX-Request": "true"}
    )
    assert response.text.count("<li") == 20
    assert "Type more to narrow it down" in response.text
    assert len(response.content) < 10_000


def test_too_little_says_what_is_needed_and_nobody_says_what_to_try(family, lead_worker, signed_in):
    client = signed_in(lead_worker)
    assert "Type two letters or more" in client.get(reverse("cases:search"), {"q": "y"}).text
    assert "Nobody found" in client.get(reverse("cases:search"), {"q": "zzyzx"}).text
    assert "Nobody found" not in client.get(reverse("cases:search")).text


def test_another_teams_person_is_told_of_without_a_link(family, yusuf, other_worker, signed_in):
    text = signed_in(other_worker).get(reverse("cases:search"), {"q": "yusuf begum"}).text
    assert "known to the service · ring East team" in text
    assert "born 2017" in text
    assert str(family.pk) not in text
    assert str(yusuf.pk) not in text
    assert "14 May" not in text


def test_what_is_typed_is_shown_as_text(family, lead_worker, signed_in):
    text = signed_in(lead_worker).get(reverse("cases:search"), {"q": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in text


def test_every_search_is_recorded_without_what_was_typed(siobhan, other_worker):
    search_people(other_worker, "siobhan oneill 3 Apr 2016")
    event = AuditEvent.objects.get(verb="person.searched")
    assert event.is_read
    assert event.by == other_worker
    assert event.details == {"kinds": ["name", "birth date"], "results": 1, "not_open": 1}


def test_the_words_can_be_written_anew(family, yusuf, lead_worker):
    PersonWord.objects.all().delete()
    assert names(lead_worker, "yusuf") == []
    call_command("rebuild_search", stdout=StringIO())
    assert names(lead_worker, "yusuf") == ["Yusuf Begum-Hale"]
