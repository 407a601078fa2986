# Shared by the scripts beside it; sourced, with the repository as the working directory.

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$@"
    exit 1
}

# May system packages be installed here without asking anyone?
may_install() {
    command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
}

apt_install() {
    local sudo=()
    [ "$(id -u)" = 0 ] || sudo=(sudo -n)
    say "installing by apt: $*"
    "${sudo[@]}" apt-get -qq update
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install --no-install-recommends --yes "$@" >/dev/null
}

# python_in DIR: a virtual environment in DIR that works, made if there is none.
python_in() {
    if "$1/bin/python" -m pip --version >/dev/null 2>&1; then return; fi
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        fail "Chikai needs Python 3.11 or newer; python3 is $(python3 --version 2>&1)."
    if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
        may_install || fail "Python's venv module is missing. Remedy: sudo apt-get install python3-venv"
        apt_install python3-venv
    fi
    say "making $1"
    python3 -m venv --clear "$1"
}

# install_lock LOCK: .venv with that lock and this project. A second run finds its stamp and is done.
install_lock() {
    local lock=requirements/$1.lock stamp pip=(.venv/bin/python -m pip --quiet --disable-pip-version-check)
    stamp=.venv/installed-$1-$( (pwd; cat "$lock" pyproject.toml) | sha256sum | cut -c1-16)
    if [ -e "$stamp" ] && .venv/bin/python -c 'import chikai' 2>/dev/null; then return; fi
    mkdir -p .cache
    (
        flock 9 # two scripts may start together
        python_in .venv
        say "installing $lock (about a minute the first time)"
        "${pip[@]}" install --require-hashes --requirement "$lock"
        "${pip[@]}" install --no-deps --no-build-isolation --editable .
        rm -f .venv/installed-"$1"-*
        touch "$stamp"
    ) 9>.cache/install.lock
}
