"""What may be typed about an assessment form: itself, its sections, its questions, and what is brought in as a file."""

from dataclasses import replace
from typing import Any, ClassVar, cast

from django import forms

from practice.assessments import interchange
from practice.assessments.actions.forms import NewEntry
from practice.assessments.definition import MOST_DAYS, MOST_SECTIONS, Section
from practice.assessments.models import Form, FormVersion
from practice.register.models import Entry

SMALL = {"rows": 3}


class FormForm(forms.Form):
    """What a form is called and for."""

    name = forms.CharField(
        max_length=120,
        help_text="As everybody will see it: Child and family assessment",
        error_messages={"required": "Give the form a name."},
    )
    purpose = forms.CharField(
        label="What it is for",
        max_length=300,
        widget=forms.Textarea(attrs=SMALL),
        help_text="One or two sentences. Whoever chooses a form reads them.",
        error_messages={"required": "Say what it is for."},
    )
    working_days = forms.IntegerField(
        label="Working days to finish it",
        min_value=1,
        max_value=MOST_DAYS,
        required=False,
        help_text="45 for a statutory assessment (Working Together). Blank where no day is set.",
    )

    def __init__(self, *args: Any, form: Form | None = None, **kwargs: Any) -> None:
        self.form = form
        if form is not None:
            kwargs.setdefault("initial", {name: getattr(form, name) for name in self.base_fields})
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        others = Form.objects.current().exclude(pk=self.form.pk) if self.form else Form.objects.current()
        if others.filter(name=name).exists():
            raise forms.ValidationError("There is a form of this name already.")
        return name


class OnDraft(forms.Form):
    """Something about a draft, which says which revision of it the page showed."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class SectionForm(OnDraft):
    title = forms.CharField(
        max_length=120,
        help_text="A few plain words, as a heading the family can follow: What is working well",
        error_messages={"required": "Give the section a title."},
    )
    help = forms.CharField(
        label="What to say at its head",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs=SMALL),
        help_text="What the section is for, and how to go about it.",
    )

    def __init__(self, *args: Any, draft: FormVersion, section: Section | None = None, **kwargs: Any) -> None:
        self.draft, self.section = draft, section
        initial: dict[str, Any] = {"revision": draft.revision}
        if section is not None:
            initial |= {"title": section.title, "help": section.help}
        super().__init__(*args, **{"initial": initial} | kwargs)

    def clean(self) -> dict[str, Any]:
        if self.section is None and len(self.draft.definition["sections"]) >= MOST_SECTIONS:
            raise forms.ValidationError(f"A form has {MOST_SECTIONS} sections at most.")
        return self.cleaned_data


class PublishForm(OnDraft):
    """What is new, and where the form stands in the towards-or-against register."""

    what_changed = forms.CharField(
        label="What is new in this version, and why",
        max_length=300,
        widget=forms.Textarea(attrs=SMALL),
        help_text="Whoever writes on it will read this.",
        error_messages={"required": "Say what is new, and why."},
    )
    entry = forms.ModelChoiceField(
        Entry.objects.none(),
        label="An entry that is there",
        required=False,
        empty_label="None of these: make one below",
    )
    entry_name = forms.CharField(label="Or a new one, called", max_length=120, required=False)
    entry_about = forms.CharField(
        label="What it is for, and what it asks of people", max_length=300, required=False, widget=forms.Textarea(SMALL)
    )

    REGISTER: ClassVar[tuple[str, ...]] = ("entry", "entry_name", "entry_about")

    def __init__(self, *args: Any, draft: FormVersion, **kwargs: Any) -> None:
        form = draft.form
        initial = {"revision": draft.revision, "entry_name": form.name, "entry_about": form.purpose}
        super().__init__(*args, **{"initial": initial} | kwargs)
        if draft.number == 1:
            self.fields["what_changed"].required = False
        if form.standing_entry:
            for name in self.REGISTER:
                del self.fields[name]
            return
        entries = Entry.objects.current().filter(kind=Entry.Kind.FORM).by_name()
        cast(forms.ModelChoiceField, self.fields["entry"]).queryset = entries
        if same := entries.filter(name=form.name).first():
            self.initial.update({"entry": same.pk, "entry_name": "", "entry_about": ""})

    @property
    def is_registered(self) -> bool:
        return "entry" not in self.fields

    @property
    def register_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.REGISTER if name in self.fields]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if self.is_registered or given.get("entry") or self.errors:
            return given
        name = given.get("entry_name")
        if not name:
            self.add_error(
                "entry_name", "Choose an entry of the register, or name a new one: a form is published with one."
            )
        elif Entry.objects.current().filter(kind=Entry.Kind.FORM, name=name).exists():
            self.add_error("entry_name", "The register has an entry of this name. Choose it above.")
        return given

    def entry_for(self, owner: Any) -> Entry | NewEntry | None:
        """What the action is to be given. None: the form stands in the register already."""
        if self.is_registered:
            return None
        given = self.cleaned_data
        return given["entry"] or NewEntry(given["entry_name"], given["entry_about"], owner)


class NextVersionChoice(forms.ModelChoiceField):
    """A form whose next version is to be made, said as such."""

    def label_from_instance(self, obj: Form) -> str:
        return f"The next version of {obj.name}"


class BringInForm(forms.Form):
    """A form from a file, or from the text of one."""

    file = forms.FileField(required=False, help_text="A .json file that Hampshire wrote, or that meets its schema.")
    text = forms.CharField(
        label="Or the text of one", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    into = NextVersionChoice(Form.objects.none(), label="Bring it in as", required=False, empty_label="A new form")
    name = forms.CharField(
        label="Called", max_length=120, required=False, help_text="For a new form. Blank: as the file has it."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        into = cast(forms.ModelChoiceField, self.fields["into"])
        into.queryset = Form.objects.current().without_draft().by_name()
        self.read: interchange.FormFile | None = None

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if self.errors:
            return given
        try:
            self.read = interchange.read(self._text())
        except interchange.NotAFormError as refused:
            raise forms.ValidationError(refused.problems) from refused
        name = given["name"] or self.read.name
        if not given["into"] and Form.objects.current().filter(name=name).exists():
            self.add_error(
                "name",
                f"There is a form called {name}. Give this one another name, or bring it in as its next version.",
            )
        self.read = replace(self.read, name=name)
        return given

    def _text(self) -> str:
        """Raises ValidationError where there is nothing, or no text."""
        upload = self.cleaned_data.get("file")
        if not upload:
            if not self.cleaned_data["text"].strip():
                raise forms.ValidationError("Choose a file, or paste the text of one.")
            return str(self.cleaned_data["text"])
        if upload.size > interchange.LARGEST_FILE:  # before it is read
            raise forms.ValidationError("This file is larger than a form can be (1 MB).")
        try:
            return str(upload.read().decode("utf-8-sig"))
        except UnicodeDecodeError as wrong:
            raise forms.ValidationError("This file is not text.") from wrong


class CompareForm(forms.Form):
    """Two versions of one form, by number."""

    old = forms.TypedChoiceField(label="From", coerce=int)
    new = forms.TypedChoiceField(label="To", coerce=int)

    def __init__(self, *args: Any, versions: list[FormVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.number, f"Version {one.number}{'' if one.is_published else ' (draft)'}") for one in versions]
        for name in ("old", "new"):
            cast(forms.ChoiceField, self.fields[name]).choices = choices
