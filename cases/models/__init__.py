from cases.models.case import Allocation, Case, Involvement, Pathway
from cases.models.chronology import ChronologyEntry
from cases.models.family import Family, FamilyJoin, FamilyLook, FamilyMember
from cases.models.network import NetworkMember, Relationship
from cases.models.person import Address, ContactDetail, Person
from cases.models.referral import Referral, ReferralChild
from cases.models.returns import ReturnLine
from cases.models.search import NameWord, PersonWord
from cases.models.statutory import (
    CareEpisode,
    CareReview,
    ChildInNeedPlan,
    ChildProtectionPlan,
    ChildProtectionReview,
    InitialConference,
    Section47Enquiry,
    StatutoryAssessment,
)

__all__ = [
    "Address",
    "Allocation",
    "CareEpisode",
    "CareReview",
    "Case",
    "ChildInNeedPlan",
    "ChildProtectionPlan",
    "ChildProtectionReview",
    "ChronologyEntry",
    "ContactDetail",
    "Family",
    "FamilyJoin",
    "FamilyLook",
    "FamilyMember",
    "InitialConference",
    "Involvement",
    "NameWord",
    "NetworkMember",
    "Pathway",
    "Person",
    "PersonWord",
    "Referral",
    "ReferralChild",
    "Relationship",
    "ReturnLine",
    "Section47Enquiry",
    "StatutoryAssessment",
]
