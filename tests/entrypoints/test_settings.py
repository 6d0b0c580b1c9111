"""Production mode as Django's own checks see it, in a process of its own: settings are read once."""

import os
import subprocess
import sys
from pathlib import Path

SECRET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def checked(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "landbridge", "manage", "check", "--deploy", "--fail-level", "WARNING"]
    known = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LANDBRIDGE_", "DATABASE_", "DJANGO_"))
    }
    return subprocess.run(
        command,
        env={**known, "LANDBRIDGE_DATA_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_nothing_is_left_to_say_of_a_site_with_tls(tmp_path: Path) -> None:
    done = checked(
        tmp_path,
        LANDBRIDGE_SITE_URL="https://landbridge.example.org",
        LANDBRIDGE_SECRET_KEY=SECRET,
        DATABASE_URL="postgresql://app@localhost/landbridge",
        DATABASE_OWNER_URL="postgresql://owner@localhost/landbridge",
    )
    assert (done.returncode, done.stdout.strip()) == (0, "System check identified no issues (0 silenced)."), done.stderr


def test_the_check_does_speak_where_there_is_something_to_say(tmp_path: Path) -> None:
    done = checked(
        tmp_path,
        LANDBRIDGE_SITE_URL="http://landbridge.example.org",
        LANDBRIDGE_SECRET_KEY=SECRET,
        DATABASE_URL="postgresql://app@localhost/landbridge",
        DATABASE_OWNER_URL="postgresql://owner@localhost/landbridge",
    )
    assert done.returncode == 1
    assert "security.W008" in done.stderr
