"""By hand: start, stop, look, or run one command with the servers up."""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from hampshire import embedded


def run(var: Path, command: Sequence[str], *, durable: bool) -> int:
    """Run a command with the servers named in its environment; stop them afterwards if nobody else needs them."""
    with embedded.in_use(var):
        services = embedded.ensure_running(var, durable=durable)
        child = subprocess.Popen(command, env=os.environ | embedded.environment(services))
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda received, _frame: child.send_signal(received))
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to the child as well
        code = child.wait()
    embedded.stop_if_unused(var)
    return code if code >= 0 else 128 - code


def options_of(arguments: Sequence[str]) -> argparse.Namespace:
    """The command line. What follows a bare -- is the command for `run`, and not looked at."""
    ours, command = list(arguments), list[str]()
    if "--" in ours:
        at = ours.index("--")
        ours, command = ours[:at], ours[at + 1 :]
    parser = argparse.ArgumentParser(prog="python -m hampshire.embedded", description=__doc__)
    parser.add_argument("do", choices=["start", "stop", "status", "run"], help="run: run -- COMMAND")
    parser.add_argument("--var", type=Path, default=Path(__file__).resolve().parents[2] / "var", help="data folder")
    parser.add_argument("--throwaway", action="store_true", help="faster, for data that a power cut may take")
    options = parser.parse_args(ours)
    if (options.do == "run") != bool(command):
        parser.error("run takes a command after --, and nothing else does")
    options.command = command
    return options


def main(arguments: Sequence[str]) -> int:
    """Do what was asked for. The exit code is 0 when it was done, or for `status` when the servers are up."""
    options = options_of(arguments)
    try:
        if options.do == "run":
            return run(options.var, options.command, durable=not options.throwaway)
        if options.do == "stop":
            print("Stopped." if embedded.stop(options.var) else "Nothing was running.")
            return 0
        if options.do == "start":
            embedded.ensure_running(options.var, durable=not options.throwaway)
    except embedded.EmbeddedServicesError as error:
        print(error, file=sys.stderr)
        return 1
    services = embedded.running(options.var)
    print("\n".join(f"{name}={url}" for name, url in embedded.environment(services).items()) if services else "Not up.")
    return 0 if services else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
