"""Who may do what with assessments and their forms, a line a condition."""

from typing import Any

from cases.models import Family
from hampshire.accounts.models import FAMILY_ROLES, OVERSEEING_ROLES, Role, Staff
from hampshire.permissions import YES, Decision, no
from practice.assessments.definition import problems
from practice.assessments.models import Assessment, Form, FormVersion, SectionRevision
from practice.queries import standing_of

# ---- Forms ----------------------------------------------------------------------------------------------------------


def can_build_forms(user: Staff) -> Decision:
    if not user.has_role(Role.ADMINISTRATOR):
        return no("Only an administrator can build and publish forms.")
    return YES


def can_see_forms(user: Staff) -> Decision:
    """Whoever writes assessments or authorises them may see what they ask, and administrators."""
    if not user.has_role(*FAMILY_ROLES, Role.ADMINISTRATOR):
        return no("Forms are for those who work with families, and for administrators.")
    return YES


def can_see_form(user: Staff, form: Form) -> Decision:
    if not (sees := can_see_forms(user)):
        return sees
    if not form.latest_published and not can_build_forms(user):
        return no("This form is not published yet.")
    return YES


def can_see_version(user: Staff, version: FormVersion) -> Decision:
    return can_see_forms(user) if version.is_published else can_build_forms(user)


def can_change_draft(user: Staff, version: FormVersion) -> Decision:
    if not (builds := can_build_forms(user)):
        return builds
    if version.is_published:
        return no("A published version never changes. Start a new draft from it.")
    if version.form.retired_on:
        return no("This form is retired. Bring it back to change it.")
    return YES


def can_publish(user: Staff, version: FormVersion) -> Decision:
    """Once nothing stands in the way of answering it."""
    if not (changes := can_change_draft(user, version)):
        return changes
    if problems(version.definition):
        return no("Something in the form has to be put right first.")
    return YES


def can_start_draft(user: Staff, form: Form) -> Decision:
    if not (builds := can_build_forms(user)):
        return builds
    if form.retired_on:
        return no("This form is retired. Bring it back to change it.")
    if form.draft:
        return no("There is a draft of this form already.")
    return YES


def can_throw_away_draft(user: Staff, version: FormVersion) -> Decision:
    """Whoever builds, of a retired form too: nothing was ever written on a draft."""
    if not (builds := can_build_forms(user)):
        return builds
    if version.is_published:
        return no("A published version stays for good. Retire the form if nothing new is to be written on it.")
    return YES


def can_retire_form(user: Staff, form: Form) -> Decision:
    if not (builds := can_build_forms(user)):
        return builds
    if form.retired_on:
        return no("This form is retired already.")
    return YES


def can_bring_back_form(user: Staff, form: Form) -> Decision:
    if not (builds := can_build_forms(user)):
        return builds
    if not form.retired_on:
        return no("This form is in use.")
    if Form.objects.current().filter(name=form.name).exists():
        return no("Another form has this name now. Rename that one first.")
    if form.register_entry and form.register_entry.retired_on:
        return no("Its entry in the towards-or-against register is retired. Bring that back first.")
    return YES


# ---- Assessments ----------------------------------------------------------------------------------------------------


def _standing(user: Staff, family: Family) -> dict[str, Any]:
    """How the user stands to the family: as the gate fetched it (practice.queries), else asked of the database."""
    found: dict[str, Any] | None = getattr(family, "visit_standing", None)
    if found is None or found["user"] != str(user.pk):
        found = standing_of(user, family)
        family.visit_standing = found  # type: ignore[attr-defined]
    return found


def can_start_assessment(user: Staff, family: Family) -> Decision:
    standing = _standing(user, family)
    if not standing["opened_on"]:
        return no("No case is open for this family. A new referral opens one.")
    if not standing["works"] and not standing["oversees"]:
        return no("Only a worker allocated to this family, or their supervisor, can begin an assessment.")
    return YES


def can_write_assessment(user: Staff, assessment: Assessment) -> Decision:
    """Write in its sections, and submit it."""
    standing = _standing(user, assessment.family)
    if assessment.state == Assessment.State.SUBMITTED:
        return no("It waits to be authorised, so nobody changes it meanwhile. It can be returned to be changed.")
    if not assessment.is_writable:
        return no(f"It is {assessment.state_in_words.lower()}. What it says does not change any more.")
    if not standing["opened_on"]:
        return no("No case is open for this family any more. What is written stays to be read.")
    if not standing["works"] and not standing["oversees"]:
        return no("Only a worker allocated to this family, or their supervisor, can write in their assessments.")
    return YES


def can_review_assessment(user: Staff, assessment: Assessment) -> Decision:
    """Read it as whoever authorises does, comment on it, and return it."""
    if not _standing(user, assessment.family)["oversees"]:
        return no("Only a supervisor or manager of this family's team can authorise an assessment or return it.")
    return YES


def can_authorise_assessment(user: Staff, assessment: Assessment) -> Decision:
    """Two people: nobody authorises their own words."""
    overseeing = can_review_assessment(user, assessment)
    if not overseeing:
        return overseeing
    if user.pk == assessment.submitted_by_id:
        return no("You submitted this assessment. Somebody else has to authorise it.")
    if Assessment.objects.filter(pk=assessment.pk).with_words_of(user).exists():
        return no("You wrote part of this assessment. Somebody else has to authorise it.")
    return YES


def can_mark_in_error(user: Staff, assessment: Assessment) -> Decision:
    """Two people again: whoever wrote it does not undo alone what another has authorised."""
    if not _standing(user, assessment.family)["oversees"]:
        return no("If it is wrong, a supervisor or manager of this family’s team can mark it as entered in error.")
    if Assessment.objects.filter(pk=assessment.pk).with_words_of(user).exists():
        return no("Your own words are in it. Somebody else of those who oversee the team marks it as entered in error.")
    return YES


def can_comment(user: Staff, assessment: Assessment) -> Decision:
    """Say something beside a section, or answer what was said."""
    if not assessment.is_unfinished:
        return no("Comments are for an assessment that is not finished yet.")
    standing = _standing(user, assessment.family)
    if not standing["works"] and not standing["oversees"]:
        return no("Only a worker allocated to this family, or their supervisor, can comment on their assessments.")
    return YES


def can_withdraw_assessment(user: Staff, assessment: Assessment) -> Decision:
    """Whoever began it or submitted it, and those who oversee them."""
    if user.pk in {assessment.started_by_id, assessment.submitted_by_id}:
        return YES
    if not _standing(user, assessment.family)["oversees"]:
        return no("Only whoever began this assessment, or a supervisor, can withdraw it.")
    return YES


def can_settle(user: Staff, aside: SectionRevision, assessment: Assessment) -> Decision:
    """Put together what was written at the same time: whoever wrote it, while the assessment can be written in."""
    if aside.written_by_id != user.pk:
        return no("Only whoever wrote these words puts them together with the rest.")
    return can_write_assessment(user, assessment)


def can_see_queue(user: Staff) -> Decision:
    """The list of those that wait to be authorised."""
    if not user.has_role(*OVERSEEING_ROLES):
        return no("Assessments are authorised by supervisors and managers.")
    return YES
