"""Codes of the SSDA903 return: episodes of care, placements, reviews, and who works with the child.

Source: the Department for Education's SSDA903 return. Both the older sets and those of 2025/26 are here, because
authorities send earlier years again. Labels are in our own words; where we are not certain of one, the code stands
alone.
"""

REASONS_FOR_NEW_EPISODE: list[tuple[str, str]] = [
    ("S", "Started to be looked after"),
    ("L", "Legal status changed"),
    ("P", "Placement and carer changed"),
    ("T", "Placement changed, same carer"),
    ("B", "Legal status, placement and carer changed"),
    ("U", "Legal status and placement changed, same carer"),
]

LEGAL_STATUSES: list[tuple[str, str]] = [
    ("C1", "Interim care order"),
    ("C2", "Full care order"),
    ("D1", "Freeing order"),
    ("E1", "Placement order"),
    ("V2", "Accommodated under section 20, single period"),
    ("V3", "Short breaks, each one recorded"),
    ("V4", "Short breaks, recorded as an agreement"),
    ("L1", "Police protection, in local authority accommodation"),
    ("L2", "Emergency protection order"),
    ("L3", "Child assessment order, in local authority accommodation"),
    ("J1", "Remanded to local authority or youth detention accommodation"),
    ("J2", "Detained under PACE, in local authority accommodation"),
    ("J3", "Youth rehabilitation order with a residence or fostering requirement"),
]

# H5, P2 and Z1 ended with 2024/25; K3 and Z11 to Z14 are newer.
PLACEMENT_TYPES: list[tuple[str, str]] = [
    ("A3", "Placed for adoption with consent, with current foster carer"),
    ("A4", "Placed for adoption with consent, not with current foster carer"),
    ("A5", "Placed for adoption with placement order, with current foster carer"),
    ("A6", "Placed for adoption with placement order, not with current foster carer"),
    ("H5", "Semi-independent living"),
    ("K1", "Secure children's home"),
    ("K2", "Children's home"),
    ("K3", "Supported accommodation"),
    ("P1", "With own parents or someone with parental responsibility"),
    ("P2", "Independent living"),
    ("P3", "Residential employment"),
    ("R1", "Residential care home"),
    ("R2", "NHS or other medical or nursing establishment"),
    ("R3", "Family centre or mother and baby unit"),
    ("R5", "Young offender institution or prison"),
    ("S1", "Residential school"),
    ("T0", "Temporary move"),
    ("T1", "Temporary: in hospital"),
    ("T2", "Temporary: on holiday"),
    ("T3", "Temporary: while the foster carer is on holiday"),
    ("T4", "Temporary: seven days or less, another reason"),
    ("U1", "Foster care with relative or friend, long term"),
    ("U2", "Foster care with relative or friend who may adopt"),
    ("U3", "Foster care with relative or friend, not long term"),
    ("U4", "Foster care with another carer, long term"),
    ("U5", "Foster care with another carer who may adopt"),
    ("U6", "Foster care with another carer, not long term"),
    ("Z1", "Another placement"),
    ("Z11", "Z11"),
    ("Z12", "Z12"),
    ("Z13", "Z13"),
    ("Z14", "Z14"),
]

PLACEMENT_PROVIDERS: list[tuple[str, str]] = [
    ("PR0", "Parent or someone with parental responsibility"),
    ("PR1", "Our own provision"),
    ("PR2", "Another council"),
    ("PR3", "Other public body"),
    ("PR4", "Private"),
    ("PR5", "Voluntary organisation"),
]

EPISODE_END_REASONS: list[tuple[str, str]] = [
    ("X1", "A new episode began the same day"),
    ("E11", "Adopted, unopposed"),
    ("E12", "Adopted, consent dispensed with by the court"),
    ("E2", "Died"),
    ("E3", "Care taken over by another council in the UK"),
    ("E4A", "Returned home, as planned"),
    ("E4B", "Returned home, not as planned"),
    ("E13", "Left to live with people without parental responsibility"),
    ("E41", "Child arrangements order"),
    ("E45", "Special guardianship: former foster carer, relative or friend"),
    ("E46", "Special guardianship: former foster carer, not relative or friend"),
    ("E47", "Special guardianship: other carer, relative or friend"),
    ("E48", "Special guardianship: other carer, not relative or friend"),
    ("E5", "Independent living with support"),
    ("E6", "Independent living without formal support"),
    ("E7", "Moved to residential care funded by adult services"),
    ("E9", "Sentenced to custody"),
    ("E14", "Remand ended"),
    ("E15", "Found to be 18 or over by age assessment"),
    ("E16", "Moved abroad"),
    ("E17", "Turned 18 and stayed with current carers"),
    ("E8", "Another reason"),
]

PLACEMENT_CHANGE_REASONS: list[tuple[str, str]] = [
    ("CARPL", "Care plan changed or carried out"),
    ("CLOSE", "Carer resigned or provision closed"),
    ("ALLEG", "Allegation (section 47)"),
    ("STAND", "Concern about standards of care"),
    ("APPRR", "Approval removed"),
    ("CREQB", "Carer asked, because of the child's behaviour"),
    ("CREQO", "Carer asked, for another reason"),
    ("CHILD", "Child asked"),
    ("LAREQ", "Council asked"),
    ("PLACE", "Only the status of the placement changed"),
    ("CUSTOD", "Custody"),
    ("OTHER", "Another reason"),
]

REVIEW_PARTICIPATION: list[tuple[str, str]] = [
    ("PN0", "Under four"),
    ("PN1", "Came and spoke"),
    ("PN2", "Came, and an advocate spoke"),
    ("PN3", "Came and gave views by symbols"),
    ("PN4", "Came and gave no views"),
    ("PN5", "Did not come, an advocate spoke"),
    ("PN6", "Did not come, sent views another way"),
    ("PN7", "Did not come and sent no views"),
]

WORKER_CHANGE_REASONS: list[tuple[str, str]] = [
    ("MANAGE", "Managing caseloads"),
    ("FCONTA", "First contact or re-referral"),
    ("LEFTRL", "Previous worker left the role"),
    ("ORGRST", "Services were reorganised"),
    ("TSPROC", "Transfer by standard process"),
    ("ABSENC", "Absence cover, or return from absence"),
    ("CHCHAN", "Child asked for a change"),
    ("PCCHAN", "Parent or carer asked for a change"),
    ("SWDIED", "Previous worker died"),
    ("OTHERS", "Another reason"),
]

MISSING_TYPES: list[tuple[str, str]] = [
    ("M", "Missing"),
    ("A", "Away without permission"),
]

PREVIOUS_PERMANENCE: list[tuple[str, str]] = [
    ("P1", "Adoption"),
    ("P2", "Special guardianship order"),
    ("P3", "Residence order or child arrangements order"),
    ("P4", "Not known"),
    ("Z1", "None before"),
]

ADOPTION_PLACEMENT_END_REASONS: list[tuple[str, str]] = [
    ("RD1", "The child's needs changed"),
    ("RD2", "The court made no placement order"),
    ("RD3", "No adopters could be found"),
    ("RD4", "Another reason"),
]

ADOPTER_SEXES: list[tuple[str, str]] = [
    ("M1", "One man"),
    ("F1", "One woman"),
    ("MM", "Two men"),
    ("FF", "Two women"),
    ("MF", "A man and a woman"),
]

ADOPTER_LEGAL_STATUSES: list[tuple[str, str]] = [
    ("L0", "L0"),
    ("L11", "Married couple"),
    ("L12", "L12"),
    ("L2", "L2"),
    ("L3", "L3"),
    ("L4", "L4"),
]

SDQ_REASONS: list[tuple[str, str]] = [
    ("SDQ1", "Under 4 or over 16"),
    ("SDQ2", "Carer refused"),
    ("SDQ3", "Not possible because of the child's disability"),
    ("SDQ4", "Another reason"),
    ("SDQ5", "Child refused"),
]

IN_TOUCH: list[tuple[str, str]] = [
    ("YES", "In touch"),
    ("NO", "Not in touch"),
    ("DIED", "Died"),
    ("REFU", "Does not want contact"),
    ("NREQ", "No longer needs services"),
    ("RHOM", "Returned home"),
]

CARE_LEAVER_ACTIVITIES: list[tuple[str, str]] = [
    ("F1", "Full time in higher education"),
    ("P1", "Part time in higher education"),
    ("F2", "Full time in other education"),
    ("P2", "Part time in other education"),
    ("F4", "Full time in an apprenticeship"),
    ("P4", "Part time in an apprenticeship"),
    ("F5", "Full time in training or work"),
    ("P5", "Part time in training or work"),
    ("G4", "Not in education, work or training: illness or disability"),
    ("G5", "Not in education, work or training: other circumstances"),
    ("G6", "Not in education, work or training: pregnancy or parenting"),
    ("0", "Not known"),
]

_ACCOMMODATION: dict[str, str] = {
    "B": "With parents or relatives",
    "C": "Community home or other residential care",
    "D": "Semi-independent or transitional",
    "E": "Supported lodgings",
    "G": "Abroad",
    "H": "Deported",
    "K": "Ordinary lodgings",
    "R": "Not known where",
    "S": "No fixed abode",
    "T": "Foyer or similar",
    "U": "Independent living",
    "V": "Emergency accommodation",
    "W": "Bed and breakfast",
    "X": "In custody",
    "Y": "Other accommodation",
    "Z": "With former foster carers",
}

# Each kind of accommodation is sent with 1 (suitable) or 2 (not suitable); 0 where the authority is not in touch.
ACCOMMODATION: list[tuple[str, str]] = [
    (kind + mark, f"{label}, {verdict}")
    for kind, label in _ACCOMMODATION.items()
    for mark, verdict in (("1", "suitable"), ("2", "not suitable"))
] + [("0", "Not known")]
