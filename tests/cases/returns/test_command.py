import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cases.models import CareEpisode, Family, Person
from hampshire.audit.models import AuditEvent
from tests.cases.returns.files import CENSUS, LOOKED_AFTER, census


def run(*arguments):
    said = StringIO()
    call_command("import_return", *map(str, arguments), stdout=said)
    return said.getvalue()


def row(text, unit):
    """The counts printed for a unit, in the order of the columns."""
    (line,) = [line for line in text.splitlines() if line.startswith(f"{unit:<32}")]
    return [int(count.replace(",", "")) for count in line.removeprefix(unit).split()]


def test_the_census_is_imported_and_the_counts_are_printed(service):
    said = run("cin", CENSUS)

    assert Person.objects.count() == 3
    assert said.splitlines()[0].split() == ["Rows", "read", "created", "updated", "unchanged", "refused", "no", "place"]
    assert row(said, "child") == [3, 3, 0, 0, 0, 0]
    assert row(said, "referral") == [4, 4, 0, 0, 0, 0]
    assert "Read, no place yet: PreProceedingsandFGDM.FGDMMeetingOffer 1" in said
    assert AuditEvent.objects.get(verb="return.imported").by is None


def test_a_second_run_says_that_all_is_unchanged(service):
    run("cin", CENSUS)

    assert row(run("cin", CENSUS), "child") == [3, 0, 0, 3, 0, 0]


def test_a_folder_of_csv_files_is_imported_into_a_team_on_somebodys_behalf(east, administrator):
    said = run("ssda903", LOOKED_AFTER, "--team", "east TEAM", "--by", administrator.email)

    assert CareEpisode.objects.count() == 4
    assert set(Family.objects.values_list("team__name", flat=True)) == {"East team"}
    assert AuditEvent.objects.get(verb="return.imported").by == administrator
    assert row(said, "care episode") == [4, 4, 0, 0, 0, 0]


def test_what_is_wrong_is_printed_with_its_line_and_written_out_in_full(service, tmp_path):
    spoilt = tmp_path / "census.xml"
    spoilt.write_bytes(census(("<PrimaryNeedCode>N1", "<PrimaryNeedCode>N99")))

    said = run("cin", spoilt, "--lines", tmp_path / "lines.csv")

    assert "What was wrong (1 line, 1 of them refused something):" in said
    assert "child A1001, PrimaryNeedCode N99: Not one of the codes for this field. Refused." in said
    with (tmp_path / "lines.csv").open() as file:
        (line,) = csv.DictReader(file)
    assert (line["unit"], line["child"], line["value"], line["refused"]) == ("referral", "A1001", "N99", "True")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["cin", "gone.xml"], "There is no such file."),
        (["ssda903", "gone"], "There is no such folder."),
        (["cin", LOOKED_AFTER / "children.csv"], "children.csv, line 1: The file is not XML."),
        (["cin", CENSUS, "--team", "Moon team"], "There is no team named 'Moon team'."),
        (["cin", CENSUS, "--by", "stranger@hampshire.example"], "Nobody signs in as stranger@hampshire.example."),
    ],
)
def test_what_cannot_be_read_at_all_ends_with_an_error_that_says_why(service, arguments, said):
    with pytest.raises(CommandError, match=said) as caught:
        run(*arguments)

    assert caught.value.returncode == 1
    assert not Person.objects.exists()


def test_without_a_team_there_is_nowhere_to_import_into(db):
    with pytest.raises(CommandError, match="There is no team yet"):
        run("cin", CENSUS)


def test_somebody_who_may_not_import_is_told_so(service, supervisor):
    with pytest.raises(CommandError, match="Only an administrator can import a return"):
        run("cin", CENSUS, "--by", supervisor.email)
