#!/bin/sh
# tests/screenshots.sh CANLIAN FOLDER   pictures of every page in Chinese, at 1366×768, on a file with the committee sheet in it
# To be run under tests/headless.sh with WM=openbox and SIZE=1366x768x24, e.g. after ./run:
#   SIZE=1366x768x24 WM=openbox tests/headless.sh tests/screenshots.sh .build/root/bin/canlian /tmp/pictures
# Needs xdotool and ImageMagick. VARIANT=dark, contrast or large changes the looks.
set -eu
canlian=$1
folder=$2
tree=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$folder"
data=$(mktemp -d)
export LANGUAGE=zh_CN
trap 'kill "$program" 2>/dev/null || true; rm -rf "$data"' EXIT

case ${VARIANT:-} in
    dark) export ADW_DEBUG_COLOR_SCHEME=prefer-dark ;;
    contrast) export ADW_DEBUG_HIGH_CONTRAST=1 ;;
    large)
        mkdir -p "$XDG_CONFIG_HOME/gtk-4.0"
        printf '[Settings]\ngtk-xft-dpi=196608\n' >"$XDG_CONFIG_HOME/gtk-4.0/settings.ini"
        ;;
esac

"$canlian" --data "$data/云岭镇.canlian" --today 2027-03-15 init --code 991123101 --name 云岭镇 >/dev/null
"$canlian" --data "$data/云岭镇.canlian" --today 2027-03-15 import appointment "$tree/tests/data/committee.xlsx" >/dev/null 2>&1
cp "$tree/tests/data/committee.xlsx" "$data/"
"$canlian" --data "$data/云岭镇.canlian" --today 2027-03-15 &
program=$!
sleep 3

key() { xdotool key --delay 50 "$@"; sleep 0.3; }
words() { xdotool type --delay 50 "$1"; sleep 0.3; }
picture() { sleep "${2:-0.8}"; import -window root "$folder/$1.png"; }

picture persons
key ctrl+f; words zw; picture search 1
key Escape; key Down Down F2; picture editor 1
key Escape; key ctrl+n; picture new-person 1
key Escape Escape; key F10; picture menu
key Escape; key ctrl+question; picture shortcuts 1
key Escape; key ctrl+comma; picture preferences 1
key Escape; key ctrl+i; words "$data/committee.xlsx"; key Return; picture import 1.5
key ctrl+m; picture form 3
key ctrl+p; picture print 2
key Escape
# The sidebar, page by page.
key ctrl+i; key shift+F6; key Home
for page in $(seq -w 1 48); do
    picture "page-$page" 0.7
    key Down
done
