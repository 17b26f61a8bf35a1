"""`python -m bot`."""

import gc
import sys

# What is imported stays as long as the program runs: to look for garbage in it would cost a quarter of the
# start, and later hold up the event loop. https://docs.python.org/3/library/gc.html#gc.freeze
gc.disable()

from bot.cli.main import main  # noqa: E402 - after the line above

gc.freeze()
gc.enable()

sys.exit(main())
