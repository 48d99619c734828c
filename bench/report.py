"""The table of a run, on the screen and in results.md, where each size has a section and a new run replaces its own."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.budgets import BUDGETS, WORKER_MB
from bench.figures import Found, holds_by_luck, misses, percentile

RESULTS = Path(__file__).resolve().parent / "results.md"
WORDS = {1: "1 core", 2: "2 shared cores", 4: "4 cores", 8: "8 cores"}
HEAD = """# What was measured

Each page is asked for by all clients at once, between two blocks of the floor ("25 rows, ORM + template, signed in",
through the same middleware, server and database). p95 is compared with the p95 of the floor beside it, in the same run:
the ratio says what the page costs, the milliseconds say what machine it was. The clients run on the same cores as the
server and the database. CPU is what the web workers use for one request, without PostgreSQL's part. Weight is by gzip,
as a proxy in front sends it. How to run it: README.md.
"""
SIZES = (10_000, 100_000, 1_000_000)  # by which growth is to be drawn


@dataclass(frozen=True, slots=True)
class Run:
    """What was measured on which day, at which size, and how."""

    day: date
    people: int
    visits: int
    clients: int
    seconds: float
    load: float  # of the machine over the minute before
    worker_mb: float | None
    floor: Found
    found: Sequence[Found]


def table(run: Run) -> str:
    rows = [
        "| Page | p50 / p95 ms | floor p50 / p95 | p50 ratio | p95 ratio (within) | SQL (most) "
        "| CPU ms, floor's | CPU ratio | KB, compressed (most) | requests | held |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    budgets = {budget.page: budget for budget in BUDGETS}
    for found in run.found:
        budget = budgets[found.page]
        if not found.is_measured:
            rows.append(f"| {found.page} | | | | | | | | | {len(found.times)} | **not measured** |")
            continue
        p50, p95 = percentile(found.times, 0.5), percentile(found.times, 0.95)
        floor50, floor95 = percentile(found.floor, 0.5), percentile(found.floor, 0.95)
        held = "**no**" if misses(found, budget) else "by luck" if holds_by_luck(found, budget) else "yes"
        rows.append(
            f"| {found.page} | {p50:.0f} / {p95:.0f} | {floor50:.0f} / {floor95:.0f} | "
            f"{p50 / floor50:.2f} | {p95 / floor95:.2f} ({budget.within:g}) | "
            f"{found.sql} ({budget.sql}) | {_cpu(found)} | {found.kb:.1f} ({budget.kb:g}) | "
            f"{len(found.times)} | {held} |"
        )
    return "\n".join(rows)


def _cpu(found: Found) -> str:
    if not found.floor_cpu:
        return "| "
    return f"{found.cpu_ms:.1f}, {found.floor_cpu_ms:.1f} | {found.cpu_ms / found.floor_cpu_ms:.2f}"


def section(run: Run) -> str:
    cores = WORDS.get(os.cpu_count() or 1, f"{os.cpu_count()} cores")
    load = (
        f"{run.day:%-d %B %Y}, {cores}, {run.people:,} people, {run.visits:,} visits; {run.clients} clients, "
        f"{run.seconds:g} seconds a page; gunicorn with 2 workers of 4 threads."
        f"{_busy(run)}"
    )
    return "\n\n".join([f"## {run.people:,} people", load, table(run), _memory(run), _missed(run)]) + "\n"


def _busy(run: Run) -> str:
    if run.load < (os.cpu_count() or 1) / 2:
        return ""
    return (
        f" The machine was busy with other work as well (load {run.load:.1f} before the run): times, p95 most of all, "
        "and with them their ratios, are disturbed; CPU a request less so."
    )


def _memory(run: Run) -> str:
    if run.worker_mb is None:
        return "A web worker's memory was not measured: this system does not tell."
    held = "within" if run.worker_mb <= WORKER_MB else "**over**"
    return f"The larger web worker holds {run.worker_mb:.0f} MB after the run, {held} the {WORKER_MB:.0f} allowed."


def _missed(run: Run) -> str:
    budgets = {budget.page: budget for budget in BUDGETS}
    said = [(found, misses(found, budgets[found.page])) for found in run.found]
    lines = [f"- {found.page}: {'; '.join(why)}.{_why(found, run.floor)}" for found, why in said if why]
    told = "\n".join(["Not held:", "", *lines]) if lines else "Every budget is held."
    lucky = [found.page for found in run.found if holds_by_luck(found, budgets[found.page])]
    if lucky:
        told += f"\n\nHeld by p95 alone, while the median is over: {'; '.join(lucky)}. Count these as not held."
    return told


def _why(found: Found, floor: Found) -> str:
    """What the numbers show a page does more than the floor."""
    if not found.is_measured:
        return ""
    return (
        f" It asks {found.sql} queries and answers with {found.bytes / 1024:.0f} KB before compression; "
        f"the floor asks {floor.sql} and answers with {floor.bytes / 1024:.0f}."
    )


def write(run: Run, path: Path = RESULTS) -> None:
    """Put this run's section in its place among the others, the smallest size first."""
    sections = sections_of(path.read_text()) if path.exists() else {}
    sections[run.people] = section(run)
    head = HEAD + _not_measured([people for people in SIZES if people not in sections])
    path.write_text("\n".join([head, *(sections[people] for people in sorted(sections))]))


def _not_measured(sizes: Sequence[int]) -> str:
    if not sizes:
        return ""
    said = " and ".join(f"{people:,}" for people in sizes)
    return (
        f"\nThe budgets are set for 1,000,000 people. **Not measured** were {said} people: nothing is known of them.\n"
    )


def sections_of(text: str) -> dict[int, str]:
    """The sections by size, each from its heading to the next."""
    parts = re.split(r"^(?=## [\d,]+ people$)", text, flags=re.MULTILINE)[1:]
    return {int(part.split()[1].replace(",", "")): part.strip() + "\n" for part in parts}
