"""The bundled history: the facts of every launch up to a date, in one compressed file of this package."""

from storage.history.file import BUNDLED_HISTORY, HistoryFile, decode_history, encode_history
from storage.history.history import History

__all__ = ["BUNDLED_HISTORY", "History", "HistoryFile", "decode_history", "encode_history"]
