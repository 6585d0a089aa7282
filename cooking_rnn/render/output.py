"""Standard output, in one place: bytes of data as they are, text in whatever the terminal can show."""

import codecs
import sys
from unicodedata import east_asian_width

#: for terminals that know only ASCII, each as wide as what it stands for; what is not here becomes "?"
_ASCII = str.maketrans(
    {
        **dict.fromkeys("│┃║⎢⎥", "|"),
        **dict.fromkeys("─━═", "-"),
        **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯╶╴", "+"),
        **dict.fromkeys("⎡⎣", "["),
        **dict.fromkeys("⎤⎦", "]"),
        **dict.fromkeys("▶►→", ">"),
        **dict.fromkeys("◀←", "<"),
        **dict.fromkeys("▲↑", "^"),
        **dict.fromkeys("▼↓", "v"),
        "·": ".",
        "×": "x",
        "…": "...",
        "—": "-",
        "–": "-",
        "’": "'",
        "“": '"',
        "”": '"',
        "⋮": ":",
        "↺": "@",
        "✓": "v",
        "✗": "x",
        "█": "#",
        "▌": "#",
        **dict(zip("∘●■◆○△□◇", "oo#*OAH%", strict=True)),  # the marks of a chart stay apart, ▲ × + too
        **dict(zip("σργ∏ᵀ", "srgPT", strict=True)),
        "∂": "d",
        "‖": "|",
        **dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True)),
    }
)


def write_bytes(data: bytes) -> None:
    """Write data, the same in any locale, and flush, so that a failure is known here and not at exit."""
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def write_text(text: str) -> None:
    """Write text in the terminal's encoding; where it cannot say a character, the nearest it can."""
    write_bytes(in_encoding(text, sys.stdout.encoding or "utf-8"))


def note(text: str) -> None:
    """Write a line to standard error: progress, notes and errors, never data."""
    stream = sys.stderr
    if stream is None:
        return
    try:
        stream.buffer.write(in_encoding(text + "\n", stream.encoding or "utf-8"))
        stream.flush()
    except (OSError, ValueError):
        pass  # nobody is left to tell


def in_encoding(text: str, encoding: str) -> bytes:
    """Return `text` encoded, lines and arrows drawn in ASCII where the encoding has no others."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_ASCII).encode(encoding, "question marks")


def _question_marks(error: UnicodeError) -> tuple[str, int]:
    """Stand in for what cannot be encoded with as many question marks as it has columns: tables stay aligned."""
    assert isinstance(error, UnicodeEncodeError)
    lost = error.object[error.start : error.end]
    return "".join("??" if east_asian_width(char) in "WF" else "?" for char in lost), error.end


codecs.register_error("question marks", _question_marks)
