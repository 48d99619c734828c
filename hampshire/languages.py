"""Languages in which families are given papers and pages, by their codes (BCP 47)."""

from collections.abc import Mapping
from typing import Any

# Each as it calls itself and as we do.
LANGUAGES: Mapping[str, tuple[str, str]] = {
    "ar": ("العربية", "Arabic"),
    "bn": ("বাংলা", "Bengali"),
    "bg": ("български", "Bulgarian"),
    "zh": ("中文", "Chinese"),
    "cs": ("čeština", "Czech"),
    "fa": ("فارسی", "Farsi"),
    "fr": ("français", "French"),
    "ku": ("kurdî", "Kurdish"),
    "lt": ("lietuvių", "Lithuanian"),
    "ne": ("नेपाली", "Nepali"),
    "pl": ("polski", "Polish"),
    "pt": ("português", "Portuguese"),
    "pa": ("ਪੰਜਾਬੀ", "Punjabi"),
    "ro": ("română", "Romanian"),
    "so": ("Soomaali", "Somali"),
    "es": ("español", "Spanish"),
    "tr": ("Türkçe", "Turkish"),
    "tw": ("Twi", "Twi"),
    "uk": ("українська", "Ukrainian"),
    "ur": ("اردو", "Urdu"),
    "cy": ("Cymraeg", "Welsh"),
}

RIGHT_TO_LEFT = frozenset({"ar", "fa", "ur"})


def name_of(language: str) -> str:
    """Polish (polski)."""
    own, ours = LANGUAGES[language]
    return ours if own == ours else f"{ours} ({own})"


def is_called(language: str, name: str) -> bool:
    """Whether somebody who writes this name (Polish, polski) means the language by that code."""
    return name.strip().casefold() in {called.casefold() for called in LANGUAGES.get(language, ())}


def direction_of(language: str) -> str:
    """rtl or ltr, as HTML has it."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def in_language(lines: Mapping[str, Any], key: str, english: str) -> str:
    """The line in the language, where it was translated from this very English; else the English."""
    told = lines.get(key, {})
    return told.get("is") or english if told.get("of") == english else english
