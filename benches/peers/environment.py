"""Where the comparison runs: the machine, and the others' programs in environments of their own."""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

# What each environment holds. Morph-KGC asks for an older pyoxigraph than the one compared with, so it
# lives apart. Every package is pinned, and installed alone so that one failure spares the rest.
PINNED = {
    "main": {
        "pyoxigraph": "0.5.13",
        "rdflib": "7.6.0",
        "numpy": "2.4.6",
        "scipy": "1.17.1",
        "networkx": "3.6.1",
    },
    "morph": {"morph-kgc": "2.10.0"},
}


class Peers:
    """The others' programs: which are there, and why the rest are not."""

    def __init__(self, folder):
        self.folder = folder
        self.versions = {}
        self.missing = {}

    def python(self, environment="main"):
        """The interpreter of an environment."""
        return self.folder / environment / "bin" / "python"

    def has(self, *packages):
        """Whether these are installed."""
        return all(package in self.versions for package in packages)

    def install(self, say):
        """Makes the environments; what is there already is used again."""
        for environment, packages in PINNED.items():
            if not self.python(environment).exists():
                say(f"making the environment {environment}")
                command = [sys.executable, "-m", "venv", self.folder / environment]
                subprocess.run(command, check=True)
            for package, version in packages.items():
                self._install(environment, package, version, say)

    def _install(self, environment, package, version, say):
        if self._installed(environment, package) != version:
            say(f"installing {package} {version}")
            command = [self.python(environment), "-m", "pip", "install", "-q", f"{package}=={version}"]
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode != 0:
                self.missing[package] = (done.stderr.strip().splitlines() or ["pip failed"])[-1]
                say(f"{package} is left out: {self.missing[package]}")
                return
        self.versions[package] = version

    def _installed(self, environment, package):
        code = "import importlib.metadata as m, sys; print(m.version(sys.argv[1]))"
        command = [self.python(environment), "-c", code, package]
        done = subprocess.run(command, capture_output=True, text=True)
        return done.stdout.strip() if done.returncode == 0 else None


def _first(path, key):
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    values = (line.split(":", 1)[1].strip() for line in lines if line.startswith(key))
    return next(values, None)


def machine():
    """Cores, processor, memory and systems, in words."""
    memory = _first("/proc/meminfo", "MemTotal")
    gigabytes = f"{int(memory.split()[0]) / 2**20:.0f} GiB" if memory else "unknown"
    return {
        "cores": str(os.cpu_count()),
        "processor": _first("/proc/cpuinfo", "model name") or platform.processor() or "unknown",
        "memory": gigabytes,
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        "load at the start": f"{os.getloadavg()[0]:.1f}",
    }


def build(root):
    """Builds demarche and `measure`, optimised; gives the paths of both."""
    cargo = ["cargo", "build", "--release", "--locked", "--quiet"]
    done = subprocess.run(
        [*cargo, "--bin", "demarche", "--example", "measure", "--message-format=json"],
        cwd=root,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    artifacts = (json.loads(line) for line in done.stdout.splitlines())
    made = {
        artifact["target"]["name"]: Path(artifact["executable"])
        for artifact in artifacts
        if artifact.get("executable")
    }
    return made["demarche"], made["measure"]
