"""Words as search compares them: folded, joined where a name is written in pieces, read as they are spoken. Pure."""

import re
import unicodedata

LONGEST = 60  # characters of a word that are kept

# Letters that Unicode does not take apart into a plain letter and its mark.
_PLAIN = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘ʼ`´", ""))
# Pieces of a name that some write apart and some do not: O Neill, Mc Donald, de Souza, van Dijk.
_PIECES = {"o", "mc", "mac", "fitz", "de", "la", "du", "di", "van", "von", "der", "den", "el", "bin", "ibn", "abu"}

# Spellings that English letters' sounds do not explain, with what is heard. Irish and Welsh, in the order they apply.
_HEARD = [
    (re.compile(pattern), heard)
    for pattern, heard in [
        (r"^c(?=ao)", "k"),
        (r"aoi", "ee"),  # Aoife, Caoimhe
        (r"(?<=[aeiou])(?:bh|mh)", "v"),  # Siobhan, Niamh
        (r"^mh|^bh(?=[eiao])", "v"),
        (r"(?<=[aeiou])(?:dh|gh)", ""),  # Tadhg, Sadhbh
        (r"bh|mh", "v"),
        (r"^s(?=ine|i[aou]|e[aio])", "sh"),  # Sinead, Sean, Sian
        (r"(?<=o[ií])s(?=[ei])|(?<=r)s(?=e$)", "sh"),  # Roisin, Saoirse
        (r"dd", "th"),  # Dafydd
        (r"^ll", "l"),
    ]
]


def fold(text: str) -> str:
    """Lower case, no accents, hyphens and apostrophes as in "begum hale" and "oneill"."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_APOSTROPHES))
    plain = "".join(c for c in apart if not unicodedata.combining(c)).translate(_PLAIN)
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def squeeze(text: str) -> str:
    """An identifier or a postcode as it is compared: lower case, without spaces."""
    return "".join(text.lower().split())


def words_of_name(name: str) -> set[str]:
    """Each word of a name, and the words that its pieces make together: De Souza is de, souza and desouza."""
    words = fold(name).split()
    return {word[:LONGEST] for word in [*words, *join_pieces(words)]}


def join_pieces(words: list[str]) -> list[str]:
    """The words with every piece joined to what follows it: o, neill becomes oneill."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] in _PIECES_MADE:
            joined[-1] += word
        else:
            joined.append(word)
    return joined


# de la Cruz is delacruz: a piece may follow a piece.
_PIECES_MADE = _PIECES | {first + second for first in ("de", "van", "von") for second in ("la", "der", "den")}


def readings(word: str) -> list[str]:
    """The word, and the word as it is heard where its spelling is Irish or Welsh: siobhan is also shovan."""
    heard = word
    for pattern, sound in _HEARD:
        heard = pattern.sub(sound, heard)
    return [word] if heard == word or not heard else [word, heard]


def near(word: str) -> list[str]:
    """The word, and the word with each one letter left out.

    Two words that share one of these are one slip apart (a letter missing, added, changed or swapped with the next),
    and some of those two slips apart. Short words have too many neighbours to be told from them.
    """
    if len(word) < 4:
        return [word]
    return sorted({word, *(word[:place] + word[place + 1 :] for place in range(len(word)))})
