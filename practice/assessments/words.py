"""What the builder says of each kind of question, to somebody who has never built a form."""

from dataclasses import dataclass

from practice.assessments.definition import Kind


@dataclass(frozen=True, slots=True)
class KindSaid:
    """Its name, and what it is good for."""

    kind: Kind
    good_for: str

    @property
    def title(self) -> str:
        return self.kind.label


KINDS_SAID: dict[str, KindSaid] = {
    said.kind: said
    for said in (
        KindSaid(Kind.TEXT, "Somebody writes an answer: a line, or as much as it takes."),
        KindSaid(Kind.CHOICE, "A few answers, of which one is chosen. Other questions can depend on it."),
        KindSaid(Kind.CHOICES, "A few answers, of which any may be chosen. Other questions can depend on it."),
        KindSaid(Kind.DATE, "One day of the calendar."),
        KindSaid(
            Kind.SCALE, "Each person gives their own number. Numbers are never averaged, and stay with the family."
        ),
        KindSaid(Kind.STRENGTHS, "Picked from what is recorded with the family. A new one is added to their record."),
        KindSaid(Kind.WORRIES, "Picked from what is recorded with the family. A new one is added to their record."),
        KindSaid(Kind.QUOTES, "Picked from the words that were written down as they were said, or added to them."),
        KindSaid(Kind.PEOPLE, "Picked from the family and their network."),
        KindSaid(Kind.FACTORS, "What the assessment found, by the codes of the children in need census."),
    )
}
