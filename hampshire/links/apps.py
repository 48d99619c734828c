from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "hampshire.links"
    label = "links"
    verbose_name = "One-time links"

    def ready(self) -> None:
        from hampshire.audit import words as audit_words
        from hampshire.links.said import SAID

        audit_words.register(SAID)
