"""Codes that describe a child: who they are, how they are identified.

Source of the codes: the children in need census (XML) and the SSDA903 return, as published by the Department for
Education. Labels are in our own words where the source gives only the code.
"""

SEXES: list[tuple[str, str]] = [
    ("M", "Male"),
    ("F", "Female"),
    ("U", "Not known"),
]

# Returns until 2023/24 carried a number. 0 stood for "not recorded, or not yet born" and 9 for "indeterminate".
SEX_OF_OLD_GENDER_CODES: dict[str, str] = {"1": "M", "2": "F", "0": "U", "9": "U"}

ETHNICITIES: list[tuple[str, str]] = [
    ("WBRI", "White British"),
    ("WIRI", "White Irish"),
    ("WIRT", "Traveller of Irish heritage"),
    ("WOTH", "Any other White background"),
    ("WROM", "Gypsy or Roma"),
    ("MWBC", "White and Black Caribbean"),
    ("MWBA", "White and Black African"),
    ("MWAS", "White and Asian"),
    ("MOTH", "Any other mixed background"),
    ("AIND", "Indian"),
    ("APKN", "Pakistani"),
    ("ABAN", "Bangladeshi"),
    ("AOTH", "Any other Asian background"),
    ("BCRB", "Caribbean"),
    ("BAFR", "African"),
    ("BOTH", "Any other Black background"),
    ("CHNE", "Chinese"),
    ("OOTH", "Any other ethnic group"),
    ("REFU", "Refused"),
    ("NOBT", "Not yet obtained"),
]

DISABILITIES: list[tuple[str, str]] = [
    ("NONE", "No disability"),
    ("MOB", "Mobility"),
    ("HAND", "Hand function"),
    ("PC", "Personal care"),
    ("INC", "Incontinence"),
    ("COMM", "Communication"),
    ("LD", "Learning"),
    ("HEAR", "Hearing"),
    ("VIS", "Vision"),
    ("BEH", "Behaviour"),
    ("CON", "Consciousness"),
    ("AUT", "Autism"),
    ("DDA", "Another disability"),
]

UPN_UNKNOWN_REASONS: list[tuple[str, str]] = [
    ("UN1", "Too young to have been given a UPN"),
    ("UN2", "Has never attended a maintained school in England"),
    ("UN3", "Educated outside England"),
    ("UN4", "New to the service, and the UPN is not yet known"),
    ("UN5", "Sources disagree about the child's name or birth date"),
    ("UN6", "UN6"),
    ("UN7", "UN7"),
]
