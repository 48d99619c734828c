from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "practice.register"
    label = "register"
    verbose_name = "Towards or against"

    def ready(self) -> None:
        from hampshire import navigation
        from hampshire.accounts.models import Role
        from hampshire.audit import words as audit_words
        from practice.register.said import SAID

        navigation.register(
            navigation.Item("Towards or against", "register:entry-list", frozenset(map(str, Role)), order=64)
        )
        audit_words.register(SAID)
