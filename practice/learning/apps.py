from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "practice.learning"
    label = "learning"
    verbose_name = "Learning"

    def ready(self) -> None:
        from hampshire import navigation
        from hampshire.accounts.models import FAMILY_ROLES, Role
        from hampshire.audit import words as audit_words
        from practice.caseload import asking
        from practice.learning.said import SAID
        from practice.learning.week import learning

        audit_words.register(SAID)
        asking.register("Learning", learning)
        everybody = frozenset(map(str, FAMILY_ROLES))
        navigation.register(navigation.Item("Learning", "learning:home", everybody, order=40))
        readers = frozenset({str(Role.ADMINISTRATOR), str(Role.AUDITOR)})
        navigation.register(navigation.Item("Tools", "learning:tool-list", readers, order=50))
        navigation.register(
            navigation.Item("Courses", "learning:course-list", frozenset({str(Role.ADMINISTRATOR)}), order=55)
        )
