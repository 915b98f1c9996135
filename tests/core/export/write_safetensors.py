# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a file with the reference library, for our reader."""
import sys

import numpy
from safetensors.numpy import save_file

save_file(
    {
        "matrix": numpy.arange(6, dtype=numpy.float32).reshape(2, 3) / 4,
        "steps": numpy.array([-1, 2**40], dtype=numpy.int64),
        "scalar": numpy.array(0.5, dtype=numpy.float32),
    },
    sys.argv[1],
    metadata={"made by": "the reference library"},
)
