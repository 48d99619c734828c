"""Every field of every model is said to be personal data, special category or neither. A new one fails until it is."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model

from hampshire.personal_data import KINDS, NO

OURS = [
    config
    for config in apps.get_app_configs()
    if config.name.split(".")[0] in {"hampshire", "cases", "practice", "outcomes"}
]
WITH_MODELS = [config for config in OURS if list(config.get_models())]
# To be told who somebody is, one row of these is enough.
PEOPLE = {"cases.Person", "cases.Family", "accounts.Staff"}


def told(app: str) -> dict[str, str]:
    """Kind by "Model.field", as the app's list says."""
    fields = import_module(f"{app}.personal_data").FIELDS
    rows = [
        (f"{model}.{name}", kind)
        for model, kinds in fields.items()
        for kind, names in kinds.items()
        for name in names.split()
    ]
    twice = {name for name, _ in rows if [other for other, _ in rows].count(name) > 1}
    assert not twice, f"{app}/personal_data.py names {sorted(twice)} twice"
    return dict(rows)


def keeps_earlier_values(model: type[Model]) -> bool:
    """A table of pghistory's: its fields are those of the model it follows, and as personal as they are there."""
    return hasattr(model, "pgh_tracked_model")


def models_of(app: str) -> list[type[Model]]:
    config = next(config for config in WITH_MODELS if config.name == app)
    return [model for model in config.get_models() if not keeps_earlier_values(model)]


APPS = [config.name for config in WITH_MODELS]


@pytest.mark.parametrize("app", APPS)
def test_every_field_is_classified_and_every_entry_is_a_field(app: str) -> None:
    there = {f"{model.__name__}.{field.name}" for model in models_of(app) for field in model._meta.local_fields}
    said = told(app).keys()
    assert not there - said, f"say in {app}/personal_data.py what these tell of people: {sorted(there - said)}"
    assert not said - there, f"{app}/personal_data.py speaks of fields that are not there: {sorted(said - there)}"


@pytest.mark.parametrize("app", APPS)
def test_only_the_three_kinds_are_used(app: str) -> None:
    assert set(told(app).values()) <= set(KINDS)


@pytest.mark.parametrize("app", APPS)
def test_what_leads_to_one_person_or_family_is_personal(app: str) -> None:
    """A foreign key to somebody, and the key of the somebody itself."""
    kinds = told(app)
    for model in models_of(app):
        for field in model._meta.local_fields:
            target = model if field.primary_key else field.related_model if isinstance(field, ForeignKey) else None
            if isinstance(target, type) and issubclass(target, Model) and target._meta.label in PEOPLE:
                name = f"{model.__name__}.{field.name}"
                assert kinds[name] != NO, f"{name} leads to one of {target._meta.verbose_name_plural}"


def test_earlier_values_are_kept_of_models_that_are_classified() -> None:
    followed = {
        model.pgh_tracked_model for config in OURS for model in config.get_models() if keeps_earlier_values(model)
    }
    assert followed
    for model in followed:
        assert f"{model.__name__}.{model._meta.pk.name}" in told(model._meta.app_config.name)
