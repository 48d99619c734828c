from django.apps import AppConfig


class HampshireConfig(AppConfig):
    name = "hampshire"
    verbose_name = "Ground floor"

    def ready(self) -> None:
        from hampshire.accounts.models import Role
        from hampshire.navigation import Item, register

        administrators, auditors = frozenset({str(Role.ADMINISTRATOR)}), frozenset({str(Role.AUDITOR)})
        register(Item("Staff", "accounts:staff-list", administrators, order=60))
        register(Item("Teams", "accounts:team-list", administrators, order=65))
        register(Item("Long work", "jobs:job-list", administrators, order=80))
        register(Item("Audit", "audit:event-list", auditors, order=90))
