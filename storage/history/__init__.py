"""The bundled history: the facts of every launch up to a date, in one compressed file of this package."""

from storage.history.file import HISTORY_VERSION, decode_history, encode_history, read_history
from storage.history.history import History

__all__ = ["HISTORY_VERSION", "History", "decode_history", "encode_history", "read_history"]
