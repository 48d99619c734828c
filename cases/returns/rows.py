"""What a return says, once read and checked: whole records, with the line each began on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

# ---- Children in need census ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Assessment:
    line: int
    starts_on: date
    internal_review_on: date | None
    authorised_on: date | None
    factors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NeedPlan:
    line: int
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Enquiry:
    line: int
    starts_on: date
    conference_target_on: date | None
    conference_on: date | None
    conference_not_required: bool | None


@dataclass(frozen=True, slots=True)
class ProtectionReview:
    line: int
    reviewed_on: date


@dataclass(frozen=True, slots=True)
class ProtectionPlan:
    line: int
    starts_on: date
    ends_on: date | None
    initial_category: str
    latest_category: str
    previous_plans: int | None
    reviews: tuple[ProtectionReview, ...]


@dataclass(frozen=True, slots=True)
class ChildReferral:
    """One child's referral and all that followed from it: a `CINdetails` element."""

    line: int
    received_on: date
    source: str
    primary_need: str
    no_further_action: bool | None
    conference_on: date | None
    closed_on: date | None
    closure_reason: str
    assessments: tuple[Assessment, ...] = ()
    plans: tuple[NeedPlan, ...] = ()
    enquiries: tuple[Enquiry, ...] = ()
    protection_plans: tuple[ProtectionPlan, ...] = ()

    @property
    def goes_on(self) -> bool:
        """Whether anything came after the referral itself."""
        followed = (self.assessments, self.plans, self.enquiries, self.protection_plans)
        return bool(self.closed_on or self.conference_on or any(followed))


@dataclass(frozen=True, slots=True)
class CensusChild:
    """A child of the census. The birth date is expected where `is_expected`."""

    line: int
    la_child_id: str
    upn: str | None
    former_upn: str
    upn_unknown: str
    date_of_birth: date | None
    is_expected: bool
    died_on: date | None
    sex: str
    ethnicity: str
    disabilities: tuple[str, ...]
    referrals: tuple[ChildReferral, ...]


# ---- SSDA903 --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LookedAfterChild:
    """A row of Header."""

    line: int
    la_child_id: str
    date_of_birth: date
    sex: str
    ethnicity: str
    upn: str | None
    upn_unknown: str
    is_mother: bool = False
    own_child_born_on: date | None = None


@dataclass(frozen=True, slots=True)
class EpisodeRow:
    """A row of Episodes: one placement under one legal status."""

    line: int
    la_child_id: str
    starts_on: date
    start_reason: str
    legal_status: str
    need: str
    placement: str
    provider: str
    ends_on: date | None
    end_reason: str
    change_reason: str
    home_postcode: str
    placement_postcode: str
    provider_urn: str


@dataclass(frozen=True, slots=True)
class CareReviewRow:
    line: int
    la_child_id: str
    date_of_birth: date
    reviewed_on: date
    participation: str


@dataclass(frozen=True, slots=True)
class SaidRow:
    """A row of one of the smaller files, in the words of the table that keeps it.

    `starts_on` tells rows of one child apart; None where a child has one row at most. `at` is the column to name where
    two rows say different things.
    """

    line: int
    la_child_id: str
    date_of_birth: date
    at: str
    starts_on: date | None
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class UnplacedRow:
    """A row of a file whose values are checked, and for which there is no table yet."""

    line: int
    la_child_id: str
    date_of_birth: date
