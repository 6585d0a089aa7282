"""The program's first lines: what Ctrl-C, SIGTERM and SIGHUP mean from here on, before anything else is imported."""

import signal
import sys
from types import FrameType
from typing import NoReturn


def main() -> NoReturn:
    """Run `cook`; Ctrl-C ends it with 130 from the first import to the last byte."""
    try:
        for name in ("SIGTERM", "SIGHUP"):  # as exceptions, so that half-written files are removed
            if (number := getattr(signal, name, None)) is not None and signal.getsignal(number) == signal.SIG_DFL:
                signal.signal(number, _end)
        from cooking_rnn.cli import main as run  # an import that Ctrl-C may meet

        run()
    except KeyboardInterrupt:
        sys.exit(130)


def _end(number: int, frame: FrameType | None) -> NoReturn:
    sys.exit(128 + number)


if __name__ == "__main__":
    main()
