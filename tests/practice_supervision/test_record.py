"""What reaches the family's record, and what never does: a marker in a reflection is looked for everywhere."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Case, ChronologyEntry, Family
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from practice.supervision import record
from practice.supervision.actions import items, personal, supervisions
from practice.supervision.models import Item, Supervision
from tests.test_access import TABLE, address_of
from tests.world import World

SignedIn = Callable[[Staff], Client]
MARKER = "zumbooruk"  # a camel's gun: nobody writes it by chance
FOR_THE_RECORD = "quillfeather"
THOUGHTS = ("supervision_reflection", "supervision_hypothesis", "supervision_personalnote")


def _tell(supervision: Supervision, family: Family, by: Staff) -> Item:
    """A reflective thing with the marker wherever thinking is written, held and agreed."""
    item = items.bring(
        supervision=supervision, by=by, family=family, text=f"Stuck: {MARKER}", kind=Item.Kind.REFLECTIVE
    )
    items.write(
        item=item,
        by=by,
        version=0,
        kind=item.kind,
        talked_about=True,
        notes=f"Mornings go better: {FOR_THE_RECORD}.",
        reflection=f"I notice I am cross: {MARKER}.",
    )
    items.suppose(item=item, by=by, text=f"It may be {MARKER}", how_we_find_out=f"Not {MARKER}")
    items.decide(item=item, by=by, text="Ask Nana")
    return supervisions.hold(supervision=supervision, by=by, on=supervision.planned_for) and item


@pytest.fixture
def told(supervision: Supervision, family: Family, supervisor: Staff) -> Item:
    return _tell(supervision, family, supervisor)


def _texts(row: models.Model) -> Iterator[str]:
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(value, (str, dict, list)):
            yield str(value)


def _tables_with(word: str) -> set[str]:
    """Every table of the database that holds the word, in whatever column."""
    return {
        model._meta.label
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
        for row in model._default_manager.all()
        if any(word in text for text in _texts(row))
    }


def test_the_tables_of_supervision_are_the_only_ones_that_hold_what_was_thought(told: Item) -> None:
    assert _tables_with(MARKER) == {"supervision.Reflection", "supervision.Hypothesis", "supervision.Item"}
    assert "supervision.Item" in _tables_with(FOR_THE_RECORD)


def test_no_column_of_an_item_holds_its_reflection(told: Item) -> None:
    told.refresh_from_db()
    assert MARKER not in told.notes
    assert all("cross" not in text for text in _texts(told))


@dataclass(frozen=True)
class Answer:
    """What one route gives by GET, and what was asked for it: a PDF is compressed, its questions are not."""

    route: str
    text: str
    asked: str


def _answers(world: World, who: str) -> Iterator[Answer]:
    """Every page, fragment, paper and answer of the API, but the supervisions' own pages."""
    client = Client(raise_request_exception=False)
    client.force_login(world.cast[who])
    for name in TABLE:
        if not name.startswith("supervision:supervision-"):
            with CaptureQueriesContext(connection) as asked:
                text = client.get(address_of(name, world)).getvalue().decode(errors="replace")
            yield Answer(name, text, " ".join(query["sql"] for query in asked.captured_queries))


@pytest.mark.parametrize("who", ["lead_worker", "supervisor", "manager", "auditor"])
def test_no_page_paper_or_answer_tells_what_was_thought_or_asks_for_it(world: World, who: str) -> None:
    planned = Supervision.objects.get(pk=world.ids["supervision_id"])
    _tell(planned, Family.objects.get(pk=world.ids["family_id"]), world.cast["supervisor"])
    answers = list(_answers(world, who))
    assert not [one.route for one in answers if MARKER in one.text]
    assert not [(one.route, table) for one in answers for table in THOUGHTS if table in one.asked]
    told = {one.route for one in answers if FOR_THE_RECORD in one.text}
    assert told == ({"supervision:family-supervision"} if who != "auditor" else set())


def test_every_panel_of_the_family_is_without_it(
    told: Item, family: Family, lead_worker: Staff, signed_in: SignedIn
) -> None:
    from cases.panels import PLACES, panel_url, panels

    client = signed_in(lead_worker)
    keys = [panel.key for place in PLACES for panel in panels(place)]
    assert "decisions" in keys
    for key in keys:
        assert MARKER not in client.get(panel_url(family.pk, key)).text


def test_the_paper_is_made_without_it(
    told: Item, family: Family, lead_worker: Staff, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_as: list[Any] = []
    monkeypatch.setattr(
        "practice.supervision.views.family.typeset", lambda template, data: set_as.append(data) or b"%PDF"
    )
    signed_in(lead_worker).get(f"/families/{family.pk}/supervision/print/")
    assert FOR_THE_RECORD in str(set_as)
    assert MARKER not in str(set_as)


def test_the_paper_is_a_pdf(told: Item, family: Family, lead_worker: Staff, signed_in: SignedIn) -> None:
    answer = signed_in(lead_worker).get(f"/families/{family.pk}/supervision/print/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert AuditEvent.objects.filter(verb="supervision.printed", family_id=family.pk).count() == 1


def test_what_makes_the_record_asks_no_table_of_thoughts(
    told: Item, family: Family, lead_worker: Staff, signed_in: SignedIn
) -> None:
    """Not only is it not shown: it is not read."""
    with CaptureQueriesContext(connection) as asked:
        record.on_paper(family)
        signed_in(lead_worker).get(f"/families/{family.pk}/supervision/")
    said = " ".join(query["sql"] for query in asked.captured_queries)
    assert "supervision_item" in said
    assert not [table for table in THOUGHTS if table in said]


def test_chronology_and_audit_say_that_it_was_and_not_what(told: Item, family: Family) -> None:
    story = [entry.text for entry in ChronologyEntry.objects.filter(family=family)]
    assert "Decided: Ask Nana" in story
    assert not [text for text in story if MARKER in text or FOR_THE_RECORD in text]
    assert not [event for event in AuditEvent.objects.all() if MARKER in str(event.details)]


def test_personal_notes_are_in_no_other_table(personal_told: Supervision) -> None:
    assert _tables_with(MARKER) == {"supervision.PersonalNote"}


@pytest.fixture
def personal_told(case: Case, supervisor: Staff, lead_worker: Staff) -> Supervision:
    from django.utils import timezone

    planned = supervisions.plan(
        by=supervisor, worker=lead_worker, planned_for=timezone.localdate(), kind=Supervision.Kind.PERSONAL
    )
    personal.write(supervision=planned, by=lead_worker, theme="well", text=f"Tired, {MARKER}", version=0)
    return planned


# ---- What does reach it ---------------------------------------------------------------------------------------------


def _record(client: Client, family: Family) -> str:
    return client.get(f"/families/{family.pk}/supervision/").text


def test_the_record_has_the_notes_and_what_was_decided(
    told: Item, family: Family, teammate: Staff, signed_in: SignedIn
) -> None:
    shown = _record(signed_in(teammate), family)
    assert FOR_THE_RECORD in shown
    assert "Ask Nana" in shown
    assert "Amara Obi with Grace Lund" in shown


def test_what_brought_up_something_procedural_is_in_the_record(
    supervision: Supervision, item: Item, family: Family, lead_worker: Staff, signed_in: SignedIn
) -> None:
    items.write(item=item, by=lead_worker, version=0, kind="procedural", talked_about=True)
    supervisions.hold(supervision=supervision, by=lead_worker, on=supervision.planned_for)
    assert "School mornings" in _record(signed_in(lead_worker), family)


def test_nothing_is_in_the_record_before_it_was_held_or_when_it_was_missed(
    supervision: Supervision, item: Item, family: Family, lead_worker: Staff, signed_in: SignedIn
) -> None:
    client = signed_in(lead_worker)
    items.write(item=item, by=lead_worker, version=0, kind="procedural", talked_about=True, notes=FOR_THE_RECORD)
    assert FOR_THE_RECORD not in _record(client, family)
    supervisions.miss(supervision=supervision, by=lead_worker, because="Off sick")
    assert FOR_THE_RECORD not in _record(client, family)


def test_what_was_not_talked_about_is_not_in_the_record(
    supervision: Supervision, item: Item, family: Family, lead_worker: Staff, signed_in: SignedIn
) -> None:
    supervisions.hold(supervision=supervision, by=lead_worker, on=supervision.planned_for)
    assert "School mornings" not in _record(signed_in(lead_worker), family)


def test_an_empty_record_says_what_will_stand_there(
    case: Case, family: Family, lead_worker: Staff, signed_in: SignedIn
) -> None:
    assert "Nothing has been decided in supervision." in _record(signed_in(lead_worker), family)
