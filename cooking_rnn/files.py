"""Files, read and replaced: every way that can fail becomes one line with the file's name."""

import errno
import os
import tempfile
from os import PathLike
from pathlib import Path

from cooking_rnn.errors import DataError, UsageError, quote
from cooking_rnn.phrases import Phrase

_LARGEST = 8 << 20  # bytes of a file that is read whole; /dev/zero never ends

#: errno -> what is wrong, and what to do
_FAULTS = {
    errno.ENOENT: (Phrase("no such file or directory"), Phrase("is the name right, and its folder there?")),
    errno.EISDIR: (Phrase("is a directory"), Phrase("name a file in it")),
    errno.ENOTDIR: (Phrase("not a directory"), Phrase("a part of the name before the last / is a file")),
    errno.EACCES: (Phrase("permission denied"), Phrase("ask its owner, or choose another place")),
    errno.ELOOP: (Phrase("too many levels of symbolic links"), Phrase("the link points to itself: remove it")),
}


def unreadable(where: str, error: OSError) -> DataError:
    """Return what to tell the user about a file that the system would not read or write."""
    if error.errno in _FAULTS:
        return DataError(where, *_FAULTS[error.errno])
    return DataError(where, "{told}", told=(error.strerror or str(error)).lower())


def read_text(path: Path, largest: int = _LARGEST, remedy: str = "a kitchen is a page of text") -> str:
    """Return the UTF-8 text of a file of so many bytes at most; a byte-order mark is dropped, line ends become LF.

    Raises DataError, naming the line, where the bytes are not text.
    """
    try:
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except OSError as error:
        raise unreadable(str(path), error) from None
    except ValueError:  # a NUL in the path
        raise DataError(repr(str(path)), "not a file name") from None
    if len(data) > largest:
        raise DataError(str(path), "more than {most} MB", remedy, most=largest >> 20)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DataError(str(path), "the text is UTF-16", "save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"0x{data[error.start]:02x}"
        raise DataError(f"{path}:{line}", "byte {byte} is not UTF-8", "save it as UTF-8", byte=byte) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def ensure_writable(path: Path) -> None:
    """Raise DataError now where `replace` would later, after work that would be lost."""
    try:
        if path.is_dir():
            raise DataError(str(path), "is a directory", "name a file in it")
        if path.exists() and not path.is_file():
            return
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise unreadable(str(path), error) from None
    except ValueError:
        raise DataError(repr(str(path)), "not a file name") from None


def to_write(path: str | PathLike[str], suffix: str, what: str, read: str | PathLike[str] | None = None) -> Path:
    """Return the path of a file that is going to be written, in place of which `read` is not.

    Raises UsageError (`what` with the file's {name}) unless it ends in `suffix`, and for the file that is read;
    DataError where it can't be written.
    """
    if not isinstance(path, str | PathLike):
        raise UsageError("output", "{value} is not a file name", value=quote(repr(path)))
    path = Path(path)
    if path.suffix.lower() != suffix:
        raise UsageError("output", what, "end it in {suffix}", name=quote(path.name), suffix=suffix)
    ensure_writable(path)
    if read is not None and os.path.exists(path) and os.path.exists(read) and os.path.samefile(path, read):
        what = "{name} is the file that is read, and would be lost"
        raise UsageError("output", what, "choose another name", name=quote(path.name))
    return path


def replace(path: Path, data: bytes) -> None:
    """Write `data` to `path` so that readers see the old file or the new one, never half of one.

    Raises DataError where it can't be written; the old file is then untouched.
    """
    temporary = None
    try:
        if path.exists() and not path.is_file():  # a device or a pipe cannot be replaced, only written to
            path.write_bytes(data)
            return
        if path.is_symlink():  # what it points to is replaced, not the link
            path = Path(os.path.realpath(path))
            if path.is_symlink():
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        # Its name is known before there is a file to remove.
        temporary = path.with_name(f".{path.name[:100]}.{os.urandom(4).hex()}")
        with open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~umask
        os.chmod(temporary, mode)
        os.replace(temporary, path)
        temporary = None
    except OSError as error:
        raise unreadable(str(path), error) from None
    except ValueError:
        raise DataError(repr(str(path)), "not a file name") from None
    finally:
        if temporary is not None and os.path.exists(temporary):
            os.unlink(temporary)
