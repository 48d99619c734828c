from cases.models.case import Allocation, Case, Involvement, Pathway
from cases.models.chronology import ChronologyEntry
from cases.models.family import Family, FamilyJoin, FamilyLook, FamilyMember
from cases.models.network import NetworkMember, Relationship
from cases.models.person import Address, ContactDetail, Person
from cases.models.referral import Referral, ReferralChild
from cases.models.returns import ReturnLine
from cases.models.search import NameWord, PersonWord
from cases.models.statutory import (
    Adoption,
    AdoptionPlacement,
    AsylumStatus,
    CareEpisode,
    CareLeaverReturn,
    CareReview,
    ChildInNeedPlan,
    ChildProtectionPlan,
    ChildProtectionReview,
    DeprivationOfLiberty,
    HealthReturn,
    InitialConference,
    MissingEpisode,
    Motherhood,
    PreviousPermanence,
    Section47Enquiry,
    StatutoryAssessment,
)

__all__ = [
    "Address",
    "Adoption",
    "AdoptionPlacement",
    "Allocation",
    "AsylumStatus",
    "CareEpisode",
    "CareLeaverReturn",
    "CareReview",
    "Case",
    "ChildInNeedPlan",
    "ChildProtectionPlan",
    "ChildProtectionReview",
    "ChronologyEntry",
    "ContactDetail",
    "DeprivationOfLiberty",
    "Family",
    "FamilyJoin",
    "FamilyLook",
    "FamilyMember",
    "HealthReturn",
    "InitialConference",
    "Involvement",
    "MissingEpisode",
    "Motherhood",
    "NameWord",
    "NetworkMember",
    "Pathway",
    "Person",
    "PersonWord",
    "PreviousPermanence",
    "Referral",
    "ReferralChild",
    "Relationship",
    "ReturnLine",
    "Section47Enquiry",
    "StatutoryAssessment",
]
