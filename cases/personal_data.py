"""What the fields of this app's models tell of living people: see hampshire/personal_data.py.

That a family is known to children's social care, and everything we hold of why, may tell of health or offences: need,
reasons, categories of abuse, legal status and what workers write are special category.
"""

from hampshire.personal_data import NO, PERSONAL, SPECIAL, Fields

FIELDS: Fields = {
    "Person": {
        NO: "imported_from created_at",
        PERSONAL: "id first_name last_name known_as other_names date_of_birth birth_date_is died_on sex first_language "
        "other_languages needs_interpreter la_child_id upn former_upn upn_unknown nhs_number",
        SPECIAL: "gender ethnicity disabilities",
    },
    "Address": {NO: "id", PERSONAL: "person lines postcode starts_on ends_on"},
    "ContactDetail": {NO: "id", PERSONAL: "person kind value note ended_on"},
    "Family": {NO: "created_at", PERSONAL: "id name team created_by known_by"},
    "FamilyMember": {NO: "id", PERSONAL: "family person role role_in_words lives_here joined_on left_on"},
    "FamilyJoin": {NO: "id", PERSONAL: "gone kept joined_at joined_by moved undone_at undone_by"},
    "FamilyLook": {NO: "id", PERSONAL: "family staff looked_at"},
    "Relationship": {NO: "id", PERSONAL: "person relative kind has_parental_responsibility starts_on ends_on"},
    "NetworkMember": {
        NO: "id",
        PERSONAL: "family person kind who_they_are starts_on ends_on",
        SPECIAL: "what_they_do",  # health visitor, probation officer, drug worker
    },
    "Referral": {
        NO: "id imported_from created_at",
        PERSONAL: "family team received_at source referrer family_knows taken_by decision decided_at decided_by",
        SPECIAL: "reason decision_reason",
    },
    "ReferralChild": {NO: "id", PERSONAL: "referral child received_on no_further_action"},
    "Case": {
        NO: "id",
        PERSONAL: "family referral team opened_on closed_on closure_reason closed_by joined_into last_seen_on "
        "last_seen_by_lead_on last_seen_alone_on visit_due_on lead_visit_due_on last_talked_about_on",
        SPECIAL: "closure_note",
    },
    "Allocation": {
        NO: "id",
        PERSONAL: "case worker role starts_on ends_on allocated_by change_reason ended_with_case",
    },
    "Involvement": {
        NO: "id",
        PERSONAL: "case child starts_on ends_on end_reason ended_with_case",
        SPECIAL: "primary_need",  # disability, illness of a parent, abuse
    },
    "Pathway": {NO: "id", PERSONAL: "involvement status starts_on ends_on ended_with_case"},
    "ChronologyEntry": {
        NO: "id",
        PERSONAL: "family kind happened_at written_at written_by url subject_id withdrawn_at pinned_at pinned_by",
        SPECIAL: "text",
    },
    # Search. A word is a name that somebody bears, whoever that is.
    "NameWord": {NO: "id", PERSONAL: "word sounds near"},
    "PersonWord": {PERSONAL: "pk person team word"},
    # What returns brought.
    "ReturnLine": {
        NO: "id job line unit field refused",
        PERSONAL: "file child",  # a file is named by whoever made it
        SPECIAL: "value reason",  # any field of the return, as it was sent; the reason quotes it
    },
    "StatutoryAssessment": {
        NO: "id",
        PERSONAL: "involvement starts_on internal_review_on authorised_on withdrawn_at",
        SPECIAL: "factors",
    },
    "ChildInNeedPlan": {NO: "id", PERSONAL: "involvement starts_on ends_on"},
    "Section47Enquiry": {
        NO: "id",
        PERSONAL: "involvement starts_on conference_target_on conference_on conference_not_required",
    },
    "InitialConference": {NO: "id", PERSONAL: "involvement held_on"},
    "ChildProtectionPlan": {
        NO: "id",
        PERSONAL: "involvement starts_on ends_on previous_plans",
        SPECIAL: "initial_category latest_category",
    },
    "ChildProtectionReview": {NO: "id", PERSONAL: "plan reviewed_on"},
    "CareEpisode": {
        NO: "id imported_at",
        PERSONAL: "child starts_on start_reason placement provider ends_on end_reason change_reason home_postcode "
        "placement_postcode provider_urn",
        SPECIAL: "legal_status need",
    },
    "CareReview": {NO: "id", PERSONAL: "child reviewed_on participation"},
    "MissingEpisode": {NO: "id", PERSONAL: "child starts_on ends_on kind"},
    "DeprivationOfLiberty": {NO: "id", SPECIAL: "child starts_on ends_on"},
    "AdoptionPlacement": {NO: "id", PERSONAL: "child starts_on ends_on", SPECIAL: "end_reason"},
    "AsylumStatus": {NO: "id", SPECIAL: "child until"},  # where somebody fled from
    "Adoption": {
        NO: "id",
        PERSONAL: "child decided_on matched_on by_foster_carer adopters adopters_legal_status",
        SPECIAL: "adopters_sex",  # of a couple, whom they love
    },
    "PreviousPermanence": {NO: "id", PERSONAL: "child kind authority ordered"},
    "Motherhood": {NO: "id", PERSONAL: "child own_child_born_on"},
    "HealthReturn": {
        NO: "id",
        PERSONAL: "child",
        SPECIAL: "sdq_score sdq_reason convicted health_check immunisations teeth_check health_assessment "
        "substance_misuse intervention_received intervention_offered",
    },
    "CareLeaverReturn": {NO: "id", PERSONAL: "child in_touch accommodation", SPECIAL: "activity"},
}
