from cases.returns.report import Refusal, Report, Tally, Unit, UnreadableReturn


def refusal(line=1, *, refused=True, unit=Unit.CHILD, field="UPN"):
    return Refusal("a.csv", line, unit, "B1", field, "x", "Not one of the codes.", refused)


def test_lines_are_handed_on_in_bundles_and_the_first_of_each_kind_kept():
    handed_on = []
    report = Report(on_lines=lambda lines: handed_on.append(len(lines)))
    for line in range(1, 1202):
        report.add(refusal(line, field="UPN" if line < 1000 else "Sex"))
    report.flush()
    report.flush()

    assert handed_on == [500, 500, 201]
    assert [line.line for line in report.first_lines] == [*range(1, 6), *range(1000, 1005)]
    assert report.lines == 1201


def test_lines_alike_are_counted_together():
    report = Report()
    for line in (refusal(1), refusal(2), refusal(3, refused=False)):
        report.add(line)

    said = report.as_dict()
    assert [(kind["count"], kind["refused"]) for kind in said["kinds_of_line"]] == [(2, True), (1, False)]
    assert said["tallies"] == {
        "child": {"read": 0, "created": 0, "updated": 0, "unchanged": 0, "refused": 2, "no_place": 0}
    }
    assert report.refused_lines == 2


def test_a_batch_is_counted_once_it_is_written():
    report = Report()
    report.count([(Unit.CHILD, Tally(created=2)), (Unit.CHILD, Tally(created=1, unchanged=4))])

    assert report[Unit.CHILD] == Tally(created=3, unchanged=4)


def test_an_unreadable_file_is_a_line_but_no_row():
    report = Report()
    report.add(UnreadableReturn("The file is empty.", file="a.csv").as_refusal())

    assert (report.lines, report.tallies) == (1, {})
