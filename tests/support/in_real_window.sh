#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a program on an X server of its own with a window manager, so that windows are activated as on a desktop.
# Usage: in_real_window.sh PROGRAM [ARGUMENT...]
export QT_QPA_PLATFORM=xcb
exec xvfb-run --auto-servernum --server-args="-screen 0 1600x1000x24 -nolisten tcp" bash -c '
    openbox >/dev/null 2>&1 &
    window_manager=$!
    "$@"
    code=$?
    kill "$window_manager" 2>/dev/null
    exit "$code"
' run "$@"
