import pytest

from cases import codes

SETS = {name: getattr(codes, name) for name in codes.__all__ if name not in {"label_for", "SEX_OF_OLD_GENDER_CODES"}}


@pytest.mark.parametrize("name", SETS)
def test_each_code_stands_once_and_has_a_label(name):
    found = [code for code, _ in SETS[name]]

    assert len(found) == len(set(found))
    assert all(label.strip() == label and label for _, label in SETS[name])


@pytest.mark.parametrize(
    ("name", "size", "some"),
    [
        ("ETHNICITIES", 20, {"WBRI", "NOBT"}),
        ("DISABILITIES", 13, {"NONE", "DDA"}),
        ("REFERRAL_SOURCES", 22, {"1A", "10", "5D"}),
        ("PRIMARY_NEEDS", 10, {"N0", "N9"}),
        ("CLOSURE_REASONS", 9, {"RC1", "RC9"}),
        ("ABUSE_CATEGORIES", 5, {"NEG", "MUL"}),
        # The 42 of today and the two they replaced.
        ("ASSESSMENT_FACTORS", 44, {"18A", "18B", "18C", "24A", "21"}),
        ("UPN_UNKNOWN_REASONS", 7, {"UN1", "UN7"}),
        ("REASONS_FOR_NEW_EPISODE", 6, {"S", "U"}),
        ("LEGAL_STATUSES", 13, {"C1", "V4"}),
        # Those of the older years, and those of 2025/26.
        ("PLACEMENT_TYPES", 32, {"H5", "P2", "Z1", "K3", "Z11", "Z14"}),
        ("PLACEMENT_PROVIDERS", 6, {"PR0", "PR5"}),
        ("EPISODE_END_REASONS", 22, {"X1", "E4A", "E17"}),
        ("PLACEMENT_CHANGE_REASONS", 12, {"CARPL", "OTHER"}),
        ("REVIEW_PARTICIPATION", 8, {"PN0", "PN7"}),
        ("WORKER_CHANGE_REASONS", 10, {"MANAGE", "OTHERS"}),
        # Sixteen kinds, each suitable or not, and "not known".
        ("ACCOMMODATION", 33, {"B1", "Z2", "0"}),
    ],
)
def test_the_sets_are_complete(name, size, some):
    assert len(SETS[name]) == size
    assert some <= {code for code, _ in SETS[name]}


def test_old_gender_codes_become_a_sex():
    assert codes.SEX_OF_OLD_GENDER_CODES == {"1": "M", "2": "F", "0": "U", "9": "U"}


def test_a_code_has_its_label_and_an_unknown_one_stands_for_itself():
    assert codes.label_for(codes.PRIMARY_NEEDS, "N4") == "Family in acute stress"
    assert codes.label_for(codes.PRIMARY_NEEDS, "N99") == "N99"
