#!/usr/bin/env bash
# Runs a program under a virtual display with software OpenGL and a window manager, on a message bus of its own.
set -eu
export LIBGL_ALWAYS_SOFTWARE=1 QT_QPA_PLATFORM=xcb QT_SCALE_FACTOR=1
XDG_RUNTIME_DIR=$(mktemp -d)
export XDG_RUNTIME_DIR
trap 'rm -rf "$XDG_RUNTIME_DIR"' EXIT
xvfb-run -a -s "-screen 0 1600x1200x24 +extension GLX -nolisten tcp" dbus-run-session -- bash -c '
    openbox >/dev/null 2>&1 &
    manager=$!
    trap "kill $manager 2>/dev/null || true" EXIT
    "$@"' bash "$@"
