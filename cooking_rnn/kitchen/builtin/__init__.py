"""The kitchens that come with the program. Their names are known without loading numpy."""

from pathlib import Path

FOLDER = Path(__file__).parent


def builtin_names() -> tuple[str, ...]:
    """Return the names of the built-in kitchens: first the story's three, in its order."""
    story = ("weather", "order", "romance")
    return (*story, *sorted({path.stem for path in FOLDER.glob("*.toml")} - {*story}))
