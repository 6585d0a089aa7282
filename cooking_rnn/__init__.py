"""See how a recurrent network works: a room-mate, three dishes and the weather."""

__version__ = "0.1.0"
