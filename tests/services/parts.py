"""Which of the real parts this machine has. `python -m tests.services.parts --install` adds them.

A test that needs a part carries the marker of the same name.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGES = {"browser": "chromium", "postgresql": "postgresql", "redis": "redis-server"}


def missing_parts() -> set[str]:
    """Names of markers whose tests cannot run here."""
    found = {
        "browser": shutil.which("chromium"),
        "postgresql": postgresql_folder(),
        "redis": shutil.which("redis-server"),
    }
    return {part for part, place in found.items() if not place}


def postgresql_folder() -> Path | None:
    """Where initdb and pg_ctl are: Debian keeps them off the path, one folder for each version."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    for initdb in sorted(debian, key=lambda path: int(path.parts[-3]), reverse=True):
        return initdb.parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def install_missing() -> None:
    """Debian's packages when we may; otherwise say what will be skipped."""
    packages = sorted(PACKAGES[part] for part in missing_parts())
    if packages and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {', '.join(packages)} …", flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
        for command in (["apt-get", "update", "-qq"], install):
            subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
    for part in sorted(missing_parts()):
        print(f"Skipping the {part} tests: install {PACKAGES[part]} to run them.", flush=True)


if __name__ == "__main__" and "--install" in sys.argv:
    install_missing()
