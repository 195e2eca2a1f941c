"""People's whole paths in Debian's Chromium, on a server of the tests' own."""
