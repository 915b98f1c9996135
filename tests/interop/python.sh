#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
exec "${LIGATURE_PYTHON:-/usr/bin/python3}" "$@"
