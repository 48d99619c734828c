from practice.learning.models.affirmation import Affirmation
from practice.learning.models.mirror import MirrorAnswer, MirrorTaken
from practice.learning.models.observation import Observation, ScoreAside, ScoreDraft, SkillScore
from practice.learning.models.training import Attendance, Competence, Course, Session

__all__ = [
    "Affirmation",
    "Attendance",
    "Competence",
    "Course",
    "MirrorAnswer",
    "MirrorTaken",
    "Observation",
    "ScoreAside",
    "ScoreDraft",
    "Session",
    "SkillScore",
]
