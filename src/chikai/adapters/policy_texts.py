"""The files of a company's policy: those shipped with the package, then those in its own folder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from chikai import policies
from chikai.policy.finding import BadPolicy, Finding
from chikai.policy.load import load
from chikai.policy.model import Policy
from chikai.ports import BadData


@dataclass(frozen=True, slots=True)
class PolicyText:
    """The text of one policy file; `own`: it lies in the company's folder, not in the package."""

    name: str
    text: str
    own: bool


@dataclass(frozen=True, slots=True)
class PolicyFiles:
    """The files of a policy: the versions that can be read, oldest first, and the others with
    what is wrong with them."""

    good: tuple[tuple[Policy, PolicyText], ...]
    broken: tuple[tuple[PolicyText, tuple[Finding, ...]], ...]


def of(folder: Path, company: str) -> tuple[PolicyText, ...]:
    """The files as they are, shipped ones first. Raises `BadData` for one that is not UTF-8."""
    shipped = policies.shipped(company) if company in policies.SHIPPED else ()
    own = sorted((folder / "policies").glob("*.yaml"))
    return (
        *(PolicyText(f.name, f.text, own=False) for f in shipped),
        *(PolicyText(str(p), text_of(p), own=True) for p in own),
    )


def versions(files: Iterable[PolicyText], *, drill: bool) -> tuple[tuple[Policy, PolicyText], ...]:
    """Every version with its file, oldest first; of two of the same day, the later file. Raises
    `BadPolicy`."""
    found = {policy.version: (policy, file) for file in files for policy in [_read(file, drill)]}
    return tuple(found[version] for version in sorted(found))


def sorted_out(files: Iterable[PolicyText], *, drill: bool) -> PolicyFiles:
    """As `versions`, with the files that cannot be read beside the others."""
    good, broken = [], []
    for file in files:
        try:
            _read(file, drill)
        except BadPolicy as error:
            broken.append((file, error.findings))
        else:
            good.append(file)
    return PolicyFiles(versions(good, drill=drill), tuple(broken))


def text_of(path: Path) -> str:
    """Raises `BadData` for a file that is not UTF-8."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        raise BadData("wiring.not_utf8", file=str(path)) from None


def _read(file: PolicyText, drill: bool) -> Policy:
    policy = _loaded(file.text, file.name)
    return _marked(policy) if drill else policy


@lru_cache(maxsize=64)
def _loaded(text: str, name: str) -> Policy:
    """Reading a policy takes a tenth of a second; the same text is the same policy."""
    return load(text, file=name)


def _marked(policy: Policy) -> Policy:
    """In a drill the company's name says so, wherever it stands: on every page and letter."""
    name = policy.about.name
    marked = name.model_copy(update={"ja": f"【訓練】{name.ja}", "en": f"[DRILL] {name.en}"})
    about = policy.about.model_copy(update={"name": marked})
    return policy.model_copy(update={"about": about})
