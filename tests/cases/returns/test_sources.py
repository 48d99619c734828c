import zipfile

import pytest

from cases.returns import sources, ssda903
from cases.returns.report import UnreadableReturn
from tests.cases.returns.files import LOOKED_AFTER


def zipped(path, **files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_a_folder_gives_its_csv_files_by_name(tmp_path):
    for name in ("b.CSV", "a.csv", "notes.txt"):
        (tmp_path / name).write_text("x")

    assert [source.name for source in sources.folder_sources(tmp_path)] == ["a.csv", "b.CSV"]


def test_a_folder_without_a_csv_file_says_so(tmp_path):
    with pytest.raises(UnreadableReturn, match="no CSV file"):
        sources.folder_sources(tmp_path)
    with pytest.raises(UnreadableReturn, match="no such folder"):
        sources.folder_sources(tmp_path / "gone")


def test_a_zip_is_read_beside_loose_files(tmp_path):
    reviews = (LOOKED_AFTER / "reviews.csv").read_bytes()
    archive = zipped(
        tmp_path / "z.zip", **{"in/reviews.csv": reviews, "__MACOSX/._reviews.csv": "x", "readme.txt": "x"}
    )

    with sources.unpacked([archive, LOOKED_AFTER / "missing.csv"]) as found:
        known = {source.name: ssda903.recognise(source).table.name for source in found}

    assert known == {"missing.csv": "Missing", "reviews.csv": "Reviews"}


def test_a_zip_that_holds_more_than_a_return_can_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "MOST_BYTES", 1000)
    archive = zipped(tmp_path / "bomb.zip", **{"bomb.csv": "0" * 1001})

    with pytest.raises(UnreadableReturn, match="more than a return can"), sources.unpacked([archive]):
        pass


def test_what_is_no_zip_says_so(tmp_path):
    (tmp_path / "no.zip").write_text("CHILD,DOB")

    with pytest.raises(UnreadableReturn, match="not a zip"), sources.unpacked([tmp_path / "no.zip"]):
        pass
