#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# run_in.sh LIGATURE_INTEROP FORMAT COUNT PROGRAM SCRIPT: exports COUNT random networks, all examples, one network with
# each schedule and each optimizer, and for ONNX those that a runtime got wrong, and runs them in the system they are for. Where PROGRAM is
# missing, or SCRIPT exits with 77 because something that it needs is, it is skipped (77), but not in continuous
# integration.
set -euo pipefail
tool=$1 format=$2 count=$3 program=$4 script=$5
if ! command -v "$program" >/dev/null; then
    echo "SKIPPED: $format is not run, for there is no $program here; ./dev test installs it"
    [[ -z ${CI:-} ]] && exit 77
    exit 1
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$tool" "$format" "$folder/random" random 1 "$count"
"$tool" "$format" "$folder/examples" examples
"$tool" "$format" "$folder/schedules" schedules
"$tool" "$format" "$folder/optimizers" optimizers
"$tool" "$format" "$folder/views" views
all=(random examples schedules optimizers views)
if [[ $format == onnx ]]; then
    "$tool" "$format" "$folder/pitfalls" pitfalls
    all+=(pitfalls)
fi
status=0
for cases in "${all[@]}"; do
    output=$folder/$cases.txt
    code=0
    "$program" "$script" "$folder/$cases" >"$output" 2>&1 || code=$?
    tail -n 40 "$output"
    [[ $code == 77 && -z ${CI:-} ]] && exit 77
    [[ $code == 0 ]] || status=1
    # Nothing that ran is nothing that passed.
    tail -n 1 "$output" | grep -Eq '^[1-9][0-9]* passed, 0 failed$' || status=1
done
exit $status
