# Shared by bin/demo and bin/test: finds or gets uv and a Python, and installs what uv.lock names. Source it, in POSIX sh.
# Needs only python3 (3.11 or newer) and the package registries.

set -eu
cd "$(dirname "$0")/.."
# Where TLS passes through an authority of the organisation's own, only the system's store knows that authority.
for store in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem; do
  if [ -r "$store" ]; then
    export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}" NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS:-$store}"
    break
  fi
done

say() { printf '==> %s\n' "$*"; }
fail() { printf '\nStopped: %s\n' "$*" >&2; exit 1; }

{ mkdir -p var/log && [ -w var ] && [ -w var/log ]; } 2>/dev/null ||
  fail "$PWD/var cannot be written to by this account. Run as the account that it belongs to, or use a clone of your own."

# Whether this interpreter really runs (pyenv's shims answer with an error) and is new enough.
suits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; }

# The full path of a Python 3.12 or newer, or nothing.
find_python() {
  if [ -n "${UV_PYTHON:-}" ]; then
    printf '%s\n' "$UV_PYTHON"
    return
  fi
  for name in python3.14 python3.13 python3.12 python3; do
    if command -v "$name" >/dev/null 2>&1 && suits "$name"; then
      "$name" -c 'import sys; print(sys.executable)'
      return
    fi
  done
  pyenv_root=$(pyenv root 2>/dev/null || printf '%s\n' "${HOME:-/nonexistent}/.pyenv")
  for minor in 15 14 13 12; do
    for python in "$pyenv_root"/versions/3.$minor.*/bin/python; do
      if suits "$python"; then
        printf '%s\n' "$python"
        return
      fi
    done
  done
}

# The path of uv: from PATH, else from PyPI into a private environment of this clone.
find_uv() {
  if command -v uv >/dev/null 2>&1; then
    command -v uv
    return
  fi
  if ! var/uv/bin/uv --version >/dev/null 2>&1; then
    say "Getting uv, which installs the rest, into var/uv" >&2
    command -v python3 >/dev/null 2>&1 || fail "python3 is not on PATH. Install Python 3.11 or newer."
    rm -rf var/uv
    python3 -m venv var/uv >var/log/setup.log 2>&1 ||
      fail "python3 cannot make a virtual environment. Install the venv module (Debian, Ubuntu: apt-get install python3-venv). See var/log/setup.log."
    var/uv/bin/python -m pip install --quiet --disable-pip-version-check uv >>var/log/setup.log 2>&1 ||
      fail "uv could not be fetched from PyPI. Is the network up? See var/log/setup.log."
  fi
  printf '%s\n' "$PWD/var/uv/bin/uv"
}

# install <uv sync options>: the environment in .venv, exactly as uv.lock says.
install() {
  UV=$(find_uv)
  python=$(find_python)
  if [ -n "$python" ]; then
    say "Installing Python packages into .venv, with $python (a minute or two, the first time)"
    set -- --python "$python" "$@"
  else
    say "Installing Python packages into .venv (no Python 3.12 or newer here: uv fetches one)"
    set -- --python ">=3.12" "$@"
  fi
  "$UV" sync --frozen --quiet "$@" ||
    fail "the Python packages could not be installed; uv's words are above. If it wanted to download Python and could not, install Python 3.12 or newer, or set UV_PYTHON to one."
  export UV
}
