from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "practice.letters"
    label = "letters"
    verbose_name = "Letters"

    def ready(self) -> None:
        from cases import panels
        from cases.hooks import on_families_joined
        from hampshire.audit import words as audit_words
        from practice import quote_uses, visit_cards
        from practice.letters import panels as ours
        from practice.letters.drafting import DRAFTED, LETTER_WRITE
        from practice.letters.joining import JOINING
        from practice.letters.queries import went_into
        from practice.letters.said import SAID
        from practice.models import draft

        panels.register_tab(panels.Tab("letters", "Letters", "letters:letter-list", order=55))
        panels.register(
            panels.Panel("letters", "Letters", "letters/panel.html", ours.overview, order=40, place="side", late=True,
                         link="All letters", url_name="letters:letter-list")
        )  # fmt: skip
        visit_cards.register("letters", "letters/visit_card.html", ours.after_visit)
        draft.register(LETTER_WRITE, DRAFTED)
        quote_uses.register(went_into)
        audit_words.register(SAID)
        on_families_joined.append(JOINING)
