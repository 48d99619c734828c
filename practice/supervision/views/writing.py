"""Writing in a supervision: the agenda, each item, what was decided, and the headings of personal supervision."""

from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from hampshire.htmx import StaffRequest, done, show, wants_fragment
from hampshire.middleware import wants_json
from hampshire.permissions import require
from practice.supervision import queries
from practice.supervision.actions import items, personal
from practice.supervision.forms.writing import BringForm, DecideForm, ItemForm, NoteForm, SupposeForm, base_of
from practice.supervision.gate import get_item_or_404, get_supervision_or_404
from practice.supervision.models import Item, PersonalNote, Supervision
from practice.supervision.permissions import can_write
from practice.supervision.queries import Entry, Heading
from practice.supervision.views.supervisions import page_of

UNSENT = "Part of this page did not arrive. Open it again."


def _open(request: StaffRequest, supervision_id: UUID) -> Supervision:
    supervision = get_supervision_or_404(request.user, supervision_id)
    require(can_write(request.user, supervision))
    return supervision


def _read(request: StaffRequest, before: Supervision) -> int | None:
    """The version of the record that the page shows from now on, for whoever agrees it: that of this write, where the
    page showed the one before. None where somebody else wrote as well, which nobody has read here."""
    now = queries.version_of(before)
    return now if now == before.version + 1 and request.POST.get("read") == str(before.version) else None


@require_POST
def agenda_choose(request: StaffRequest, supervision_id: UUID) -> HttpResponse:
    """Put what was ticked on the agenda."""
    supervision = _open(request, supervision_id)
    offered = queries.offers(request.user, supervision)
    chosen = [offered[key] for key in request.POST.getlist("chosen") if key in offered]
    added = items.take_up(supervision=supervision, by=request.user, raised=chosen)
    words = "On the agenda." if added else "Tick what you would like to talk about."
    return _added(request, supervision, added, "agenda-chosen", words)


@require_POST
def item_bring(request: StaffRequest, supervision_id: UUID) -> HttpResponse:
    supervision = _open(request, supervision_id)
    form = BringForm(request.POST, families=queries.caseload_of(supervision, request.user))
    if not form.is_valid():
        return show(request, "supervision/item_bring.html#bring", {"form": form, "supervision": supervision})
    item = items.bring(supervision=supervision, by=request.user, **form.cleaned_data)
    return _added(request, supervision, [item], "item-brought", "On the agenda.")


def _added(request: StaffRequest, supervision: Supervision, added: list[Item], event: str, words: str) -> HttpResponse:
    """New cards at the end of the agenda, what is offered without them, and the balance with them."""
    if not wants_fragment(request):
        return done(request, event, words, to=f"{supervision.get_absolute_url()}#agenda")
    agenda = queries.agenda(request.user, supervision, offering=True)
    ids = {item.pk for item in added}
    new = [entry for entry in agenda.entries if entry.item.pk in ids]
    context = {"agenda": agenda, "new": new, "supervision": supervision, "read": _read(request, supervision)}
    return show(request, "supervision/added.html", context)


@require_POST
def item_write(request: StaffRequest, supervision_id: UUID, item_id: UUID) -> HttpResponse:
    """Save one card, as its button does and as script does while somebody types."""
    supervision = _open(request, supervision_id)
    item = get_item_or_404(request.user, supervision, item_id)
    form = ItemForm(request.POST)
    if not form.is_valid():
        raise BadRequest(UNSENT)
    told = form.written()
    try:
        kept = items.write(item=item, by=request.user, **told)
    except items.WrittenMeanwhileError as meanwhile:
        entry = Entry(
            item, told["kind"], told["talked_about"], told["notes"], told["reflection"], told["version"], meanwhile.item
        )
        knows = form.cleaned_data["told"] == meanwhile.item.version
        return _meanwhile(request, supervision, entry=entry, knows=knows)
    return _saved(request, supervision, f"item-{item.pk}", {"entry": Entry.of(kept)})


@require_POST
def note_write(request: StaffRequest, supervision_id: UUID, theme: str) -> HttpResponse:
    """Save what is written under a heading of personal supervision."""
    supervision = _open(request, supervision_id)
    form = NoteForm(request.POST)
    if not form.is_valid() or theme not in PersonalNote.Theme.values:
        raise BadRequest(UNSENT)
    text, label = form.cleaned_data["text"], PersonalNote.Theme(theme).label
    try:
        note = personal.write(
            supervision=supervision, by=request.user, theme=theme, text=text, version=base_of(form.cleaned_data)
        )
    except personal.NoteWrittenMeanwhileError as meanwhile:
        heading = Heading(theme, str(label), text, base_of(form.cleaned_data), meanwhile.note, meanwhile.note)
        knows = form.cleaned_data["told"] == meanwhile.note.version
        return _meanwhile(request, supervision, heading=heading, knows=knows)
    heading = Heading(theme, str(label), text, note.version if note else 0, note)
    return _saved(request, supervision, f"note-{theme}", {"heading": heading})


def _saved(request: StaffRequest, supervision: Supervision, anchor: str, kept: dict[str, object]) -> HttpResponse:
    if wants_json(request) and not request.htmx:
        return JsonResponse({}, status=200)
    if not wants_fragment(request):
        return done(request, "item-written", "Saved.", to=f"{supervision.get_absolute_url()}?change=1#{anchor}")
    return show(request, "supervision/saved.html", {**kept, "read": _read(request, supervision)})


def _meanwhile(
    request: StaffRequest,
    supervision: Supervision,
    *,
    entry: Entry | None = None,
    heading: Heading | None = None,
    knows: bool,
) -> HttpResponse:
    """What was typed stays in the form; beside it, what the other wrote. Nothing is lost, and nothing covered.

    Whoever `knows` has it before them already: it is not drawn anew under the finger about to press its button.
    """
    if wants_json(request) and not request.htmx:
        return JsonResponse({}, status=409)
    if not wants_fragment(request):
        return page_of(request, supervision, entry=entry, heading=heading, status=409)
    return show(
        request,
        "supervision/saved.html",
        {"entry": entry, "heading": heading, "meanwhile": True, "knows": knows},
        status=422,
    )


@require_POST
def item_remove(request: StaffRequest, supervision_id: UUID, item_id: UUID) -> HttpResponse:
    supervision = _open(request, supervision_id)
    item = get_item_or_404(request.user, supervision, item_id)
    items.remove(item=item, by=request.user)
    if wants_fragment(request):
        agenda = queries.agenda(request.user, supervision, offering=True)
        return show(request, "supervision/added.html", {"agenda": agenda, "new": [], "supervision": supervision})
    return done(request, "item-removed", "Taken off the agenda.", to=f"{supervision.get_absolute_url()}#agenda")


@require_POST
def item_decide(request: StaffRequest, supervision_id: UUID, item_id: UUID) -> HttpResponse:
    supervision = _open(request, supervision_id)
    item = get_item_or_404(request.user, supervision, item_id)
    owners = queries.owners_of(supervision)
    form = DecideForm(request.POST, owners=owners, auto_id=f"{item.pk}-%s")
    if form.is_valid():
        items.decide(item=item, by=request.user, **form.cleaned_data)
        form = DecideForm(owners=owners, auto_id=f"{item.pk}-%s")
        if not wants_fragment(request):
            to = f"{supervision.get_absolute_url()}#item-{item.pk}"
            return done(request, "decided", "Decided. It stands on the next visit’s page.", to=to)
    entry = Entry.of(_as_it_stands(supervision, item))
    read = _read(request, supervision)
    context = {"entry": entry, "form": form, "supervision": supervision, "owners": owners, "read": read}
    return show(request, "supervision/item_decide.html#decided", context)


@require_POST
def item_suppose(request: StaffRequest, supervision_id: UUID, item_id: UUID) -> HttpResponse:
    supervision = _open(request, supervision_id)
    item = get_item_or_404(request.user, supervision, item_id)
    form = SupposeForm(request.POST, auto_id=f"{item.pk}-suppose-%s")
    if form.is_valid():
        items.suppose(item=item, by=request.user, **form.cleaned_data)
        form = SupposeForm(auto_id=f"{item.pk}-suppose-%s")
        if not wants_fragment(request):
            to = f"{supervision.get_absolute_url()}#item-{item.pk}"
            return done(request, "supposed", "Written down. It stays with the group.", to=to)
    entry = Entry.of(_as_it_stands(supervision, item))
    context = {"entry": entry, "form": form, "supervision": supervision, "read": _read(request, supervision)}
    return show(request, "supervision/item_suppose.html#supposed", context)


@require_POST
def hypothesis_set_aside(
    request: StaffRequest, supervision_id: UUID, item_id: UUID, hypothesis_id: UUID
) -> HttpResponse:
    supervision = _open(request, supervision_id)
    item = get_item_or_404(request.user, supervision, item_id)
    hypothesis = get_object_or_404(item.hypotheses.standing().select_related("item__supervision"), pk=hypothesis_id)
    items.set_aside(hypothesis=hypothesis, by=request.user)
    to = f"{supervision.get_absolute_url()}#item-{item.pk}"
    return done(request, "hypothesis-set-aside", "Set aside.", to=to)


def _as_it_stands(supervision: Supervision, item: Item) -> Item:
    return queries.items_of(supervision).get(pk=item.pk)
