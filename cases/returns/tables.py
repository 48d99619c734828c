"""The twelve files of SSDA903, each known by its exact set of columns, and how a row of each is read.

Codes are accepted as the older years and 2025/26 have them. Social worker episodes name workers by ids of another
system, which are nobody of ours: they are checked all the same, and counted as having no place.
Source: the Department for Education's SSDA903 specification.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases import codes, identifiers
from cases.returns import rows, values
from cases.returns.record import Record
from cases.returns.report import Unit

type Row = rows.LookedAfterChild | rows.EpisodeRow | rows.CareReviewRow | rows.SaidRow | rows.UnplacedRow


@dataclass(frozen=True, slots=True)
class Reader:
    """How days are read: `day` must have come, `any_day` may lie ahead."""

    today: date
    any_day: values.Parse[date] = values.uk_date

    def day(self, text: str) -> date:
        return values.not_after(self.today, self.any_day)(text)


@dataclass(frozen=True, slots=True)
class Table:
    """One of the twelve. `columns` in the order they are usually sent; only the set is looked at."""

    name: str
    unit: Unit
    columns: tuple[str, ...]
    read: Callable[[Record, Reader], Row]


_child_id = values.identifier(identifiers.read_la_child_id)
_upn = values.identifier(identifiers.read_upn)
_postcode = values.identifier(identifiers.read_postcode)
_upn_unknown = values.code_of(codes.UPN_UNKNOWN_REASONS)
_sex = values.code_of([*codes.SEXES, ("1", "Male"), ("2", "Female")])
_needs = values.code_of([(code, label) for code, label in codes.PRIMARY_NEEDS if code not in {"N9", "N0"}])
_provider_urn = values.text_of(r"[0-9A-Za-z]{1,10}", "An Ofsted number has up to ten letters and digits.")
_authority = values.text_of(r"[^\s].{0,19}", "An authority's code has up to 20 characters.")
_day_in_part = values.text_of(r"[0-9z]{2}/[0-9z]{2}/[0-9]{4}", "Not a date written dd/mm/yyyy.")
_worker = values.text_of(r"[^\s].{0,39}", "A worker's id has up to 40 characters.")


def _identified(record: Record, reader: Reader) -> tuple[str, date]:
    """The child a row speaks of, by id and birth date."""
    record.child = record.required("CHILD", _child_id)
    return record.child, record.required("DOB", reader.day)


def _starts_and_ends(record: Record, reader: Reader, starts: str, ends: str) -> tuple[date, date | None]:
    starts_on, ends_on = record.required(starts, reader.day), record.given(ends, reader.day)
    if ends_on and ends_on < starts_on:
        raise record.refused(ends, "It ends before it starts.")
    return starts_on, ends_on


def _header(record: Record, reader: Reader) -> rows.LookedAfterChild:
    child_id, born_on = _identified(record, reader)
    sex = record.optional("SEX", _sex) or ""
    upn, upn_unknown = _upn_or_why_not(record)
    own_child_born_on = record.optional("MC_DOB", reader.day)
    return rows.LookedAfterChild(
        line=record.line,
        la_child_id=child_id,
        date_of_birth=born_on,
        sex=codes.SEX_OF_OLD_GENDER_CODES.get(sex, sex),
        ethnicity=record.optional("ETHNIC", values.code_of(codes.ETHNICITIES)) or "",
        upn=upn,
        upn_unknown=upn_unknown,
        is_mother=bool(record.optional("MOTHER", values.flag)) or own_child_born_on is not None,
        own_child_born_on=own_child_born_on,
    )


def _upn_or_why_not(record: Record) -> tuple[str | None, str]:
    """SSDA903 sends the reason a UPN is not known (UN1 to UN7) in the place of the UPN."""
    if record.text("UPN").upper().startswith("UN"):
        return None, record.optional("UPN", _upn_unknown) or ""
    return record.optional("UPN", _upn), ""


def _episode(record: Record, reader: Reader) -> rows.EpisodeRow:
    record.child = record.required("CHILD", _child_id)
    starts_on, ends_on = _starts_and_ends(record, reader, "DECOM", "DEC")
    return rows.EpisodeRow(
        line=record.line,
        la_child_id=record.child,
        starts_on=starts_on,
        start_reason=record.required("RNE", values.code_of(codes.REASONS_FOR_NEW_EPISODE)),
        legal_status=record.required("LS", values.code_of(codes.LEGAL_STATUSES)),
        need=record.given("CIN", _needs) or "",
        placement=record.required("PLACE", values.code_of(codes.PLACEMENT_TYPES)),
        provider=record.given("PLACE_PROVIDER", values.code_of(codes.PLACEMENT_PROVIDERS)) or "",
        ends_on=ends_on,
        end_reason=_end_reason(record, ends_on),
        change_reason=record.optional("REASON_PLACE_CHANGE", values.code_of(codes.PLACEMENT_CHANGE_REASONS)) or "",
        home_postcode=record.optional("HOME_POST", _postcode) or "",
        placement_postcode=record.optional("PL_POST", _postcode) or "",
        provider_urn=record.optional("URN", _provider_urn) or "",
    )


def _end_reason(record: Record, ends_on: date | None) -> str:
    """Day and reason of an end stand together (rule 148). The day decides: without it the child is still there."""
    reason = record.given("REC", values.code_of(codes.EPISODE_END_REASONS)) or ""
    if reason and not ends_on:
        record.left_out("REC", "A reason for ending, and no day: kept as open, without the reason.")
        return ""
    if ends_on and not reason:
        record.left_out("REC", "Ended, and no reason was sent: kept without one.")
    return reason


def _review(record: Record, reader: Reader) -> rows.CareReviewRow:
    child_id, born_on = _identified(record, reader)
    reviewed_on = record.required("REVIEW", reader.day)
    participation = record.required("REVIEW_CODE", values.code_of(codes.REVIEW_PARTICIPATION))
    return rows.CareReviewRow(record.line, child_id, born_on, reviewed_on, participation)


def _said(
    record: Record, reader: Reader, at: str = "CHILD", starts_on: date | None = None, **said: Any
) -> rows.SaidRow:
    return rows.SaidRow(record.line, record.child, record.required("DOB", reader.day), at, starts_on, said)


def _asylum(record: Record, reader: Reader) -> rows.SaidRow:
    _identified(record, reader)
    # Often the eighteenth birthday, which lies ahead.
    return _said(record, reader, until=record.required("DUC", reader.any_day))


def _health(record: Record, reader: Reader) -> rows.SaidRow:
    _identified(record, reader)
    score = record.given("SDQ_SCORE", values.whole_number(0, 40))
    reason = record.given("SDQ_REASON", values.code_of(codes.SDQ_REASONS)) or ""
    if reason and score is not None:
        record.left_out("SDQ_REASON", "A score, and a reason for having none: the score is kept.")
        reason = ""
    flags: dict[str, Any] = {name.lower(): record.given(name, values.flag) for name in _OC2_FLAGS}
    return _said(record, reader, sdq_score=score, sdq_reason=reason, **flags)


def _care_leaver(record: Record, reader: Reader) -> rows.SaidRow:
    _identified(record, reader)
    return _said(
        record,
        reader,
        in_touch=record.required("IN_TOUCH", values.code_of(codes.IN_TOUCH)),
        activity=record.given("ACTIV", values.code_of(codes.CARE_LEAVER_ACTIVITIES)) or "",
        accommodation=record.given("ACCOM", values.code_of(codes.ACCOMMODATION)) or "",
    )


def _adoption(record: Record, reader: Reader) -> rows.SaidRow:
    _identified(record, reader)
    return _said(
        record,
        reader,
        decided_on=record.given("DATE_INT", reader.day),
        matched_on=record.given("DATE_MATCH", reader.day),
        by_foster_carer=record.given("FOSTER_CARE", values.flag),
        adopters=record.given("NB_ADOPTR", values.whole_number(1, 2)),
        adopters_sex=record.given("SEX_ADOPTR", values.code_of(codes.ADOPTER_SEXES)) or "",
        adopters_legal_status=record.given("LS_ADOPTR", values.code_of(codes.ADOPTER_LEGAL_STATUSES)) or "",
    )


def _adoption_placement(record: Record, reader: Reader) -> rows.SaidRow:
    _identified(record, reader)
    starts_on, ends_on = _starts_and_ends(record, reader, "DATE_PLACED", "DATE_PLACED_CEASED")
    reason = record.optional("REASON_PLACED_CEASED", values.code_of(codes.ADOPTION_PLACEMENT_END_REASONS)) or ""
    return _said(record, reader, "DATE_PLACED", starts_on, ends_on=ends_on, end_reason=reason)


def _permanence(record: Record, reader: Reader) -> rows.SaidRow:
    _identified(record, reader)
    return _said(
        record,
        reader,
        kind=record.required("PREV_PERM", values.code_of(codes.PREVIOUS_PERMANENCE)),
        authority=record.given("LA_PERM", _authority) or "",
        ordered=record.given("DATE_PERM", _day_in_part) or "",
    )


def _missing(record: Record, reader: Reader) -> rows.SaidRow:
    _identified(record, reader)
    kind = record.required("MISSING", values.code_of(codes.MISSING_TYPES))
    starts_on, ends_on = _starts_and_ends(record, reader, "MIS_START", "MIS_END")
    return _said(record, reader, "MIS_START", starts_on, ends_on=ends_on, kind=kind)


def _liberty(record: Record, reader: Reader) -> rows.SaidRow:
    _identified(record, reader)
    starts_on, ends_on = _starts_and_ends(record, reader, "DOLO_START", "DOLO_END")
    return _said(record, reader, "DOLO_START", starts_on, ends_on=ends_on)


def _worker_episode(record: Record, reader: Reader) -> rows.UnplacedRow:
    child_id, born_on = _identified(record, reader)
    record.required("SW_ID", _worker)
    _starts_and_ends(record, reader, "SW_DECOM", "SW_DEC")
    record.required("SW_REASON", values.code_of(codes.WORKER_CHANGE_REASONS))
    record.no_place_for("SW_ID", "SW_DECOM", "SW_DEC", "SW_REASON", under="SWEpisodes")
    return rows.UnplacedRow(record.line, child_id, born_on)


_OC2_FLAGS = (
    "CONVICTED",
    "HEALTH_CHECK",
    "IMMUNISATIONS",
    "TEETH_CHECK",
    "HEALTH_ASSESSMENT",
    "SUBSTANCE_MISUSE",
    "INTERVENTION_RECEIVED",
    "INTERVENTION_OFFERED",
)


def _table(name: str, unit: Unit, columns: str, read: Callable[[Record, Reader], Row]) -> Table:
    return Table(name, unit, tuple(columns.split()), read)


# In the order they are read: children first, then what is said of them.
TABLES: list[Table] = [
    _table("Header", Unit.CHILD, "CHILD SEX DOB ETHNIC UPN MOTHER MC_DOB", _header),
    _table(
        "Episodes",
        Unit.CARE_EPISODE,
        "CHILD DECOM RNE LS CIN PLACE PLACE_PROVIDER DEC REC REASON_PLACE_CHANGE HOME_POST PL_POST URN",
        _episode,
    ),
    _table("Reviews", Unit.CARE_REVIEW, "CHILD DOB REVIEW REVIEW_CODE", _review),
    _table("UASC", Unit.ASYLUM, "CHILD SEX DOB DUC", _asylum),
    _table("OC2", Unit.HEALTH, "CHILD DOB SDQ_SCORE SDQ_REASON " + " ".join(_OC2_FLAGS), _health),
    _table("OC3", Unit.CARE_LEAVER, "CHILD DOB IN_TOUCH ACTIV ACCOM", _care_leaver),
    _table(
        "AD1",
        Unit.ADOPTION,
        "CHILD DOB DATE_INT DATE_MATCH FOSTER_CARE NB_ADOPTR SEX_ADOPTR LS_ADOPTR",
        _adoption,
    ),
    _table(
        "PlacedAdoption",
        Unit.ADOPTION_PLACEMENT,
        "CHILD DOB DATE_PLACED DATE_PLACED_CEASED REASON_PLACED_CEASED",
        _adoption_placement,
    ),
    _table("PrevPerm", Unit.PERMANENCE, "CHILD DOB PREV_PERM LA_PERM DATE_PERM", _permanence),
    _table("Missing", Unit.MISSING, "CHILD DOB MISSING MIS_START MIS_END", _missing),
    _table("SWEpisodes", Unit.WORKER, "CHILD DOB SW_ID SW_DECOM SW_DEC SW_REASON", _worker_episode),
    _table("DoLo", Unit.LIBERTY, "CHILD DOB DOLO_START DOLO_END", _liberty),
]
