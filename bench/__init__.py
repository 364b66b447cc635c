"""Measures the engine against named peers on the same estates, and holds their answers equal.

All of it runs on one core: the libraries read that from the environment when they are loaded.
"""

import os

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
os.environ.update(dict.fromkeys(THREADS, "1"))
