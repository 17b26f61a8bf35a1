"""Every error that Launchlog raises on purpose.

::

    LaunchlogError
    ├── AskError                 what a person typed or pressed cannot be answered; the text is for them
    │   ├── NearMissError        a name or choice that nothing has, with what it may have meant
    │   ├── UnknownCommandError  a command that there is not; the sentence names the nearest and stands alone
    │   ├── StaleButtonError     a forged, truncated, foreign or outdated button
    │   └── TooFastError         one person asks faster than the bot answers one person
    ├── SettingsError            a setting is unknown or unusable; the text is one line for the operator
    ├── FileWriteError           a file that the operator asked for cannot be written
    ├── StoreError               a database cannot be read or written now; trying again may help
    │   └── DamagedStoreError    a database file is damaged or of another version; a new one is needed
    ├── UnreachableError         a platform cannot be asked now; trying again helps
    ├── RecordError              one Launch Library record cannot be decoded; the rest of its page can
    └── UpstreamError            Launch Library cannot be asked now; trying again helps
        ├── BudgetError          this hour's requests are spent; `retry_after` says when one is free
        └── UpstreamGoneError    Launch Library says that the launch does not exist (404)

Nothing else leaves a public function, but for what cancels a task.
"""

from __future__ import annotations


class LaunchlogError(Exception):
    """Root of the tree."""


class AskError(LaunchlogError):
    """A person's request that cannot be answered, with one plain sentence that says what to do.

    `suggestions` are the nearest valid choices, best first, at most five.
    """

    def __init__(self, sentence: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.suggestions = suggestions[:5]


class NearMissError(AskError):
    """A value that nothing has; `parameter` is where it stood, `suggestions` what may have been meant."""

    def __init__(self, sentence: str, suggestions: tuple[str, ...], parameter: str) -> None:
        super().__init__(sentence, suggestions)
        self.parameter = parameter


class UnknownCommandError(AskError):
    """A command that there is not; one sentence says all."""


class StaleButtonError(AskError):
    """A button that no longer means anything."""


class TooFastError(AskError):
    """One person's requests come too fast; `retry_after` is in seconds."""

    def __init__(self, sentence: str, retry_after: float) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class SettingsError(LaunchlogError):
    """A setting is unknown or unusable; the text names it and fits on one line."""


class FileWriteError(LaunchlogError):
    """A file cannot be written; the text is one line for the operator."""


class StoreError(LaunchlogError):
    """A database cannot be read or written at the moment."""


class DamagedStoreError(StoreError):
    """A database file is damaged, empty or of a version this program does not know."""


class UnreachableError(LaunchlogError):
    """Discord or Telegram does not answer, or not as it should."""


class RecordError(LaunchlogError):
    """One record of Launch Library that cannot be decoded; the text is the reason."""


class UpstreamError(LaunchlogError):
    """Launch Library did not give a usable answer."""


class BudgetError(UpstreamError):
    """No request is left in this hour; `retry_after` is in seconds."""

    def __init__(self, message: str, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class UpstreamGoneError(UpstreamError):
    """Launch Library has no launch of that id."""
