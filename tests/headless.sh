#!/bin/sh
# tests/headless.sh WORDS …   runs WORDS with a display, a session bus and a home of their own, and takes all of it away afterwards
# SIZE=1280x900x24   the screen; WM=openbox: a window manager too (without one the focus does not come back after a dialog)
set -eu
place=$(mktemp -d "${TMPDIR:-/tmp}/canlian.XXXXXX")
chmod 700 "$place"
mkdir -p "$place/home" "$place/run"
chmod 700 "$place/run"
server=
manager=
leave() {
    [ -z "$manager" ] || kill "$manager" 2>/dev/null || true
    [ -z "$server" ] || { kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; }
    rm -rf "$place"
}
trap leave EXIT
trap 'exit 1' INT TERM

export XDG_RUNTIME_DIR="$place/run" HOME="$place/home"
export XDG_CONFIG_HOME="$HOME/.config" XDG_CACHE_HOME="${CANLIAN_TEST_CACHE:-$HOME/.cache}" XDG_DATA_HOME="$HOME/.local/share"
unset WAYLAND_DISPLAY GTK_THEME GTK_A11Y DBUS_SESSION_BUS_ADDRESS DISPLAY || true

# -noreset: without it the server starts over with its first client, and most starts fail.
: >"$place/display"
Xvfb -displayfd 7 -screen 0 "${SIZE:-1280x900x24}" -noreset -nolisten tcp 7>"$place/display" >"$place/server.log" 2>&1 &
server=$!
tries=0
while [ ! -s "$place/display" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 200 ] || { echo "No display came up:" >&2; cat "$place/server.log" >&2; exit 1; }
    sleep 0.05
done
DISPLAY=:$(cat "$place/display")
export DISPLAY GDK_BACKEND=x11 GSK_RENDERER="${GSK_RENDERER:-cairo}" GSETTINGS_BACKEND=memory LIBGL_ALWAYS_SOFTWARE=1 LC_ALL="${LC_ALL:-C.UTF-8}" NO_AT_BRIDGE=0

if [ -n "${WM:-}" ]; then
    "$WM" >"$place/manager.log" 2>&1 &
    manager=$!
    sleep 0.5
fi
status=0
# What the buses and their services print is not the program's.
dbus-run-session -- sh -c 'exec "$@" >&9 2>&8 8>&- 9>&-' sh "$@" 8>&2 9>&1 >"$place/bus.log" 2>&1 || status=$?
exit "$status"
