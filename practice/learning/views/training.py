"""Courses, their days, and what is agreed that somebody can do."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hampshire.accounts.queries import staff_or_404
from hampshire.htmx import StaffRequest, done, show
from hampshire.permissions import require
from practice.learning import queries
from practice.learning.actions import training
from practice.learning.forms.training import CallOffForm, CompetenceForm, CourseForm, MarkForm, SessionForm
from practice.learning.gate import get_course_or_404, get_session_or_404
from practice.learning.permissions import (
    can_agree_competence,
    can_book,
    can_call_off,
    can_give_up,
    can_mark,
    can_read_toolkit,
    can_write_toolkit,
)


@require_GET
def course_list(request: StaffRequest) -> HttpResponse:
    require(can_read_toolkit(request.user))
    context = {"courses": queries.courses(), "writes": can_write_toolkit(request.user)}
    return show(request, "learning/course_list.html", context)


@require_GET
def course_detail(request: StaffRequest, course_slug: str) -> HttpResponse:
    require(can_read_toolkit(request.user))
    course = get_course_or_404(course_slug)
    coming, past = queries.days_of(course, request.user)
    context = {
        "course": course,
        "days": [(day, can_book(request.user, day.session)) for day in coming],
        "past": past,
        "writes": can_write_toolkit(request.user),
    }
    return show(request, "learning/course_detail.html", context)


@require_http_methods(["GET", "POST"])
def course_new(request: StaffRequest) -> HttpResponse:
    require(can_write_toolkit(request.user))
    form = CourseForm(request.POST or None)
    if form.is_valid():
        try:
            course = training.add(by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            words = "Added. It stands in the towards-or-against register, too."
            return done(request, "course-added", words, to=course.get_absolute_url())
    return _one_form(request, form, heading="A new course", submit="Add it", back=reverse("learning:course-list"))


@require_http_methods(["GET", "POST"])
def course_amend(request: StaffRequest, course_slug: str) -> HttpResponse:
    require(can_write_toolkit(request.user))
    course = get_course_or_404(course_slug)
    initial = {name: getattr(course, name) for name in CourseForm.base_fields}
    form = CourseForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            training.amend(course=course, by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            return done(request, "course-amended", "Kept.", to=course.get_absolute_url())
    back = course.get_absolute_url()
    return _one_form(request, form, heading=f"Change {course.name}", submit="Keep it", back=back)


@require_POST
def course_retire(request: StaffRequest, course_slug: str) -> HttpResponse:
    require(can_write_toolkit(request.user))
    course = training.retire(course=get_course_or_404(course_slug), by=request.user)
    return done(request, "course-retired", f"{course.name} is no longer run.", to=reverse("learning:course-list"))


@require_http_methods(["GET", "POST"])
def session_new(request: StaffRequest, course_slug: str) -> HttpResponse:
    require(can_write_toolkit(request.user))
    course = get_course_or_404(course_slug)
    form = SessionForm(request.POST or None)
    if form.is_valid():
        try:
            training.add_session(course=course, by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            return done(request, "session-added", "Added.", to=course.get_absolute_url())
    back = course.get_absolute_url()
    return _one_form(request, form, heading=f"A day of {course.name}", submit="Add it", back=back)


@require_http_methods(["GET", "POST"])
def session_detail(request: StaffRequest, session_id: UUID) -> HttpResponse:
    """For administrators: who has a place, and, from the day on, who came."""
    require(can_write_toolkit(request.user))
    session = get_session_or_404(session_id)
    attendances = queries.attendances_of(session)
    may_mark = can_mark(request.user, session)
    form = MarkForm(request.POST if request.method == "POST" else None, attendances=attendances)
    if request.method == "POST":
        require(may_mark)
        if form.is_valid():
            training.mark(session=session, by=request.user, came=form.cleaned_data["came"])
            return done(request, "session-marked", "Kept.", to=session.get_absolute_url())
    context = {
        "session": session,
        "attendances": attendances,
        "form": form,
        "may_mark": may_mark,
        "may_call_off": can_call_off(request.user, session),
    }
    return show(request, "learning/session_detail.html", context)


@require_http_methods(["GET", "POST"])
def session_call_off(request: StaffRequest, session_id: UUID) -> HttpResponse:
    session = get_session_or_404(session_id)
    require(can_call_off(request.user, session))
    form = CallOffForm(request.POST or None)
    if form.is_valid():
        training.call_off(session=session, by=request.user, because=form.cleaned_data["because"])
        return done(request, "session-called-off", "Called off.", to=session.get_absolute_url())
    back = session.get_absolute_url()
    return _one_form(request, form, heading=f"Call off a day of {session.course.name}", submit="Call it off", back=back)


@require_POST
def session_book(request: StaffRequest, session_id: UUID) -> HttpResponse:
    session = get_session_or_404(session_id)
    to = session.course.get_absolute_url()
    try:
        training.book(session=session, by=request.user)
    except ValidationError as problem:
        return done(request, "session-full", problem.messages[0], to=to)
    return done(request, "session-booked", "You have a place.", to=to)


@require_POST
def session_give_up(request: StaffRequest, session_id: UUID) -> HttpResponse:
    require(can_read_toolkit(request.user))
    session = get_session_or_404(session_id)
    to = session.course.get_absolute_url()
    place = queries.place_or_none(session, request.user)
    if place is None:
        return done(request, "session-given-up", "You have no place on this day.", to=to)
    require(can_give_up(request.user, place))
    training.give_up(attendance=place, by=request.user)
    return done(request, "session-given-up", "Somebody else can have your place.", to=to)


@require_http_methods(["GET", "POST"])
def competence_agree(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Agree with somebody what they can do."""
    require(can_agree_competence(request.user))
    staff = staff_or_404(staff_id)
    require(can_agree_competence(request.user, staff))
    form = CompetenceForm(request.POST or None, courses=queries.current_courses())
    if form.is_valid():
        training.agree(staff=staff, by=request.user, **form.told())
        words = f"Agreed. {staff.name} sees it on their learning page."
        return done(request, "competence-agreed", words, to=reverse("learning:team"))
    context = {
        "heading": f"What {staff.name} can do",
        "intro": "Agree it together: what you both saw, and not what a certificate says. They see it on their "
        "learning page; nobody else does.",
        "back_words": "My team’s learning",
    }
    return _one_form(request, form, submit="We agree", back=reverse("learning:team"), **context)


def _one_form(request: StaffRequest, form: Form, *, heading: str, submit: str, back: str, **more: Any) -> HttpResponse:
    context = {"form": form, "heading": heading, "submit": submit, "back": back, "back_words": "Courses", **more}
    return show(request, "learning/form.html", context)
