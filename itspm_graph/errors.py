"""The exceptions of the product. Each carries a stable `code` that scripts may rely on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with the input, or worth knowing about it.

    `severity` is `error` (nothing is written), `warning` (written, but somebody should look)
    or `note` (what was done with something that has no home in the model).
    """

    code: str
    message: str
    file: str = ""
    line: int = 0
    field: str = ""
    severity: str = "error"
    skippable: bool = False
    """True where only one record is affected, which `--invalid skip` leaves out."""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " if self.file and self.line else ""
        place = place or (f"{self.file}: " if self.file else "")
        field = f"{self.field}: " if self.field else ""
        return f"{place}{field}{self.message} [{self.code}]"


class ItspmError(Exception):
    """Base of all errors that a user can cause or must hear of; `exit_code` per the contract."""

    code = "error"
    exit_code = 1

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.code = code or type(self).code


class InvalidInput(ItspmError):
    """Input that can't be taken; lists every problem found, not just the first."""

    code = "invalid-input"

    def __init__(self, problems: list[Problem]) -> None:
        errors = [problem for problem in problems if problem.severity == "error"] or problems
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        super().__init__(f"{errors[0]}{more}", code=errors[0].code)
        self.problems = problems


class UnknownReference(ItspmError):
    """A reference that names nothing in the catalog."""

    code = "unknown-reference"


class InvalidReference(ItspmError):
    """A text that is no `type:slug`."""

    code = "invalid-reference"


class InvalidSelection(ItspmError):
    """A selection expression that can't be read."""

    code = "invalid-selection"


class InvalidArgument(ItspmError):
    """An argument whose value is out of range or of the wrong kind."""

    code = "invalid-argument"


class UnknownQuery(ItspmError):
    """A name that no query file has."""

    code = "unknown-query"


class UnsupportedEngine(ItspmError):
    """A query asked of an engine that can't answer it on this store."""

    code = "unsupported-engine"


class InvalidOutcome(ItspmError):
    """A decision with an outcome that the gate doesn't list."""

    code = "invalid-outcome"


class UnknownRevision(ItspmError):
    """A revision that the store hasn't reached."""

    code = "unknown-revision"


class RevisionConflict(ItspmError):
    """The store has moved on since the revision that the change was made against."""

    code = "revision-conflict"


class StoreBusy(ItspmError):
    """Another writer holds the store for longer than we wait."""

    code = "store-busy"


class StoreUnavailable(ItspmError):
    """The store can't be reached, or is not one."""

    code = "store-unavailable"
    exit_code = 4


class StoreDamaged(ItspmError):
    """The store answers, but with something that can't be true."""

    code = "store-damaged"
    exit_code = 4


class LimitExceeded(ItspmError):
    """A question larger than the server answers in one piece."""

    code = "limit-exceeded"


class MissingExtra(ItspmError):
    """Something that needs an optional part which isn't installed."""

    code = "missing-extra"


class FileNotWritten(ItspmError):
    """A file that can't be put where it was wanted."""

    code = "file-not-written"
