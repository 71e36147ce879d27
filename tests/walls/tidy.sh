#!/bin/sh
# tests/walls/tidy.sh BUILD [WORDS]   clang-tidy over app and plugins by .clang-tidy, on all cores; WORDS are its own. What a compiler warns of is left to the build's.
set -eu
cd "$(dirname "$0")/../.."
build=$1
shift
find app plugins -name '*.c' | sort | xargs -P "$(nproc)" -n 6 clang-tidy -p "$build" --quiet --extra-arg=-Wno-error "$@"
