"""The seven skills that observed practice looks at, in three groups, and what each of 0 to 4 looks like.

Our own words. They stand in code and not in the database: a score means what its line said when it was given, so a
line is changed by a release, with its CHANGELOG.
"""

from dataclasses import dataclass

from django.db import models

HIGHEST = 4
# From here on the two saw something different, and it is worth talking about.
FAR_APART = 2


class Skill(models.TextChoices):
    """The seven, in the order of their groups."""

    UNDERSTANDING = "understanding", "Understanding how it is for them"
    TOGETHER = "together", "Doing it together"
    CHOICE = "choice", "Leaving choices with people"
    STRAIGHT = "straight", "Straight about worries"
    PURPOSE = "purpose", "Being there for a reason"
    CHILD = "child", "The child in the room"
    REASONS = "reasons", "Drawing out their own reasons"


@dataclass(frozen=True, slots=True)
class Described:
    """A skill as a page tells of it: one sentence, and five lines for 0 to 4."""

    skill: Skill
    sentence: str
    looks: tuple[str, str, str, str, str]

    @property
    def label(self) -> str:
        return self.skill.label

    def choices(self) -> list[tuple[int, str]]:
        """Each score with what it looks like: (0, "0: ...")."""
        return [(score, f"{score}: {looks}") for score, looks in enumerate(self.looks)]


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    about: str
    skills: tuple[Described, ...]


GROUPS: tuple[Group, ...] = (
    Group(
        "Being with people",
        "Whether a family would want this visit again.",
        (
            Described(
                Skill.UNDERSTANDING,
                "The worker tries to see the day as this family sees it, and shows that they do.",
                (
                    "Feelings are talked over or explained away.",
                    "Listens for facts; what they mean to the family is left lying.",
                    "Notices how people feel, and says it back now and then.",
                    "Keeps coming back to how it is for them, and gets it mostly right.",
                    "People say more than they meant to, because they feel understood.",
                ),
            ),
            Described(
                Skill.TOGETHER,
                "What is talked about, and what is planned, comes from both sides of the table.",
                (
                    "The worker talks, the family answers.",
                    "Asks for their ideas, then goes on with the plan that was there.",
                    "Some of it is worked out together.",
                    "The family’s ideas shape what happens next.",
                    "It would be hard to say whose plan it is: they made it together.",
                ),
            ),
            Described(
                Skill.CHOICE,
                "People are told what is theirs to decide, what is not, and why.",
                (
                    "Tells people what they will do.",
                    "Choices are named, but only one seems allowed.",
                    "Leaves small things with them.",
                    "Says plainly what is theirs to decide, and leaves it with them.",
                    "Even where there is no choice, people have a say in how and when.",
                ),
            ),
        ),
    ),
    Group(
        "Being straight with people",
        "Whether a family knows where they stand, and why we are there.",
        (
            Described(
                Skill.STRAIGHT,
                "Worries are said kindly, in plain words, with what they rest on.",
                (
                    "The worry is not spoken of, or is a threat.",
                    "Hinted at, or wrapped in words nobody uses at home.",
                    "Said, but not what it rests on or what could happen.",
                    "Said plainly, with what was seen, and time to answer.",
                    "The family could tell a neighbour what we worry about, and why.",
                ),
            ),
            Described(
                Skill.PURPOSE,
                "Everybody knows what this visit is for, and it gets there without being driven.",
                (
                    "Nobody could say what it was for.",
                    "There is a purpose, but it stays in the worker’s head.",
                    "It is said at the beginning, and gets lost.",
                    "It is said, agreed, and mostly kept to.",
                    "It is agreed, kept in sight, and let go of when something matters more.",
                ),
            ),
            Described(
                Skill.CHILD,
                "What life is like for each child is asked, heard, and brought to the grown-ups.",
                (
                    "The children are not spoken of, or with.",
                    "They are spoken of, as one of a list.",
                    "Their day is asked about, of them or for them.",
                    "Each child’s own words and ways are part of the talk.",
                    "The grown-ups see the week through the child’s eyes for a while.",
                ),
            ),
        ),
    ),
    Group(
        "Helping things move",
        "Whether anything could be different tomorrow.",
        (
            Described(
                Skill.REASONS,
                "The reasons to change, and the times it already went well, come from the family themselves.",
                (
                    "Argues, warns or gives advice nobody asked for.",
                    "The worker gives the reasons; the family agrees to be polite.",
                    "Asks what they would like to be different.",
                    "Their own reasons, and what worked before, are drawn out and stayed with.",
                    "They talk themselves into a next step, and it is theirs.",
                ),
            ),
        ),
    ),
)

DESCRIBED: dict[str, Described] = {str(one.skill): one for group in GROUPS for one in group.skills}
