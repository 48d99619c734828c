"""XML from outside as a stream of whole elements: document types refused, nothing fetched, memory flat."""

from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from cases.returns.report import UnreadableReturn

DOCTYPE_REFUSED = "The file declares a document type or entities, which no return needs and which can do harm."


def name_of(element: etree._Element) -> str:
    """An element's name without its namespace; empty for a comment or the like."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def named(element: etree._Element, name: str) -> list[etree._Element]:
    """The children of an element with that name, in whatever order they stand."""
    return [child for child in element if name_of(child) == name]


def stream(source: BinaryIO, wanted: set[str], *, file: str) -> Iterator[etree._Element]:
    """Each wanted element as soon as it is whole, then forgotten. The first thing handed on is the bare root.

    Raises UnreadableReturn, with the line, for anything that is not well-formed XML in the encoding it says it has.
    """
    parsing = etree.iterparse(
        source, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        _, root = next(parsing)
        _refuse_doctype(root, file)
        yield root
        yield from _whole(parsing, wanted)
    except StopIteration as nothing:
        raise UnreadableReturn("The file is empty.", file=file) from nothing
    except etree.XMLSyntaxError as error:
        worst = parsing.error_log.last_error
        line = worst.line if worst else error.lineno or 0
        raise UnreadableReturn(_in_words(worst.message if worst else ""), file=file, line=line) from error


def _whole(parsing: "etree.iterparse", wanted: set[str]) -> Iterator[etree._Element]:
    for event, element in parsing:
        if event == "start" or name_of(element) not in wanted:
            continue
        yield element
        element.clear(keep_tail=False)
        while element.getprevious() is not None:
            del element.getparent()[0]


def _refuse_doctype(root: etree._Element, file: str) -> None:
    document = root.getroottree().docinfo
    if document.doctype or document.internalDTD is not None:
        raise UnreadableReturn(DOCTYPE_REFUSED, file=file, line=1)


def _in_words(said: str) -> str:
    """What the parser said, for somebody who has never seen a parser."""
    if not said or "Document is empty" in said:
        return "The file is empty."
    if "ntity" in said and ("amplification" in said or "loop" in said):
        return DOCTYPE_REFUSED
    if "encoding" in said.lower() or "UTF-8" in said:
        return "The file is not in the encoding it says it has. Save it again as UTF-8."
    if "Start tag expected" in said:
        return "The file is not XML."
    return f"The file is cut off or is not well-formed XML: {' '.join(said.split()).rstrip('.')}."
