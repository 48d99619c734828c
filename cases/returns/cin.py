"""Reads the children in need census, one child at a time.

Whatever the order of elements, a child is handed on whole or not at all. The unit that a bad value refuses is the
smallest that makes sense without it: a child (its id or birth date), a referral, an assessment, a plan, a review.
Source of the shape: the Department for Education's specification, to 2026/27.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from lxml import etree

from cases import codes, identifiers
from cases.returns import rows, values
from cases.returns.record import Record, Sent
from cases.returns.report import Refused, Report, Unit, UnreadableReturn
from cases.returns.safe_xml import name_of, named, stream
from cases.returns.sources import Source

UNITS: dict[str, Unit] = {
    "Child": Unit.CHILD,
    "CINdetails": Unit.REFERRAL,
    "Assessments": Unit.ASSESSMENT,
    "CINPlanDates": Unit.NEED_PLAN,
    "Section47": Unit.ENQUIRY,
    "ChildProtectionPlans": Unit.PROTECTION_PLAN,
    "CPPreviewDate": Unit.PROTECTION_REVIEW,
}
# Groups read by the code below; values inside any other group have no place yet.
_KNOWN = UNITS.keys() | {"ChildIdentifiers", "ChildCharacteristics", "FactorsIdentifiedAtAssessment", "Reviews"}

_SEXES = [*codes.SEXES, *((old, "") for old in codes.SEX_OF_OLD_GENDER_CODES)]
_upn = values.identifier(identifiers.read_upn)
_child_id = values.identifier(identifiers.read_la_child_id)


@dataclass(frozen=True, slots=True)
class CensusHead:
    """What was learnt by reading the file once without keeping anything."""

    children: int
    year: str
    authority: str


def check(source: BinaryIO, *, file: str) -> CensusHead:
    """Read the whole file for its shape alone, so that a file cut off at its end is refused before anything is kept.

    Raises UnreadableReturn.
    """
    elements = stream(source, {"Child", "CollectionDetails", "LEA"}, file=file)
    root = next(elements)
    if name_of(root) != "Message":
        raise UnreadableReturn(f"Not a census: it begins with <{name_of(root)}>, not <Message>.", file=file, line=1)
    children, year, authority = 0, "", ""
    for element in elements:
        if name_of(element) == "Child":
            children += 1
        elif name_of(element) == "LEA":
            authority = (element.text or "").strip()
        else:
            year = _collection_year(element, file)
    if not children:
        raise UnreadableReturn("There are no children in this file.", file=file)
    return CensusHead(children, year, authority)


def _collection_year(element: etree._Element, file: str) -> str:
    details = {name_of(child): (child.text or "").strip() for child in element}
    if (collection := details.get("Collection", "CIN")) != "CIN":
        reason = f"Not the children in need census: the file says it is {collection[:20]}."
        raise UnreadableReturn(reason, file=file, line=element.sourceline or 0)
    return details.get("Year", "")


def read(source: BinaryIO, *, file: str, report: Report, today: date) -> Iterator[rows.CensusChild | None]:
    """Each child of the file; None for a child that was refused, so that progress can be counted.

    Raises UnreadableReturn where the file breaks off; the children handed on before are whole.
    """
    elements = stream(source, {"Child"}, file=file)
    next(elements)
    seen: set[str] = set()
    for element in elements:
        yield _CensusReader(file, report, today, seen).child(element)


def check_source(source: Source) -> CensusHead:
    """The same for a file that can be opened."""
    with source.open() as binary:
        return check(binary, file=source.name)


def read_source(source: Source, *, report: Report, today: date) -> Iterator[rows.CensusChild | None]:
    """The same for a file that can be opened; it is closed when the last child is read."""
    with source.open() as binary:
        yield from read(binary, file=source.name, report=report, today=today)


@dataclass(slots=True)
class _CensusReader:
    """Reads one child. `day` reads a day that must have come."""

    file: str
    report: Report
    today: date
    seen: set[str]  # the children of this file so far
    child_id: str = ""
    day: values.Parse[date] = field(init=False)
    days: set[tuple[Unit, date]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.day = values.not_after(self.today, values.iso_date)

    # ---- the child ----

    def child(self, element: etree._Element) -> rows.CensusChild | None:
        record = self._record(element, Unit.CHILD, "ChildIdentifiers", "ChildCharacteristics")
        self.report[Unit.CHILD].read += 1
        try:
            record.child = self.child_id = record.required("LAchildID", _child_id)
            if self.child_id in self.seen:
                raise record.refused("LAchildID", "A second child of this id in the file.")
            self.seen.add(self.child_id)
            born_on, is_expected = self._birth(record)
        except Refused as refused:
            self._refuse(refused, element)
            return None
        return self._whole_child(record, element, born_on, is_expected)

    def _whole_child(
        self, record: Record, element: etree._Element, born_on: date | None, is_expected: bool
    ) -> rows.CensusChild:
        child = rows.CensusChild(
            line=record.line,
            la_child_id=self.child_id,
            upn=record.optional("UPN", _upn),
            former_upn=record.optional("FormerUPN", _upn) or "",
            upn_unknown=record.optional("UPNunknown", values.code_of(codes.UPN_UNKNOWN_REASONS)) or "",
            date_of_birth=born_on,
            is_expected=is_expected,
            died_on=self._death(record, born_on),
            sex=self._sex(record),
            ethnicity=record.optional("Ethnicity", values.code_of(codes.ETHNICITIES)) or "",
            disabilities=self._disabilities(record, element),
            referrals=self._referrals(element),
        )
        self._say_what_is_left(record, element)
        return child

    def _birth(self, record: Record) -> tuple[date | None, bool]:
        """The birth date, or the expected one of a baby not yet born, which may lie ahead."""
        if (born_on := record.given("PersonBirthDate", self.day)) is not None:
            return born_on, False
        expected_on = record.given("ExpectedPersonBirthDate", values.iso_date)
        if expected_on is None:
            record.left_out("PersonBirthDate", "Neither a birth date nor an expected one: the child is kept without.")
        return expected_on, expected_on is not None

    def _death(self, record: Record, born_on: date | None) -> date | None:
        died_on = record.optional("PersonDeathDate", self.day)
        if died_on and born_on and died_on < born_on:
            record.left_out("PersonDeathDate", "A death before the birth.")
            return None
        return died_on

    def _sex(self, record: Record) -> str:
        """Sex since 2024/25, GenderCurrent before: the number's meaning is carried over."""
        for name in ("Sex", "GenderCurrent"):
            if sex := record.optional(name, values.code_of(_SEXES)):
                return codes.SEX_OF_OLD_GENDER_CODES.get(sex, sex)
        return ""

    def _disabilities(self, record: Record, element: etree._Element) -> tuple[str, ...]:
        sent = [_sent(each) for each in element.iter("{*}Disability")]
        found = record.optionals("Disability", sent, values.code_of(codes.DISABILITIES))
        if "NONE" in found and len(found) > 1:
            record.left_out("Disability", "No disability (NONE), beside others that were sent: the others are kept.")
            return tuple(code for code in found if code != "NONE")
        return found

    # ---- a referral and what followed ----

    def _referrals(self, element: etree._Element) -> tuple[rows.ChildReferral, ...]:
        found = self._each(element, "CINdetails", self._referral)
        return tuple(sorted(found, key=lambda referral: referral.received_on))

    def _referral(self, record: Record, element: etree._Element) -> rows.ChildReferral:
        received_on = self._only_one(record, "CINreferralDate")
        source = record.required("ReferralSource", values.code_of(codes.REFERRAL_SOURCES))
        primary_need = record.given("PrimaryNeedCode", values.code_of(codes.PRIMARY_NEEDS)) or ""
        no_further_action = record.given("ReferralNFA", values.flag)
        conference_on = record.given("DateOfInitialCPC", self.day)
        closed_on, closure_reason = self._closure(record, received_on)
        referral = rows.ChildReferral(
            line=record.line,
            received_on=received_on,
            source=source,
            primary_need=primary_need,
            no_further_action=no_further_action,
            conference_on=conference_on,
            closed_on=closed_on,
            closure_reason=closure_reason,
            assessments=self._each(element, "Assessments", self._assessment),
            plans=self._each(element, "CINPlanDates", self._plan),
            enquiries=self._each(element, "Section47", self._enquiry),
            protection_plans=self._each(element, "ChildProtectionPlans", self._protection_plan),
        )
        if no_further_action and referral.goes_on:
            record.left_out("ReferralNFA", "No further action, and yet more followed: kept as sent, with a case.")
        return referral

    def _closure(self, record: Record, received_on: date) -> tuple[date | None, str]:
        closed_on = record.given("CINclosureDate", self.day)
        reason = record.given("ReasonForClosure", values.code_of(codes.CLOSURE_REASONS)) or ""
        if closed_on and closed_on < received_on:
            raise record.refused("CINclosureDate", "Closed before it was received.")
        if closed_on and not reason:
            raise record.refused("ReasonForClosure", "Closed, and no reason was sent.")
        if reason and not closed_on:
            record.left_out("ReasonForClosure", "A reason for closing, and no day: kept as open, without the reason.")
            return None, ""
        return closed_on, reason

    def _assessment(self, record: Record, element: etree._Element) -> rows.Assessment:
        starts_on = self._only_one(record, "AssessmentActualStartDate")
        sent = [_sent(each) for each in element.iter("{*}AssessmentFactors")]
        return rows.Assessment(
            line=record.line,
            starts_on=starts_on,
            internal_review_on=record.given("AssessmentInternalReviewDate", values.iso_date),
            authorised_on=self._end(record, "AssessmentAuthorisationDate", starts_on),
            factors=record.optionals("AssessmentFactors", sent, values.code_of(codes.ASSESSMENT_FACTORS)),
        )

    def _plan(self, record: Record, element: etree._Element) -> rows.NeedPlan:
        starts_on = self._only_one(record, "CINPlanStartDate")
        return rows.NeedPlan(record.line, starts_on, self._end(record, "CINPlanEndDate", starts_on))

    def _enquiry(self, record: Record, element: etree._Element) -> rows.Enquiry:
        return rows.Enquiry(
            line=record.line,
            starts_on=self._only_one(record, "S47ActualStartDate"),
            conference_target_on=record.given("InitialCPCtarget", values.iso_date),
            conference_on=record.given("DateOfInitialCPC", self.day),
            conference_not_required=record.given("ICPCnotRequired", values.flag),
        )

    def _protection_plan(self, record: Record, element: etree._Element) -> rows.ProtectionPlan:
        starts_on = self._only_one(record, "CPPstartDate")
        category = values.code_of(codes.ABUSE_CATEGORIES)
        return rows.ProtectionPlan(
            line=record.line,
            starts_on=starts_on,
            ends_on=self._end(record, "CPPendDate", starts_on),
            initial_category=record.given("InitialCategoryOfAbuse", category) or "",
            latest_category=record.given("LatestCategoryOfAbuse", category) or "",
            previous_plans=record.given("NumberOfPreviousCPP", values.whole_number(0, 99)),
            reviews=self._reviews(element),
        )

    def _reviews(self, element: etree._Element) -> tuple[rows.ProtectionReview, ...]:
        holders = named(element, "Reviews")
        return tuple(r for holder in holders for r in self._each(holder, "CPPreviewDate", self._protection_review))

    def _protection_review(self, record: Record, element: etree._Element) -> rows.ProtectionReview:
        return rows.ProtectionReview(record.line, self._only_one(record, "CPPreviewDate"))

    def _only_one(self, record: Record, name: str) -> date:
        """The day that tells a record from its likes under the same parent."""
        day = record.required(name, self.day)
        if (record.unit, day) in self.days:
            raise record.refused(name, f"A second {record.unit} from the same day.")
        self.days.add((record.unit, day))
        return day

    def _end(self, record: Record, name: str, starts_on: date) -> date | None:
        ends_on = record.given(name, self.day)
        if ends_on and ends_on < starts_on:
            raise record.refused(name, "It ends before it starts.")
        return ends_on

    # ---- the common way ----

    def _each[R](
        self, element: etree._Element, name: str, read_one: Callable[[Record, etree._Element], R]
    ) -> tuple[R, ...]:
        """Every good one of a kind below an element; the bad ones become lines."""
        unit = UNITS[name]
        self.days = {(kind, day) for kind, day in self.days if kind != unit}
        found = [self._one(part, unit, read_one) for part in named(element, name)]
        return tuple(row for row in found if row is not None)

    def _one[R](self, element: etree._Element, unit: Unit, read_one: Callable[[Record, etree._Element], R]) -> R | None:
        record = self._record(element, unit)
        self.report[unit].read += 1
        try:
            row = read_one(record, element)
        except Refused as refused:
            self._refuse(refused, element)
            return None
        self._say_what_is_left(record, element)
        return row

    def _refuse(self, refused: Refused, element: etree._Element) -> None:
        """Take the line, and count what hung below the refused record: it is refused with it."""
        self.report.add(refused.refusal)
        for part in element.iterdescendants():
            if unit := UNITS.get(name_of(part)):
                self.report[unit].read += 1
                self.report[unit].refused += 1

    def _record(self, element: etree._Element, unit: Unit, *groups: str) -> Record:
        holders = [element, *(group for name in groups for group in named(element, name))]
        sent: dict[str, Sent] = {}
        if len(element) == 0:
            sent[name_of(element)] = _sent(element)
        for leaf in (leaf for holder in holders for leaf in holder if len(leaf) == 0 and name_of(leaf)):
            sent[name_of(leaf)] = _sent(leaf, again=name_of(leaf) in sent)
        return Record(unit, self.file, element.sourceline or 0, sent, self.report, self.child_id)

    def _say_what_is_left(self, record: Record, element: etree._Element) -> None:
        """Count by name the values that nothing keeps: those nobody asked for, and those in groups nobody knows."""
        under = name_of(element)
        record.no_place_for(*(name for name in record.not_taken() if name not in UNITS), under=under)
        strange = [part for part in element if name_of(part) and name_of(part) not in _KNOWN and len(part)]
        for leaf in (leaf for group in strange for leaf in group.iterdescendants() if len(leaf) == 0):
            self.report.no_place[f"{name_of(leaf.getparent())}.{name_of(leaf)}"] += 1


def _sent(element: etree._Element, *, again: bool = False) -> Sent:
    return Sent((element.text or "").strip(), element.sourceline or 0, again)
