"""What all tests share."""

from hypothesis import settings

# A machine that is busy is not a fault of the law under test.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
