# shellcheck shell=sh
# shellcheck disable=SC2154
# Shared by run and check: sourced, with $top (the tree) and $log set. Speaks on standard error alone.

say() { printf '%s\n' "$*" >&2; }

# need KIND…: installs the packages of these kinds that are missing.
need() {
    command -v dpkg-query >/dev/null 2>&1 || return 0
    missing=
    while read -r kind names; do
        case " $* " in *" $kind "*) ;; *) continue ;; esac
        found=
        for name in $(printf '%s' "$names" | tr '|' ' '); do
            if [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ]; then
                found=$name
                break
            fi
        done
        [ -n "$found" ] || missing="$missing $names"
    done <<LIST
$(grep -v '^#' "$top/.ci/packages")
LIST
    [ -n "$missing" ] || return 0
    sudo=
    if [ "$(id -u)" -ne 0 ]; then
        sudo=sudo
        command -v sudo >/dev/null 2>&1 || { say "Missing:$missing. Install these packages as root and start again."; exit 1; }
    fi
    say "Installing what is missing:$missing"
    $sudo apt-get update -qq >&2 || say "apt-get update failed; going on with the package lists that are there."
    install=
    for names in $missing; do
        for name in $(printf '%s' "$names" | tr '|' ' '); do
            if [ -n "$(apt-cache show "$name" 2>/dev/null | head -n 1)" ]; then
                install="$install $name"
                break
            fi
        done
    done
    # shellcheck disable=SC2086
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $install >"$log" 2>&1 </dev/null || {
        tail -n 20 "$log" >&2
        say "The packages could not be installed; see above."
        exit 1
    }
}

# speak_chinese: a Chinese locale where there is one, else C.UTF-8 with Chinese messages.
speak_chinese() {
    if locale -a 2>/dev/null | grep -qix 'zh_CN.utf-\{0,1\}8'; then
        export LC_ALL=zh_CN.UTF-8
    else
        export LC_ALL=C.UTF-8
        locale=$("$top/.ci/chinese-locale" "$top/.build/locale")
        [ -z "$locale" ] || export LOCPATH="$locale" LC_ALL=zh_CN.UTF-8
    fi
    export LANGUAGE=zh_CN
}

# configure FOLDER OPTION…: once, quietly.
configure() {
    folder=$1
    shift
    if [ ! -f "$folder/build.ninja" ]; then
        say "Configuring …"
        meson setup "$folder" "$top" "$@" >"$log" 2>&1 || { cat "$log" >&2; say "Configuring failed; see above."; exit 1; }
    fi
}

# build FOLDER OPTION…: configures once and builds, quietly.
build() {
    configure "$@"
    say "Building …"
    ninja -C "$folder" >"$log" 2>&1 || { grep -E 'error|warning|FAILED' "$log" >&2 || tail -n 40 "$log" >&2; say "The build failed; the whole of it is in $log."; exit 1; }
}
