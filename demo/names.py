"""Names that go together, from data/names.toml. Everybody is made up; any likeness is chance."""

import tomllib
from pathlib import Path

_names = tomllib.loads((Path(__file__).parent / "data" / "names.toml").read_text(encoding="utf8"))

# DfE ethnicity code: surnames, girls and women, boys and men.
HERITAGES: dict[str, tuple[list[str], list[str], list[str]]] = {
    code: (names["surnames"], names["girls"], names["boys"]) for code, names in _names["heritages"].items()
}
WEIGHTS: dict[str, int] = _names["weights"]
LANGUAGES: dict[str, str] = _names["languages"]
TOWNS: dict[str, str] = _names["towns"]
STREETS: list[str] = _names["streets"]
SCHOOLS: list[str] = _names["schools"]
STAFF_FIRST: list[str] = _names["staff_first"]
STAFF_LAST: list[str] = _names["staff_last"]
NETWORK: list[list[str]] = _names["network"]["close"]
AROUND: list[list[str]] = _names["network"]["around"]
