# Part of bin/test: makes sure that there is a Chromium, and says in CHROMIUM which one.

find_chromium() {
  if [ -n "${CHROMIUM:-}" ]; then
    printf '%s\n' "$CHROMIUM"
    return
  fi
  for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then
      command -v "$name"
      return
    fi
  done
  own=$(.venv/bin/python -c 'from playwright.sync_api import sync_playwright as s
with s() as p: print(p.chromium.executable_path)' 2>/dev/null || true)
  if [ -x "$own" ]; then printf '%s\n' "$own"; fi
}

CHROMIUM=$(find_chromium)
if [ -z "$CHROMIUM" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  say "Installing chromium by apt for the browser tests"
  { apt-get update && apt-get install -y --no-install-recommends chromium; } >var/log/apt.log 2>&1 ||
    fail "chromium could not be installed by apt: see var/log/apt.log. Install a Chromium and set CHROMIUM to its path."
  CHROMIUM=$(find_chromium)
fi
[ -n "$CHROMIUM" ] ||
  fail "the browser tests need Chromium. Install it (Debian: apt-get install chromium), or run .venv/bin/playwright install chromium, or set CHROMIUM to the path of one."
export CHROMIUM
