"""Work that takes its time, for a real worker to be killed in. Workers of the tests import it (tests/workers.py)."""

import time
from pathlib import Path
from typing import Any

from hampshire.jobs.models import Job
from hampshire.jobs.work import Progress, work


@work("count-slowly")
def count_slowly(job: Job, progress: Progress) -> dict[str, Any]:
    """Leave a file a step in a folder; pause between steps while there is one named "slow"."""
    folder, total = Path(job.params["folder"]), int(job.params["total"])
    for step in range(1, total + 1):
        (folder / f"step-{step}").touch()  # a second time changes nothing
        progress.tell(step, total, f"Step {step}")
        if (folder / "slow").exists():
            time.sleep(0.1)
    with (folder / "finished").open("a") as finished:
        finished.write(f"attempt {job.attempt}\n")
    return {"steps": total}
