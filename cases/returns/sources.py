"""Where the files of a return lie: one file, a folder of CSVs, or a zip of them."""

import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from cases.returns.report import UnreadableReturn

# A zip of a few kilobytes can hold terabytes of nothing; no authority's return comes near these.
MOST_FILES = 50
MOST_BYTES = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """A file that can be opened as often as needed: one by itself, of a folder, of a zip."""

    name: str
    open: Callable[[], BinaryIO]


def file_source(path: Path) -> Source:
    return Source(path.name, partial(_open, path))


def folder_sources(folder: Path) -> list[Source]:
    """Every CSV of a folder, by name. Raises UnreadableReturn where there is none."""
    if not folder.is_dir():
        raise UnreadableReturn("There is no such folder.", file=str(folder))
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv" and path.is_file())
    if not found:
        raise UnreadableReturn("There is no CSV file in this folder.", file=folder.name)
    return [file_source(path) for path in found]


@contextmanager
def unpacked(paths: Iterable[Path]) -> Iterator[list[Source]]:
    """The CSVs among some files and inside the zips among them; the zips stay open as long as they are read."""
    with ExitStack() as stack:
        found: list[Source] = []
        for path in sorted(paths):
            found += _zipped(path, stack) if path.suffix.lower() == ".zip" else [file_source(path)]
        yield found


def _zipped(path: Path, stack: ExitStack) -> list[Source]:
    try:
        archive = stack.enter_context(zipfile.ZipFile(path))
    except zipfile.BadZipFile as error:
        raise UnreadableReturn("The file is not a zip, or is damaged.", file=path.name) from error
    members = [member for member in archive.infolist() if member.filename.lower().endswith(".csv")]
    # What a Mac puts beside each file is no CSV, whatever its name.
    members = [member for member in members if not member.filename.startswith("__MACOSX/")]
    if len(members) > MOST_FILES or sum(member.file_size for member in members) > MOST_BYTES:
        raise UnreadableReturn("The zip holds more than a return can.", file=path.name)
    if any(member.flag_bits & 0x1 for member in members):
        raise UnreadableReturn("The zip has a password. Send it without one.", file=path.name)
    return [Source(Path(member.filename).name, partial(_open_member, archive, member)) for member in members]


def _open(path: Path) -> BinaryIO:
    return path.open("rb")


def _open_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> BinaryIO:
    return cast(BinaryIO, archive.open(member))
