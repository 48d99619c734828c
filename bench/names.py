"""Made-up names in the numbers in which names occur: a few that thousands bear, and very many that few do."""

import random
from collections.abc import Sequence
from itertools import accumulate, product

SURNAMES = """
smith jones williams taylor brown davies evans wilson thomas johnson roberts robinson thompson wright walker white
edwards hughes green hall lewis harris clarke patel jackson wood turner martin cooper hill ward morris moore clark
lee king baker harrison morgan allen james scott phillips watson davis parker price bennett young griffiths mitchell
kelly cook carter richardson bailey collins bell shaw murphy miller cox richards khan marshall anderson simpson
ellis adams singh begum wilkinson foster chapman powell webb rogers gray mason ali hunt hussain campbell matthews
owen palmer holmes mills barnes knight lloyd butler russell barker fisher stevens jenkins murray dixon harvey graham
pearson ahmed fletcher walsh kaur gibson howard andrews stewart elliott reynolds saunders payne fox ford pearce day
brooks west lawrence cole atkinson bradley spencer gill dawson watts burton o'neill o'connor mccarthy ryan byrne
gallagher doherty novak kowalski nowak wisniewski okafor okonkwo mensah osei boateng adeyemi chowdhury miah uddin
rahman islam akhtar mahmood iqbal malik shah sharma mehta nguyen tran chen wang li wong popescu ionescu petrov
kovacs horvath silva santos ferreira garcia rossi haddad hassan mohamed abdi osman warsame
""".split()  # noqa: SIM905  (a word a line would be a thousand lines)
GIRLS = """
olivia amelia isla ava mia ivy lily sophia grace willow freya florence emily ella evie poppy charlotte phoebe daisy
alice jessica ruby chloe aisha fatima maryam zainab leila hannah sara amina khadija siobhan niamh aoife caoimhe
megan bethany katie lauren rebecca laura claire nicola karen tracey sharon donna michelle joanne dana rosa maria
anna zofia natalia priya anjali ngozi abena adaeze mei linh elena ioana
""".split()  # noqa: SIM905  (a word a line would be a thousand lines)
BOYS = """
noah oliver george arthur muhammad leo harry oscar archie jack henry charlie freddie thomas james theodore alfie
william jacob edward isaac adam yusuf ibrahim mohammed ali omar hamza zain bilal sean liam connor ryan declan eoin
owen rhys dylan daniel samuel joshua matthew luke aaron kyle jordan lee paul mark david andrew darren gary karim
jakub mateusz kacper arjun rohan chidi kwame kofi wei minh stefan andrei
""".split()  # noqa: SIM905  (a word a line would be a thousand lines)

_BEGINNINGS = """
ab ad al an ar ash bar bel ber bor bran bro cal car chal cor cul dal den dor dun ed el em fal far fen for gar gil
gor hal ham har hen hol ing ken kil kir lan lin lor mar mel mor nel nor os pen per pol ram ras ros sal san sel ser
stan tal tar thor tol tre ul van ver wal wen wes wil yar zel
""".split()  # noqa: SIM905  (a word a line would be a thousand lines)
_MIDDLES = ["", "a", "e", "i", "o", "an", "el", "en", "er", "in", "or", "ing", "es", "is", "ol", "un", "am", "ib", "ak"]
_ENDINGS = """
ton ley field worth by ham son wood man er ski wicz ford wick well don more land ridge shaw stead bury combe hurst
ett ard ing ick ock ell ow ey ini ov escu ak ez aj ra na di go ma
""".split()  # noqa: SIM905  (a word a line would be a thousand lines)
_GIVEN_ENDINGS = ["a", "ia", "elle", "een", "ina", "ya", "is", "an", "on", "us", "in", "o", "iel", "ar", "esh", "i"]

_HEAD_SHARE = 0.6  # of people who bear one of the common names


class Names:
    """Draws names, the same for the same chance."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._surnames = _spread(SURNAMES, _made_up(_BEGINNINGS, _MIDDLES, _ENDINGS, chance, 25_000))
        given = _made_up(_BEGINNINGS, _MIDDLES, _GIVEN_ENDINGS, chance, 6_000)
        self._girls = _spread(GIRLS, given[::2])
        self._boys = _spread(BOYS, given[1::2])

    def surnames(self, number: int) -> list[str]:
        """One in thirty is double-barrelled."""
        drawn = _draw(self._surnames, number, self._chance)
        return [
            f"{name}-{drawn[place - 1]}" if self._chance.random() < 1 / 30 else name for place, name in enumerate(drawn)
        ]

    def girls(self, number: int) -> list[str]:
        return _draw(self._girls, number, self._chance)

    def boys(self, number: int) -> list[str]:
        return _draw(self._boys, number, self._chance)


type _Spread = tuple[list[str], list[float]]


def _made_up(
    beginnings: Sequence[str], middles: Sequence[str], endings: Sequence[str], chance: random.Random, number: int
) -> list[str]:
    every = ["".join(parts).capitalize() for parts in product(beginnings, middles, endings)]
    chance.shuffle(every)
    return list(dict.fromkeys(every))[:number]


def _spread(common: Sequence[str], rare: Sequence[str]) -> _Spread:
    """Names with their cumulative weights: each is borne by fewer than the one before (Zipf)."""
    head = [1 / (rank + 3) for rank in range(len(common))]
    tail = [1 / (rank + 30) for rank in range(len(rare))]
    scale = (1 - _HEAD_SHARE) / _HEAD_SHARE * sum(head) / sum(tail)
    weights = accumulate([*head, *(weight * scale for weight in tail)])
    return [*(_capital(name) for name in common), *rare], list(weights)


def _capital(name: str) -> str:
    return "O'" + name[2:].capitalize() if name.startswith("o'") else name.capitalize()


def _draw(spread: _Spread, number: int, chance: random.Random) -> list[str]:
    names, weights = spread
    return chance.choices(names, cum_weights=weights, k=number)
