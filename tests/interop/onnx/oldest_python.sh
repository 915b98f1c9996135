#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The Python of the tests with the oldest ONNX Runtime that exports are for, which ./dev test installs beside the newest.
set -euo pipefail
python=${LIGATURE_PYTHON:-/usr/bin/python3}
export PYTHONPATH=$(dirname -- "$python")/../oldest
if ! "$python" -c 'import onnxruntime, sys; sys.exit(not onnxruntime.__version__.startswith("1.16."))' 2>/dev/null; then
    echo "SKIPPED: ONNX Runtime 1.16 is not here; ./dev test installs it"
    exit 77
fi
exec "$python" "$@"
