"""Takes the steps of deploy/Containerfile in a chroot, for where no container engine is at hand.

`python -m tests.containerfile` needs root and debootstrap. Debian stands in for the base image, so its
Python may be another one; layers, volumes and the network are not tried. What comes out is run as the
image's user on a root it cannot write to, and has to pass the health check and to end with status 0 on the
image's stop signal.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILE = ROOT / "deploy" / "Containerfile"
PACKAGES = "python3,python3-venv,ca-certificates"
PATIENCE = 180.0
"""Seconds until the health check has to pass."""

_ARGUMENTS = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction, its continued lines joined and its arguments filled in."""

    name: str
    text: str

    @property
    def words(self) -> list[str]:
        """What it says, as words: a JSON list as it stands, else as a shell would split it."""
        found: list[str] = json.loads(self.text) if self.text.startswith("[") else shlex.split(self.text)
        return found


def steps(text: str) -> Iterator[Step]:
    """Read a Containerfile."""
    arguments: dict[str, str] = {}
    for line in text.replace("\\\n", " ").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, _, said = line.partition(" ")
        said = _ARGUMENTS.sub(lambda found: arguments[found[1]], said.strip())
        if name == "ARG":
            key, _, value = said.partition("=")
            arguments[key] = value
        yield Step(name, said)


@dataclass(slots=True)
class Image:
    """What the steps have made: the folder of the last stage, and how it is run."""

    base: Path
    folder: Path = Path()
    stages: dict[str, Path] = field(default_factory=dict)
    workdir: str = "/"
    environment: dict[str, str] = field(default_factory=dict)
    user: int = 0
    told: dict[str, list[str]] = field(default_factory=dict)

    def take(self, step: Step) -> None:
        """Take one step."""
        match step.name:
            case "FROM":
                self._begin(step.words)
            case "WORKDIR":
                self.workdir = step.text
                self._inside(step.text).mkdir(parents=True, exist_ok=True)
            case "COPY":
                self._copy(step.words)
            case "RUN":
                self.run(["sh", "-ec", step.text], self.environment)
            case "ENV":
                parts = (word.partition("=") for word in step.words)
                self.environment.update({name: value for name, _, value in parts})
            case "USER":
                self.user = int(step.text)
            case "HEALTHCHECK":
                self.told[step.name] = Step("CMD", step.text.partition("CMD ")[2]).words
            case "ENTRYPOINT" | "CMD" | "STOPSIGNAL":
                self.told[step.name] = step.words

    def run(self, words: list[str], environment: Mapping[str, str], user: int = 0) -> None:
        """Run something inside, as that user; raises CalledProcessError where it fails."""
        subprocess.run(self.inside(words, user), env=_with_path(environment), check=True)

    def inside(self, words: list[str], user: int) -> list[str]:
        """Return the command that runs something inside."""
        return [
            "chroot",
            f"--userspec={user}:{user}",
            str(self.folder),
            "env",
            f"--chdir={self.workdir}",
            *words,
        ]

    def _begin(self, words: list[str]) -> None:
        self.folder = self.base.with_name(words[2] if len(words) > 2 else "last")
        subprocess.run(["cp", "-a", str(self.base), str(self.folder)], check=True)
        self.stages[self.folder.name] = self.folder
        self.workdir, self.user, self.environment = "/", 0, {}

    def _copy(self, words: list[str]) -> None:
        from_stage = words[0].startswith("--from=")
        source = self.stages[words[0].partition("=")[2]] if from_stage else ROOT
        *names, to = words[1:] if from_stage else words
        for name in names:
            found, target = source / name.lstrip("/"), self._inside(to)
            if found.is_dir():
                shutil.copytree(found, target, symlinks=True, dirs_exist_ok=True)
            else:
                shutil.copy2(found, target / found.name if to.endswith("/") else target)

    def _inside(self, path: str) -> Path:
        return self.folder / (path if path.startswith("/") else f"{self.workdir}/{path}").lstrip("/")


def _with_path(environment: Mapping[str, str]) -> dict[str, str]:
    return {"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", **environment}


def main() -> int:
    """Build, run, check, stop; exit status 0 where all went well."""
    with tempfile.TemporaryDirectory() as made:
        base = Path(made) / "base"
        subprocess.run(
            ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", "stable", str(base)], check=True
        )
        # Whom this machine trusts, such as its own proxy.
        if trusted := ssl.get_default_verify_paths().cafile:
            shutil.copy(trusted, base / "etc/ssl/certs/ca-certificates.crt")
        image = Image(base)
        for step in steps(FILE.read_text("utf-8")):
            sys.stdout.write(f"{step.name} {step.text}\n")
            image.take(step)
        return _tried(image)


def _tried(image: Image) -> int:
    tell = sys.stdout.write
    # Nothing of it leaves this machine; a bot without its platform is healthy, though not ready.
    environment = _with_path(image.environment) | {
        "TELEGRAM_TOKEN": "1:" + "x" * 35, "TELEGRAM_API_URL": "http://127.0.0.1:1", "LL2_URL": "http://127.0.0.1:1",
    }  # fmt: skip
    command = image.inside(image.told["ENTRYPOINT"] + image.told["CMD"], image.user)
    bot = subprocess.Popen(command, env=environment)
    try:
        end = time.monotonic() + PATIENCE
        check = image.inside(image.told["HEALTHCHECK"], image.user)
        while subprocess.run(check, env=environment, capture_output=True, check=False).returncode:
            if bot.poll() is not None or time.monotonic() > end:
                tell("The health check has not passed.\n")
                return 1
            time.sleep(1)
        tell("The health check has passed.\n")
        begun = time.monotonic()
        os.kill(bot.pid, signal.Signals[image.told["STOPSIGNAL"][0]])
        status = bot.wait(PATIENCE)
        tell(f"Ended with status {status} after {time.monotonic() - begun:.1f} s.\n")
        return int(status != 0)
    finally:
        bot.kill()


if __name__ == "__main__":
    sys.exit(main())
