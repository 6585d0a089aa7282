"""What all tests share."""

import os

from hypothesis import settings

# As the program does, and before numpy starts: products as small as ours only wait for OpenBLAS's threads, and
# twelve times as long where other tests run beside.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# A machine that is busy is not a fault of the law under test. A fifth of hypothesis's examples keeps the suite quick;
# each run draws others.
settings.register_profile("house", deadline=None, max_examples=20)
settings.load_profile("house")
