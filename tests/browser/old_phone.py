"""Shows pages in Chromium 78, as old as the oldest WeChat we promise to serve: `make old-phone PAGES="/ /l/..."`.

The browser comes from an npm package that ships it whole (so npm must be there, for this look only); today's Playwright
no longer speaks to it, so an older driver does, in an environment of its own. Each page is opened at 360 px on a running
site, its button pressed if it is the door of a personal link, and kept as a picture in var/old-phone/. A script that
fails, or a page wider than the phone, ends the look with 1.
"""

import asyncio
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import brotli  # type: ignore[import-not-found,import-untyped,unused-ignore]
import pyppeteer  # type: ignore[import-not-found,import-untyped,unused-ignore]

PACKAGE = "chrome-aws-lambda@1.20.4"
FOLDER = Path(__file__).parents[2] / "var" / "old-phone"
BROWSER = FOLDER / "chromium-78"
WIDTH = 360


def fetched() -> Path:
    """The browser, unpacked from its package at the first call."""
    if not BROWSER.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=FOLDER, check=True, stdout=subprocess.DEVNULL)
        (packed,) = FOLDER.glob("chrome-aws-lambda-*.tgz")
        with tarfile.open(packed) as archive:
            part = archive.extractfile("package/bin/chromium.br")
            assert part is not None
            BROWSER.write_bytes(brotli.decompress(part.read()))
        BROWSER.chmod(0o755)
        packed.unlink()
    return BROWSER


async def look(site: str, paths: list[str]) -> int:
    """Open each page, take its picture; how many were wrong."""
    browser = await pyppeteer.launch(
        executablePath=str(fetched()), headless=True, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    )
    page = await browser.newPage()
    await page.setViewport({"width": WIDTH, "height": 740, "isMobile": True, "hasTouch": True})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error).splitlines()[0]))
    wrong = 0
    for number, path in enumerate(paths):
        faults.clear()
        await page.goto(site + path)
        if path.startswith("/l/") and await page.querySelector("main form button"):
            await asyncio.gather(page.waitForNavigation(), page.click("main form button"))
        if await page.evaluate("document.documentElement.scrollWidth", force_expr=True) > WIDTH:
            faults.append("wider than the phone")
        picture = FOLDER / f"{number:02}.png"
        await page.screenshot({"path": str(picture), "fullPage": True})
        sys.stdout.write(f"{path}\t{picture}\t{'; '.join(faults) or 'well'}\n")
        wrong += bool(faults)
    await browser.close()
    return wrong


if __name__ == "__main__":
    address = f"http://localhost:{os.environ.get('LANDBRIDGE_PORT', '8000')}"
    sys.exit(min(1, asyncio.run(look(address, sys.argv[1:] or ["/styleguide/phone/"]))))
