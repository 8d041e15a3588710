"""Running and timing: whole commands with their peak memory, and processes that stay and take tasks."""

import json
import os
import resource
import select
import statistics
import subprocess
import time
from dataclasses import dataclass


class Failed(Exception):
    """A program did not do its work; the text says which and why."""


class TooLong(Exception):
    """A program did not end within the time limit."""


@dataclass
class Cost:
    """What a command took."""

    seconds: float
    peak_bytes: int
    # A process begins as a copy of this one, so that what it needs below that size does not show.
    floor_bytes: int


def run_command(arguments, limit=None, cwd=None):
    """Runs a command to its end; its time and the peak memory of its process."""
    with subprocess.Popen(
        [str(a) for a in arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=cwd,
    ) as process:
        start = time.perf_counter()
        # stderr ends when the process does; whatever it says is kept for the error.
        said = _read_until_end(process, start + limit if limit else None)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise Failed(f"{arguments[0]}: exit {process.returncode}: {said[-400:].strip()}")
    # Linux counts in kibibytes.
    floor = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Cost(seconds, usage.ru_maxrss * 1024, floor * 1024)


def _read_until_end(process, deadline):
    said = b""
    while True:
        left = None if deadline is None else max(0, deadline - time.perf_counter())
        ready, _, _ = select.select([process.stderr], [], [], left)
        if not ready:
            process.kill()
            raise TooLong(str(process.args[0]))
        part = os.read(process.stderr.fileno(), 65536)
        if not part:
            return said.decode(errors="replace")
        said = (said + part)[-4096:]


class Worker:
    """A process that takes tasks as lines of JSON and replies in kind; started when first needed."""

    def __init__(self, arguments, greets=False):
        self.arguments = [str(a) for a in arguments]
        self.greets = greets
        self.process = None
        self.greeting = None

    def start(self):
        """Starts the process and takes its greeting, if it gives one: the cost of opening."""
        if self.process is None:
            self.process = subprocess.Popen(
                self.arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            if self.greets:
                self.greeting = self._reply(None)
        return self.greeting

    def ask(self, limit=None, **task):
        """The reply to a task. A process over its time limit is ended, and the next task starts anew."""
        self.start()
        line = json.dumps(task | ({"limit": limit} if limit else {}))
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()
        # Half a second more, for processes that keep the limit themselves.
        reply = self._reply(limit + 0.5 if limit else None)
        if reply.get("timeout"):
            raise TooLong(self.arguments[0])
        if "error" in reply:
            raise Failed(reply["error"])
        return reply

    def _reply(self, limit):
        ready, _, _ = select.select([self.process.stdout], [], [], limit)
        if not ready:
            self.close()
            raise TooLong(self.arguments[0])
        line = self.process.stdout.readline()
        if not line:
            code = self.process.wait()
            self.process = None
            raise Failed(f"{self.arguments[0]} ended with {code}")
        return json.loads(line)

    def close(self):
        """Ends the process."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


def alternate(runs, **measures):
    """Calls each measure in turn, `runs` times over, so that what else the machine does hits all alike.

    Gives the results by name. A measure that fails is not called again, and its error is its result.
    """
    results = {name: [] for name in measures}
    for _ in range(runs):
        for name, measure in measures.items():
            if isinstance(results[name], Exception):
                continue
            try:
                results[name].append(measure())
            except (Failed, TooLong, OSError) as error:
                results[name] = error
    return results


def median(values):
    """The median, or the error that stands in place of values."""
    return values if isinstance(values, Exception) else statistics.median(values)
