"""Which Chromium is driven, and how: flags that also work as root, without asking the network for anything."""

import os
from typing import Final

CHROMIUM: Final = os.environ.get("LANDBRIDGE_CHROMIUM", "/usr/bin/chromium")
FLAGS: Final = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
