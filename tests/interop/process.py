"""Servers on loopback that end when they are told to, or with the process that started them."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time

from outcome import Failed

PR_SET_PDEATHSIG = 1


def free_port():
    """A port of loopback that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def _die_with_parent():
    # Where the runner itself is killed, no handler runs: then the system ends the server.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Server:
    """A program that runs until it is stopped, with its output in a file."""

    def __init__(self, command, log, seconds=60, environment=None, cwd=None):
        self.log, self.seconds = log, seconds
        with open(log, "wb") as output:
            self._child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environment,
                cwd=cwd,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )

    @property
    def pid(self):
        return self._child.pid

    def wait_until(self, ready):
        """Returns as soon as `ready()` raises no OSError, which a refused connection is."""
        end = time.monotonic() + self.seconds
        while True:
            try:
                return ready()
            except OSError as error:
                last = error
            if self._child.poll() is not None:
                raise Failed(f"exit code {self._child.returncode} at the start: {self.said()}")
            if time.monotonic() > end:
                raise Failed(f"no answer within {self.seconds} s ({last}): {self.said()}")
            time.sleep(0.1)

    def said(self):
        """The end of what it wrote."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-1500:].strip()

    def stop(self):
        """Ends it and all that it started: asked first, then killed."""
        for number, seconds in ((signal.SIGTERM, 10), (signal.SIGKILL, 10)):
            try:
                os.killpg(self._child.pid, number)
            except ProcessLookupError:
                break
            try:
                self._child.wait(seconds)
            except subprocess.TimeoutExpired:
                continue
        self._child.wait()
