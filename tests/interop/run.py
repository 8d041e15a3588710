"""Gives what demarche writes and serves to other programs, and compares what they make of it.

    just interop [--only NAME...] [--large STUDY [--parameters FILE]] [--require]

The programs come from package registries, at pinned versions, into target/interop/, and talk to
this machine only. Each file in checks/ is a check; NAME is a file's name without `.py`. A whole run
with no failure writes the table of docs/interop.md; in CI it must be there already.
"""

import argparse
import importlib
import os
import signal
import subprocess
import sys
import time
import traceback
from pathlib import Path

import page
from context import Context
from outcome import Failed, Missing

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PAGE = ROOT / "docs" / "interop.md"


class Tally:
    """What has passed, failed and been skipped."""

    def __init__(self):
        self.passed, self.failed, self.skipped = [], [], []

    def passes(self, name, check):
        self.passed.append(check)
        print(f"ok      {name}: {check.program} {check.version}: {check.what}: {check.figures}", flush=True)

    def fails(self, name, why):
        self.failed.append(name)
        print(f"FAILED  {name}: {why}", flush=True)

    def skips(self, name, why):
        self.skipped.append(name)
        print(f"skipped {name}: {why}", flush=True)


def names_of_checks():
    return sorted(file.stem for file in (HERE / "checks").glob("*.py") if not file.stem.startswith("_"))


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = names_of_checks()
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=names, help=", ".join(names))
    parser.add_argument("--large", type=Path, metavar="STUDY", help="a large study or graph file, which the stores get in place of the example")
    parser.add_argument("--parameters", type=Path, metavar="FILE", help="JSON, by name of a saved query: the values that its parameters take on the large study")
    parser.add_argument("--require", action="store_true", help="a program that cannot be had is a failure; so with CI=true")
    parser.add_argument("--demarche", type=Path, metavar="FILE", help="a built program [default: a release build of this source]")
    args = parser.parse_args()
    args.require = args.require or os.environ.get("CI") == "true"
    return args


def build():
    """Builds demarche and gives the program."""
    command = ["cargo", "build", "--release", "--locked", "--bin", "demarche"]
    if subprocess.run(command, cwd=ROOT, stdout=sys.stderr).returncode != 0:
        sys.exit("error: demarche was not built")
    return Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve() / "release" / "demarche"


def run_check(name, context, tally, require):
    """One check; whatever it raises is said and counted, never more."""
    try:
        for check in importlib.import_module(f"checks.{name}").run(context):
            tally.passes(name, check)
    except Missing as error:
        (tally.fails if require else tally.skips)(name, error)
    except Failed as error:
        tally.fails(name, error)
    except Exception:  # noqa: BLE001: a check with a fault of its own must not hide the others
        tally.fails(name, traceback.format_exc().rstrip())
    finally:
        context.close()


def settle_page(args, tally):
    """Writes the table of a whole run, or holds it against the page, which is another check."""
    if args.only or args.large or tally.failed or tally.skipped:
        return
    made = page.with_table(PAGE.read_text(encoding="utf-8"), tally.passed)
    if made == PAGE.read_text(encoding="utf-8"):
        return
    if args.require:
        tally.fails("page", f"docs/interop.md has another table; this run made\n{page.table(tally.passed)}")
    else:
        PAGE.write_text(made, encoding="utf-8")
        print("docs/interop.md: table written", flush=True)


def stop_on(number, _frame):
    """Ends the run by an exception, so that every program started is stopped on the way out."""
    raise SystemExit(128 + number)


def main():
    args = arguments()
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, stop_on)
    program = args.demarche.resolve() if args.demarche else build()
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
    tally = Tally()
    for name in args.only or names_of_checks():
        begin = time.monotonic()
        context = Context(name, program, ROOT, target / "interop", args.large and args.large.resolve(), args.parameters)
        run_check(name, context, tally, args.require)
        print(f"        {name}: {time.monotonic() - begin:.0f} s", file=sys.stderr, flush=True)
    settle_page(args, tally)
    print(f"{len(tally.passed)} passed, {len(tally.failed)} failed, {len(tally.skipped)} skipped")
    sys.exit(1 if tally.failed else 0)


if __name__ == "__main__":
    main()
