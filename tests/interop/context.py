"""What a check works with: the program, folders, other programs, servers."""

import shutil
import subprocess
from pathlib import Path

import packages
from outcome import Failed
from process import Server


class Context:
    """Everything a check may use. What it starts is stopped when it ends, however it ends."""

    def __init__(self, name, demarche, root, cache, large=None, parameters=None):
        self.demarche = demarche
        self.root = root
        self.study = root / "data" / "cyber-debate"
        self.large = large
        self.parameters = parameters
        # Empty at the start of each check, left as it is at the end for whoever looks into a failure.
        self.work = cache / "work" / name
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir(parents=True)
        self._packages = packages.Packages(cache)
        self._servers = []

    def venv(self, *requirements) -> Path:
        """The Python of a virtual environment with these: `context.venv("rdflib==7.6.0")`."""
        return self._packages.venv(*requirements)

    def npm(self, *names) -> Path:
        """A folder whose `node_modules` has these: `context.npm("graphology@0.26.0")`."""
        return self._packages.npm(*names)

    def maven(self, *artifacts) -> list[Path]:
        """The jars of these and all they depend on: `context.maven("org.apache.jena:jena-arq:5.2.0")`."""
        return self._packages.maven(*artifacts)

    def debian(self, *names) -> packages.Unpacked:
        """These packages of Debian, unpacked: `context.debian("serdi").command("serdi")`."""
        return self._packages.debian(*names)

    def run(self, *command, **options) -> subprocess.CompletedProcess:
        """Runs a program to its end, with its output captured as text.

        Raises Failed, with the end of what it said, if it does not exit 0; `check=False` leaves that to the
        caller. `timeout` is 300 seconds unless given.
        """
        must = options.pop("check", True)
        options = {"timeout": 300, "text": True, "capture_output": True, "cwd": self.work} | options
        command = [str(word) for word in command]
        try:
            done = subprocess.run(command, **options)
        except subprocess.TimeoutExpired:
            raise Failed(f"{_shown(command)}: still running after {options['timeout']} s") from None
        if must and done.returncode != 0:
            said = done.stderr or done.stdout
            said = said if isinstance(said, str) else said.decode(errors="replace")
            raise Failed(f"{_shown(command)}: exit code {done.returncode}: {said[-2000:].strip()}")
        return done

    def serve(self, command, ready, **options) -> Server:
        """Starts a server in a process group of its own, and waits until `ready()` no longer raises OSError.

        It is stopped when the check ends, or by its `stop()`. `options` are those of `process.Server`.
        """
        options = {"log": self.work / f"{Path(str(command[0])).name}-{len(self._servers)}.log"} | options
        server = Server([str(word) for word in command], **options)
        self._servers.append(server)
        server.wait_until(ready)
        return server

    def close(self):
        for server in reversed(self._servers):
            server.stop()


def _shown(command):
    """A command as a message shows it: names of files rather than where they are."""
    return " ".join(Path(word).name if word.startswith("/") else word for word in command)[:300]
