"""Every road to a family, its people, its referrals and its case."""

from django.urls import path

from cases.views import cases, families, joins, network, people, referrals, returns, search, story

app_name = "cases"

_family = "families/<uuid:family_id>/"
_person = f"{_family}people/<uuid:person_id>/"

urlpatterns = [
    # /search/
    path("search/", search.search, name="search"),
    # /families/
    path("families/new/", families.family_new, name="family-new"),
    path(_family, families.family_detail, name="family-detail"),
    path(f"{_family}panels/<slug:key>/", families.family_panel, name="family-panel"),
    path(f"{_family}name/", families.family_rename, name="family-rename"),
    path(f"{_family}join/", joins.family_join, name="family-join"),
    path(f"{_family}join/<uuid:kept_id>/", joins.family_join_with, name="family-join-with"),
    path(f"{_family}join/<uuid:join_id>/undo/", joins.join_undo, name="join-undo"),
    path(f"{_family}who-has-looked/", families.look_list, name="look-list"),
    # /families/<family_id>/story/
    path(f"{_family}story/", story.story, name="story"),
    path(f"{_family}story/new/", story.event_note, name="event-note"),
    path(f"{_family}story/<uuid:entry_id>/pin/", story.entry_pin, name="entry-pin"),
    # /families/<family_id>/people/
    path(f"{_family}people/", people.people_list, name="people"),
    path(f"{_family}people/new/", people.person_add, name="person-add"),
    path(_person, people.person_detail, name="person-detail"),
    path(f"{_person}details/", people.person_amend, name="person-amend"),
    path(f"{_person}address/", people.person_move, name="person-move"),
    path(f"{_person}address/<uuid:address_id>/", people.address_amend, name="address-amend"),
    path(f"{_person}contact/new/", people.contact_detail_add, name="contact-detail-add"),
    path(f"{_person}contact/<uuid:detail_id>/end/", people.contact_detail_end, name="contact-detail-end"),
    path(f"{_person}place/", people.member_amend, name="member-amend"),
    path(f"{_person}leave/", people.member_leave, name="member-leave"),
    # /families/<family_id>/relationships/ and /network/
    path(f"{_family}relationships/new/", network.relationship_add, name="relationship-add"),
    path(f"{_family}relationships/<uuid:relationship_id>/", network.relationship_amend, name="relationship-amend"),
    path(f"{_family}relationships/<uuid:relationship_id>/end/", network.relationship_end, name="relationship-end"),
    path(f"{_family}network/new/", network.network_add, name="network-add"),
    path(f"{_family}network/<uuid:member_id>/", network.network_amend, name="network-amend"),
    path(f"{_family}network/<uuid:member_id>/leave/", network.network_leave, name="network-leave"),
    # /referrals/
    path("referrals/", referrals.referral_list, name="referral-list"),
    path("referrals/<uuid:referral_id>/", referrals.referral_detail, name="referral-detail"),
    path("referrals/<uuid:referral_id>/decide/", referrals.referral_decide, name="referral-decide"),
    path("referrals/<uuid:referral_id>/reconsider/", referrals.referral_reconsider, name="referral-reconsider"),
    path(f"{_family}referrals/new/", referrals.referral_take, name="referral-take"),
    # /families/<family_id>/case/
    path(f"{_family}case/", cases.case_detail, name="case-detail"),
    path(f"{_family}case/allocate/", cases.case_allocate, name="case-allocate"),
    path(f"{_family}case/workers/<uuid:allocation_id>/end/", cases.allocation_end, name="allocation-end"),
    path(f"{_family}case/transfer/", cases.case_transfer, name="case-transfer"),
    path(f"{_family}case/close/", cases.case_close, name="case-close"),
    path(f"{_family}case/reopen/", cases.case_reopen, name="case-reopen"),
    path(f"{_family}case/children/<uuid:involvement_id>/pathway/", cases.pathway_change, name="pathway-change"),
    path(f"{_family}case/children/<uuid:involvement_id>/need/", cases.involvement_amend, name="involvement-amend"),
    # /returns/
    path("returns/", returns.return_list, name="return-list"),
    path("returns/new/", returns.return_new, name="return-new"),
    path("returns/<uuid:job_id>/", returns.return_detail, name="return-detail"),
    path("returns/<uuid:job_id>/lines/", returns.return_lines, name="return-lines"),
    path("returns/<uuid:job_id>/stop/", returns.return_stop, name="return-stop"),
]
