"""What reaches the family's record, and what never does: a marker in a reflection is looked for everywhere."""

import io
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Case, ChronologyEntry, Family
from hampshire import logs
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from practice.supervision import record
from practice.supervision.actions import items, supervisions
from practice.supervision.actions import personal as personal_notes
from practice.supervision.models import Item, Supervision
from tests.test_access import TABLE, address_of
from tests.world import World

SignedIn = Callable[[Staff], Client]
BASE_DIR = Path(settings.BASE_DIR)
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


def _tables_with(word: str) -> set[str]:
    """Every table and materialised view of the database that holds the word, in whatever column: those of Django's
    models, and those that triggers and extensions fill."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'm', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')"
        )
        names = [name for (name,) in cursor.fetchall()]
        found = set()
        for name in names:
            cursor.execute(f"SELECT 1 FROM {name} t WHERE t::text ILIKE %s LIMIT 1", [f"%{word}%"])  # noqa: S608
            if cursor.fetchone():
                found.add(name)
    return found


def test_the_tables_of_supervision_are_the_only_ones_that_hold_what_was_thought(told: Item) -> None:
    assert _tables_with(MARKER) == {"supervision_reflection", "supervision_hypothesis", "supervision_item"}
    assert _tables_with(FOR_THE_RECORD) == {"supervision_item"}


def test_no_column_of_an_item_holds_its_reflection(told: Item) -> None:
    told.refresh_from_db()
    assert MARKER not in told.notes
    assert _tables_with("I notice I am cross") == {"supervision_reflection"}


@dataclass(frozen=True)
class Answer:
    """What one route gives by GET, and what was asked for it: a PDF is compressed, its questions are not."""

    route: str
    text: str
    asked: str


def _answers(world: World, who: str) -> Iterator[Answer]:
    """Every page, fragment, paper and answer of the API, but the page of one supervision itself."""
    client = Client(raise_request_exception=False)
    client.force_login(world.cast[who])
    for name in TABLE:
        if name != "supervision:supervision-detail":
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


def test_nothing_but_supervision_names_what_is_thought() -> None:
    """A letter, an export or a bundle that is yet to be written cannot come upon it unseen."""
    names = re.compile(
        r"\b(Reflection|Hypothesis|PersonalNote)\b|reflection__|hypothes[ei]s__|\.hypotheses\b|personal_?notes?\b"
        r"|\.reflection\b|\.thoughts\b|" + "|".join(THOUGHTS)
    )
    floors = [BASE_DIR / floor for floor in ("hampshire", "cases", "practice", "outcomes", "templates")]
    files = [path for floor in floors for path in floor.rglob("*") if path.suffix in {".py", ".html", ".typ", ".sql"}]
    assert len(files) > 500
    outside = [path for path in files if "supervision" not in path.parent.relative_to(BASE_DIR).parts[:2]]
    assert not [str(path) for path in outside if names.search(path.read_text(encoding="utf8"))]
    assert [path for path in set(files) - set(outside) if names.search(path.read_text(encoding="utf8"))]


def test_neither_log_nor_cache_keeps_what_was_typed(
    supervision: Supervision, item: Item, lead_worker: Staff, supervisor: Staff, signed_in: SignedIn,
    personal: Supervision, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """As it is saved, refused, and when saving breaks down."""
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=logs.SHARED, processors=[structlog.processors.JSONRenderer(default=str)]
        )
    )
    logging.getLogger().addHandler(handler)
    try:
        _type_it(signed_in(lead_worker), supervision, item, personal, monkeypatch)
    finally:
        logging.getLogger().removeHandler(handler)
    assert "request_finished" in lines.getvalue()
    assert "went wrong" in lines.getvalue()
    assert MARKER not in lines.getvalue()
    client: Any = caches["default"]._cache.get_client()
    kept = {key: client.get(key) if client.type(key) == b"string" else b"" for key in client.scan_iter("*")}
    assert kept
    assert not [key for key, value in kept.items() if MARKER.encode() in key + (value or b"")]


def _type_it(
    client: Client, supervision: Supervision, item: Item, personal_one: Supervision, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, sent = f"{supervision.get_absolute_url()}items/{item.pk}/", {"version": 0, "kind": "reflective"}
    for _ in range(2):  # the second says that it was written meanwhile
        client.post(card, {**sent, "reflection": f"Cross: {MARKER}"}, headers={"HX-Request": "true"})
    client.post(card, {"kind": "", "reflection": MARKER})
    client.post(f"{card}suppose/", {"text": MARKER})
    client.post(f"{personal_one.get_absolute_url()}notes/well/", {"version": 0, "text": MARKER})

    def breaks(**told: Any) -> None:
        raise RuntimeError("went wrong")

    monkeypatch.setattr(items, "write", breaks)
    client.raise_request_exception = False
    client.post(card, {**sent, "reflection": MARKER})


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
    assert _tables_with(MARKER) == {"supervision_personalnote"}


@pytest.fixture
def personal_told(case: Case, supervisor: Staff, lead_worker: Staff) -> Supervision:
    from django.utils import timezone

    planned = supervisions.plan(
        by=supervisor, worker=lead_worker, planned_for=timezone.localdate(), kind=Supervision.Kind.PERSONAL
    )
    personal_notes.write(supervision=planned, by=lead_worker, theme="well", text=f"Tired, {MARKER}", version=0)
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
