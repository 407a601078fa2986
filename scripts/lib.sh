# Shared by the scripts beside it; sourced, with the repository as the working directory.

say() { printf '%s\n' "$*" >&2; }
fail() { say "$@"; exit 1; }

# May this account install system packages without being asked for a password?
may_apt() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

apt_install() {
    local sudo=()
    [ "$(id -u)" = 0 ] || sudo=(sudo -n)
    say "installing by apt: $*"
    "${sudo[@]}" apt-get -qq update >&2
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install --no-install-recommends --yes "$@" >&2
}

# python_in DIR: a virtual environment in DIR, made if it is not there.
python_in() {
    [ -x "$1/bin/pip" ] && return
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        fail "Chikai needs Python 3.11 or newer; this is $(python3 --version 2>&1)."
    if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
        may_apt || fail "Python's venv module is missing. Remedy: sudo apt-get install python3-venv"
        apt_install python3-venv
    fi
    say "making $1"
    python3 -m venv --clear "$1"
}

# install LOCK: .venv with that lock and this project. A second run finds its stamp and is done.
install() {
    local lock=requirements/$1.lock stamp
    stamp=.venv/.installed-$1-$(cat "$lock" pyproject.toml | sha256sum | cut -c1-16)
    [ -e "$stamp" ] && return
    python_in .venv
    say "installing $lock"
    .venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
    .venv/bin/pip install --quiet --disable-pip-version-check \
        --no-deps --no-build-isolation --editable .
    rm -f .venv/.installed-"$1"-*
    touch "$stamp"
}
