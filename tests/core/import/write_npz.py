# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes npz archives as NumPy does: write_npz.py FOLDER."""
import sys

import numpy

folder = sys.argv[1]
matrix = numpy.arange(6, dtype=numpy.float32).reshape(2, 3) / 4
arrays = {"matrix": matrix, "columns": numpy.asfortranarray(matrix), "cube": numpy.arange(24.0).reshape(2, 3, 4).T,
          "scalar": numpy.float32(0.5), "whole": numpy.array([-1, 1 << 40]), "text": numpy.array("json")}
numpy.savez(f"{folder}/plain.npz", **arrays)
numpy.savez_compressed(f"{folder}/packed.npz", **arrays)
numpy.savez(f"{folder}/objects.npz", objects=numpy.array([{}], dtype=object))
numpy.savez_compressed(f"{folder}/bomb.npz", zeros=numpy.zeros(30_000_000, numpy.float32))
