"""The components, the form markup, the frame of a page, and how it all behaves in a real browser."""

import re
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import django_filters
import pytest
from django import forms
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client, RequestFactory
from playwright.sync_api import expect

from hampshire import navigation
from hampshire.accounts.models import Staff
from hampshire.listing import Page, Sorting
from hampshire.permissions import YES, no
from hampshire.templatetags.ui import TAGS
from hampshire.widgets import ChipsManyInput, ClockInput, DayInput, ScaleInput
from tests.browsers import DESKTOP, PHONE, assert_accessible

SIZES = [pytest.param(PHONE, id="phone"), pytest.param(DESKTOP, id="desktop")]


def draw(source: str, path: str = "/list/", **context: Any) -> str:
    """A piece of template, on one line, as drawn for a request."""
    html = Template(source).render(Context({"request": RequestFactory().get(path), **context}))
    return re.sub(r"\s*\n\s*", "", html)


@pytest.fixture(autouse=True)
def on_a_saturday(request, time_machine) -> None:
    if "live_server" not in request.fixturenames:
        time_machine.move_to(date(2025, 11, 22), tick=False)


# ---- Small things ----


@pytest.mark.parametrize("kind", sorted(set(TAGS) - {"note"}))
def test_a_tag_tells_its_state_in_a_word_and_a_shape(kind):
    html = draw(f'{{% tag "{kind}" %}}')
    assert TAGS[kind][0] in html
    assert '<svg class="shape"' in html
    assert 'aria-hidden="true"' in html


def test_no_two_states_share_a_shape():
    shapes = [name for _, name in TAGS.values()]
    assert len(set(shapes)) == len(shapes)


def test_words_in_a_tag_are_escaped():
    assert "<b>" not in draw('{% tag "note" words %}', words="<b>")


def test_a_moment_carries_its_exact_time():
    when = datetime(2025, 11, 18, 16, 10, tzinfo=UTC)
    html = draw("{{ when|said }}", when=when)
    assert "Tue 18 Nov, 4 days ago" in html
    assert f'datetime="{when.isoformat()}"' in html
    assert 'title="Tuesday 18 November 2025 16:10"' in html


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ nothing|said }}", "not yet"),
        ("{{ nothing|days_ago:'never' }}", "never"),
        ("{{ nothing|days_short }}", "–"),
        ("{{ day|days_ago }}", "19 days ago"),
        ("{{ day|days_short }}", "19 d"),
        ("{{ day|short_date }}", "Mon 3 Nov"),
        ("{{ day|full_date }}", "Monday 3 November 2025"),
        ("{{ day|said_plainly }}", "Mon 3 Nov, 19 days ago"),
        ("{{ later|days_short }}", "in 5 d"),
        ("{{ born|age }}", "9"),
        ("{{ 80|minutes }}", "1 h 20 min"),
        ("{{ 1|counted:'family,families' }}", "1 family"),
        ("{{ 2|counted:'visit' }}", "2 visits"),
    ],
)
def test_words_for_dates_and_counts(source, expected):
    context: dict[str, Any] = {
        "nothing": None,
        "day": date(2025, 11, 3),
        "later": date(2025, 11, 27),
        "born": date(2016, 2, 3),
    }
    assert draw(source, **context) == expected


def test_a_refused_button_is_its_reason():
    html = draw('{% button_or_reason may "/log/" "Log a visit" %}', may=no("This case is closed."))
    assert "This case is closed." in html
    assert "Log a visit" not in html
    assert 'href="/log/"' in draw('{% button_or_reason may "/log/" "Log a visit" %}', may=YES)


def test_progress_is_said_and_bounded():
    html = draw('{% progress 130 332 "Importing" %}')
    assert "130 of 332, 39 %" in html
    assert 'role="progressbar" aria-label="Importing" aria-valuemin="0" aria-valuemax="100" aria-valuenow="39"' in html
    assert 'aria-valuenow="100"' in draw('{% progress 9 3 "Importing" %}')
    assert "starting" in draw('{% progress 0 0 "Importing" %}')


def test_a_balance_counts_in_words_and_in_dots():
    html = draw("{% balance 4 1 nudge %}", nudge="Still easing?")
    assert "4 strengths" in html
    assert "1 worry" in html
    assert html.count('class="shape"') == 5
    assert "Still easing?" in html


def test_dots_stop_before_they_fill_the_page():
    assert draw("{% balance 400 0 %}").count('class="shape"') == 12


def test_what_stands_inside_a_block_is_escaped_once():
    html = draw('{% card "A" %}{{ words }}{% endcard %}{% fact "B" %}{{ words }}{% endfact %}', words="<i>&")
    assert html.count("&lt;i&gt;&amp;") == 2
    assert "&amp;lt;" not in html


def test_an_empty_fact_says_that_it_is_not_recorded():
    assert "not recorded" in draw('{% fact "Language" %}{{ none }}{% endfact %}')


def test_an_empty_state_offers_its_one_action():
    assert 'href="/log/"' in draw('{% nothing_yet "No visits yet" "The first." "/log/" "Log a visit" %}')
    assert "href" not in draw('{% nothing_yet "No visits yet" %}')


def test_an_entry_says_when_what_and_who():
    html = draw('{% entry day "Visit" by="Amara O." kind="visit" pinned=True %}{% endentry %}', day=date(2025, 11, 18))
    assert "Tue 18 Nov, 4 days ago" in html
    assert "Amara O." in html
    assert "pinned" in html


def test_a_quote_says_whose_words_they_are():
    html = draw('{% quote by="Yusuf" shared=True %}I slept all week.{% endquote %}')
    assert '<blockquote dir="auto">I slept all week.</blockquote>' in html
    assert "<bdi>Yusuf</bdi> · may be shared" in html


# ---- Lists ----

SORTS = {"name": "name", "seen": "seen"}


def heading(path: str, key: str) -> str:
    sorting = Sorting.read(RequestFactory().get(path), SORTS, default="name")
    return draw(f'{{% sort_header "{key}" "Seen" sorting %}}', path, sorting=sorting)


def test_sorting_keeps_the_filters_and_goes_back_to_the_first_page():
    html = heading("/list/?team=east&team=coast&page=3&sort=name", "seen")
    assert 'href="?team=east&amp;team=coast&amp;sort=seen"' in html


def test_the_sorted_column_says_so_and_offers_the_other_direction():
    html = heading("/list/?sort=-seen", "seen")
    assert 'aria-sort="descending"' in html
    assert 'href="?sort=seen"' in html
    assert "aria-sort" not in heading("/list/?sort=-seen", "name")


def test_a_heading_for_a_column_that_cannot_be_sorted_is_a_mistake_of_ours():
    with pytest.raises(TemplateSyntaxError):
        heading("/list/", "password")


def test_a_pager_keeps_everything_else_of_the_address():
    path = "/list/?team=east&page=2"
    page = Page.read(RequestFactory().get(path), list(range(80)), size=25)
    html = draw("{% pager page %}", path, page=page)
    assert 'href="?team=east&amp;page=1"' in html
    assert 'href="?team=east&amp;page=3"' in html
    assert "26 to 50" in html


def test_a_list_that_fits_has_no_pager():
    assert draw("{% pager page %}", page=Page([1, 2], 1, 25, has_next=False)) == ""


class ListFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Name")
    late = django_filters.BooleanFilter(label="Late")


def test_a_filter_panel_is_a_form_in_the_address_bar_that_counts_what_is_on():
    path = "/list/?q=begum&sort=-seen&page=2"
    html = draw(
        '{% filter_panel filters target="rows" %}',
        path,
        filters=ListFilter({"q": "begum"}, queryset=Staff.objects.none()),
    )
    assert '<details class="filters" open>' in html
    assert "1 on" in html
    assert 'method="get"' in html
    assert 'name="sort" value="-seen"' in html
    assert 'name="page"' not in html
    assert 'hx-target="#rows"' in html
    assert 'value="begum"' in html


def test_tabs_mark_the_page_you_are_on():
    html = draw('{% tabs links "Parts" %}', "/list/?x=1", links=[("Overview", "/list/"), ("Story", "/story/")])
    assert html.count('aria-current="page"') == 1
    assert '<a href="/list/" aria-current="page">Overview</a>' in html


# ---- Forms ----


class EveryField(forms.Form):
    name = forms.CharField(help_text="As they like to be called.")
    note = forms.CharField(widget=forms.Textarea, required=False)
    born = forms.DateField(widget=DayInput, initial=date(2016, 2, 3))
    at = forms.TimeField(widget=ClockInput)
    school = forms.ChoiceField(choices=[("a", "A")])
    seen = forms.MultipleChoiceField(choices=[("y", "Yusuf"), ("l", "Leila")], widget=forms.CheckboxSelectMultiple)
    kind = forms.ChoiceField(choices=[("p", "Planned")], widget=forms.RadioSelect)
    tags = forms.MultipleChoiceField(choices=[("s", "school")], widget=ChipsManyInput)
    rating = forms.ChoiceField(choices=[(str(n), str(n)) for n in range(11)], widget=ScaleInput)
    alone = forms.BooleanField(required=False)
    file = forms.FileField(required=False)
    token = forms.CharField(widget=forms.HiddenInput)


@pytest.fixture
def blank() -> str:
    return draw("{{ form }}", form=EveryField())


@pytest.fixture
def wrong() -> str:
    return draw("{{ form }}", form=EveryField({"token": "x"}))


@pytest.mark.parametrize(
    "markup",
    [
        ['class="govuk-input"', "maxlength"][0],
        'class="govuk-textarea"',
        'class="govuk-select"',
        'class="govuk-checkboxes__input"',
        'class="govuk-radios__input"',
        'class="govuk-file-upload"',
        'type="date" name="born" value="2016-02-03"',
        'type="time" name="at"',
        '<input type="hidden" name="token"',
        '<label class="govuk-label" for="id_name">Name</label>',
        '<legend class="govuk-fieldset__legend">Kind</legend>',
        '<div class="govuk-hint" id="id_name_helptext">As they like to be called.</div>',
        'aria-describedby="id_name_helptext"',
        'Note<span class="optional"> (optional)</span>',
        "govuk-radios govuk-radios--small scale",
        "govuk-checkboxes govuk-checkboxes--small chips",
        'for="id_alone">Alone</label>',
    ],
)
def test_every_field_has_the_design_systems_markup(blank, markup):
    assert markup in blank


def test_a_field_that_is_fine_has_no_error(blank):
    assert "error" not in blank


def test_a_wrong_field_is_named_in_the_summary_and_marked_in_its_place(wrong):
    assert '<a href="#id_name">Name: this field is required.</a>' in wrong
    assert '<p class="govuk-error-message" id="id_name_error">' in wrong
    assert "govuk-form-group--error" in wrong
    assert 'aria-describedby="id_name_helptext id_name_error"' in wrong
    assert 'class="govuk-input govuk-input--error"' in wrong


def test_the_summary_leads_to_the_first_choice_of_a_group(wrong):
    assert 'href="#id_kind_0"' in wrong
    assert 'id="id_kind_0"' in wrong


def test_every_link_of_the_summary_leads_somewhere(wrong):
    targets = re.findall(r'<li><a href="#([^"]+)"', wrong)
    assert len(targets) == 8
    assert all(f'id="{target}"' in wrong for target in targets)


def test_a_summary_gathers_several_forms_and_formsets():
    class Small(forms.Form):
        name = forms.CharField(error_messages={"required": "Give the name of the person seen."})

        def clean(self):
            raise forms.ValidationError("Say who was seen.")

    formset = forms.formset_factory(Small)({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-name": ""})
    html = draw("{% error_summary one none many %}", one=Small({"name": "x"}), none=None, many=formset)
    assert html.count("Say who was seen.") == 2
    assert '<a href="#id_form-0-name">Give the name of the person seen.</a>' in html


def test_nothing_wrong_has_no_summary():
    assert draw("{% error_summary form %}", form=EveryField()) == ""


# ---- Navigation ----


@pytest.fixture
def items(monkeypatch) -> None:
    monkeypatch.setattr(navigation, "_items", {})
    navigation.register(navigation.Item("Sign in", "account_login", order=30))
    navigation.register(navigation.Item("Home", "home", order=10))
    navigation.register(navigation.Item("Password", "account_reset_password", frozenset({"manager"}), order=20))


def test_navigation_shows_what_a_role_may_use_in_order(items):
    assert [link.label for link in navigation.links_for({"practitioner"}, "/x/")] == ["Home", "Sign in"]
    assert [link.label for link in navigation.links_for({"manager"}, "/x/")] == ["Home", "Password", "Sign in"]


def test_navigation_marks_where_you_are(items):
    def current(path: str) -> dict[str, str]:
        return {link.label: link.current for link in navigation.links_for(set(), path) if link.current}

    assert current("/") == {"Home": "page"}
    assert current("/accounts/login/") == {"Sign in": "page"}
    assert current("/accounts/login/code/") == {"Sign in": "true"}
    assert current("/elsewhere/") == {}


def test_registering_twice_leaves_one_item(items):
    navigation.register(navigation.Item("My week", "home", order=1))
    assert [link.label for link in navigation.links_for(set(), "/")] == ["My week", "Sign in"]


def test_a_stranger_has_no_navigation():
    nobody: Any = SimpleNamespace(user=SimpleNamespace(is_authenticated=False))
    assert navigation.navigation(nobody) == {}


# ---- The frame of a page ----


@pytest.fixture
def page(client: Client, lead_worker) -> Any:
    client.force_login(lead_worker)
    return client.get("/components/")


def test_no_page_needs_inline_script_or_style(page):
    text = page.content.decode()
    assert "style=" not in text
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"\son\w+=", text)
    assert "hx-on" not in text


def test_the_frame_names_the_person_and_signs_them_out_by_post(page, lead_worker):
    text = page.content.decode()
    assert lead_worker.short_name in text
    assert '<form action="/accounts/logout/" method="post">' in text
    assert '<a href="#main" class="govuk-skip-link"' in text


def test_nothing_of_a_record_is_kept_in_the_browsers_own_store(page):
    assert '"historyCacheSize":0' in page.content.decode()


def test_the_frame_does_not_look_like_gov_uk(page):
    text = page.content.decode().lower()
    assert "crown" not in text
    assert "gov.uk</" not in text
    css = stylesheet("govuk/govuk-frontend.min.css")
    assert "GDS Transport" not in css
    assert "url(" not in css


def stylesheet(name: str) -> str:
    found = finders.find(name)
    assert found, f"{name} is not there: run bin/frontend"
    with open(found, encoding="utf-8") as file:
        return file.read()


def test_a_first_load_weighs_less_than_150_kb_compressed(page):
    import brotli

    assets = set(re.findall(r'/static/([^"]+)"', page.content.decode()))
    assert {"css/hampshire.css", "js/app.js", "govuk/govuk-frontend.min.js"} <= assets
    weight = sum(len(brotli.compress(stylesheet(name).encode())) for name in assets)
    weight += len(brotli.compress(page.content))
    assert weight < 80_000, f"{weight} bytes: the budget is 150 kB, and this page has every component"


def test_the_pattern_page_is_not_there_in_production(client, lead_worker, settings):
    settings.IS_PRODUCTION = True
    client.force_login(lead_worker)
    assert client.get("/components/").status_code == 404


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_what_is_drawn_when_all_else_fails_needs_nothing(name):
    html = Template(f'{{% include "{name}" %}}').render(Context({}))
    assert 'id="problem"' in html
    assert settings.STATIC_URL in html


def test_a_visitor_may_ask_for_a_new_password(client, db):
    assert "A new password" in client.get("/accounts/password/reset/").content.decode()


def test_somebody_signed_in_may_change_theirs_and_sign_out(client, lead_worker):
    lead_worker.set_password("three calm otters 7")
    lead_worker.save()
    client.force_login(lead_worker)
    assert "Change my password" in client.get("/accounts/password/change/").content.decode()
    assert "Sign out?" in client.get("/accounts/logout/").content.decode()


# ---- In a real browser ----


@pytest.mark.parametrize("size", SIZES)
def test_every_component_is_accessible_and_fits_the_screen(open_page, size, lead_worker):
    page = open_page(lead_worker, size)
    page.goto("/components/")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("size", SIZES)
def test_sign_in_is_accessible_and_fits_the_screen(open_page, size):
    page = open_page(None, size)
    page.goto("/accounts/login/?next=/&expired=1")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_form_with_mistakes_is_accessible_and_takes_you_to_the_first(desktop, lead_worker):
    page = desktop(lead_worker)
    page.goto("/components/")
    page.get_by_role("button", name="Finish visit").click()
    page.wait_for_selector(".govuk-error-summary:focus")
    assert_accessible(page)
    page.get_by_role("link", name="Name: this field is required.").click()
    expect(page.locator("#id_name")).to_be_focused()


def test_the_first_tab_skips_to_the_content(desktop, lead_worker):
    page = desktop(lead_worker)
    page.goto("/components/")
    page.keyboard.press("Tab")
    expect(page.locator(".govuk-skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_the_account_menu_works_by_keyboard_alone(desktop, lead_worker):
    page = desktop(lead_worker)
    page.goto("/components/")
    page.focus(".top__user summary")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(page.locator(".top__user summary")).to_be_focused()


def test_the_page_works_without_script(desktop, lead_worker):
    page = desktop(lead_worker, java_script_enabled=False)
    page.goto("/components/")
    page.get_by_label("Name", exact=True).fill("Dana")
    page.get_by_role("button", name="Finish visit").click()
    page.wait_for_selector(".govuk-error-summary")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Dana")


def test_words_can_be_twice_as_large_without_anything_lost(desktop, lead_worker):
    page = desktop(lead_worker)
    page.set_viewport_size({"width": 320, "height": 256})  # 1280 by 1024 at 400 %
    page.goto("/components/")
    assert page.evaluate("document.documentElement.scrollWidth <= 320")


def send_by_htmx(page: Any, url: str) -> None:
    page.wait_for_selector("body.js-enabled")
    page.evaluate("url => { htmx.ajax('GET', url, {target: '#main', select: '#main', swap: 'outerHTML'}) }", url)


def test_a_failed_part_of_a_page_is_told_in_words(desktop, lead_worker, expected_complaints):
    expected_complaints.extend([r"status of 404", r"Response Status Error Code 404"])
    page = desktop(lead_worker)
    page.goto("/components/")
    send_by_htmx(page, "/nothing/")
    expect(page.locator("#problems .notice")).to_contain_text("The page does not exist")
    expect(page.locator("h1"), "the page itself is left as it was").to_have_text("Components")


def test_a_lost_connection_is_told_in_words(desktop, lead_worker, expected_complaints):
    expected_complaints.extend([r"htmx:(afterRequest|sendError)", r"/components/: undefined"])  # htmx's own log
    page = desktop(lead_worker)
    page.goto("/components/")
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    send_by_htmx(page, "/components/")
    expect(page.locator("#problems .notice")).to_contain_text("What you have typed is still on this page")


def test_components_that_htmx_brings_come_alive_with_the_csp_in_force(desktop, lead_worker):
    page = desktop(lead_worker)
    page.goto("/components/")
    page.evaluate("document.getElementById('main').dataset.before = ''")
    send_by_htmx(page, "/components/")
    page.wait_for_selector("#main:not([data-before]) .govuk-radios[data-govuk-radios-init]")
    assert_accessible(page)


def test_printing_leaves_the_controls_out_and_says_who_printed(desktop, lead_worker):
    page = desktop(lead_worker)
    page.goto("/components/")
    page.emulate_media(media="print")
    expect(page.locator(".top__search")).to_be_hidden()
    expect(page.get_by_role("button", name="Finish visit")).to_be_hidden()
    expect(page.get_by_text(f"Printed by {lead_worker.name}")).to_be_visible()
