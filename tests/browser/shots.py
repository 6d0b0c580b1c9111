"""`make shots`: the pictures of the documents, taken from the demonstration that `make run` opens.

    python -m tests.browser.shots [--into docs/images] [--url http://localhost:8000] [NAME ...]

Without --url it loads a demonstration into a folder of its own and serves it while the pictures are taken.
"""

import argparse
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import CHROMIUM, FLAGS

ROOT = Path(__file__).parents[2]
LANDBRIDGE = Path(sys.executable).parent / "landbridge"


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: who looks (a role of the demonstration, nobody for a visitor), at what, how.

    `{event}` in the path is the address of the next road show on the home page.
    """

    name: str
    path: str
    player: str = ""
    language: str = "en"
    theme: str = "light"
    width: int = 1440
    height: int = 900


SHOTS = (
    Shot("agenda.en.light", "{event}agenda/", "manager", width=1280, height=740),
    Shot("agenda.zh.dark", "{event}agenda/", "manager", language="zh-hans", theme="dark", width=1280, height=740),
    Shot("road-show.en.light", "{event}", "manager"),
    Shot("shortlists.en.light", "{event}shortlists/", "manager"),
    Shot("home.zh.dark", "/", "manager", language="zh-hans", theme="dark"),
    Shot("visitor.phone.zh", "/", language="zh-hans", width=390, height=844),
)


def main() -> int:
    """Take the pictures that were asked for, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--into", type=Path, default=ROOT / "docs" / "images")
    parser.add_argument("--url", help="a demonstration that is being served already")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(shot.name for shot in SHOTS))
    options = parser.parse_args()
    wanted = [shot for shot in SHOTS if not options.names or shot.name in options.names]
    options.into.mkdir(parents=True, exist_ok=True)
    with served(options.url) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        missing = [shot.name for shot in wanted if not take(browser, url, shot, options.into)]
        browser.close()
    for name in missing:
        print(f"no such page: {name}")  # noqa: T201 -- a command's finding
    return int(bool(missing))


@contextmanager
def served(url: str | None) -> Iterator[str]:
    """A demonstration's address: the one given, or that of one loaded and served here."""
    if url:
        yield url.rstrip("/")
        return
    with TemporaryDirectory(prefix="landbridge-shots-") as folder:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        environment = {**os.environ, "LANDBRIDGE_DATA_DIR": folder, "LANDBRIDGE_PORT": str(port)}
        subprocess.run([LANDBRIDGE, "demo"], env=environment, check=True, stdout=sys.stderr)
        server = subprocess.Popen([LANDBRIDGE, "serve"], env=environment, stdout=sys.stderr)
        try:
            _wait_until_healthy(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait_until_healthy(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        if server.poll() is not None:
            raise RuntimeError("the site did not start")
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.5)
    raise RuntimeError("the site did not become healthy in two minutes")


def take(browser: Browser, url: str, shot: Shot, into: Path) -> bool:
    """Take one picture; False if there is no such page."""
    context = browser.new_context(viewport={"width": shot.width, "height": shot.height}, reduced_motion="reduce")
    choices = {"django_language": shot.language, "theme": shot.theme}
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in choices.items()])
    page = context.new_page()
    if shot.player:
        page.goto(f"{url}/account/login/")
        page.locator(f'form[action$="/demonstration/enter/{shot.player}/"] button').first.click()
        page.wait_for_load_state()
    path = shot.path.replace("{event}", _next_event(page)) if "{event}" in shot.path else shot.path
    answer = page.goto(url + path) if path.startswith("/") else None
    found = answer is not None and answer.ok
    if found:
        page.screenshot(path=into / f"{shot.name}.png")
    context.close()
    return found


def _next_event(page: Page) -> str:
    link = page.locator('section[aria-labelledby="events-h"] table a').first
    return urlsplit(link.get_attribute("href") or "").path if link.count() else "none"


if __name__ == "__main__":
    sys.exit(main())
