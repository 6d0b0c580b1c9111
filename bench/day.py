"""The day itself under load: 1,000 participants, 300 phones, 50 check-ins a minute, one re-plan; then kill -9.

    make bench-day                      a minute of load, then every part is killed once
    python -m bench.day --seconds 20    shorter
    python -m bench.day --no-kills      the load alone

The site runs as `landbridge serve` runs it, on a database of its own. Phones, desks and the board live in this process and
share the machine. Every check-in that was answered goes into a log; at the end each is looked for in the database.
"""

import argparse
import asyncio
import itertools
import json
import os
import platform
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

from bench.day_stage import Scene, house, make

PHONES, PER_MINUTE, BEAT, HALL_BEAT = 300, 50, 4.0, 3.0
PATIENCE: Final = 60.0
STARTED = re.compile(r"(web|worker): started, process (\d+)")


@dataclass
class Measured:
    """What came out."""

    pages: list[float] = field(default_factory=list)
    unchanged: int = 0
    acts: list[float] = field(default_factory=list)
    ages: list[float] = field(default_factory=list)
    faults: int = 0
    acknowledged: list[tuple[str, int]] = field(default_factory=list)
    back: dict[str, float] = field(default_factory=dict)


class Line:
    """One connection that is kept open, as a phone keeps it."""

    def __init__(self, port: int, cookie: str) -> None:
        self._port, self._cookie = port, cookie
        self._pipe: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self, method: str, path: str, headers: dict[str, str], body: bytes = b""
    ) -> tuple[int, dict[str, str], bytes]:
        """Send one request and read its answer; a broken line is opened anew by the next."""
        try:
            if self._pipe is None:
                self._pipe = await asyncio.open_connection("127.0.0.1", self._port)
            return await asyncio.wait_for(self._exchange(*self._pipe, method, path, headers, body), 15)
        except (OSError, EOFError, asyncio.IncompleteReadError, TimeoutError, ValueError):
            self.close()
            raise ConnectionError from None

    async def _exchange(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, method: str, path: str,
        headers: dict[str, str], body: bytes,
    ) -> tuple[int, dict[str, str], bytes]:  # fmt: skip
        lines = {"Host": f"localhost:{self._port}", "Cookie": self._cookie, "Content-Length": str(len(body)), **headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        writer.write(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body)
        await writer.drain()
        raw = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        status = int(raw[0].split()[1])
        told = {name.lower(): value for name, _colon, value in (line.partition(": ") for line in raw[1:] if line)}
        content = b"" if status in {204, 304} else await reader.readexactly(int(told.get("content-length", "0")))
        return status, told, content

    def close(self) -> None:
        if self._pipe is not None:
            self._pipe[1].close()
            self._pipe = None


@dataclass
class Load:
    """Everybody who asks, until `until`; `guests` are checked in one after the other, by whichever desk is free."""

    port: int
    scene: Scene
    until: float
    found: Measured
    guests: Iterator[str]
    here: list[tuple[int, float]] = field(default_factory=list)

    async def follow(self, line: Line, path: str, beat: float, seen: Callable[[str], None] | None = None) -> None:
        """Look at a part of a page again and again, as the pages' script does."""
        tag = ""
        await asyncio.sleep(random.random() * beat)
        while time.monotonic() < self.until:
            begun = time.monotonic()
            try:
                status, headers, content = await line.ask("GET", path, {"If-None-Match": tag} if tag else {})
            except ConnectionError:
                self.found.faults += 1
            else:
                self.found.pages.append(time.monotonic() - begun)
                self.found.unchanged += status == 304
                self.found.faults += status not in {200, 304}
                if status == 200:
                    tag = headers.get("etag", "")
                    if seen:
                        seen(content.decode())
            await asyncio.sleep(max(beat - (time.monotonic() - begun), 0))

    async def desk(self, line: Line, per_minute: float) -> None:
        """Check people in, each act until it is answered: what a desk does whose network fails."""
        device = str(uuid4())
        for sequence, attendee in enumerate(self.guests, start=1):
            begun = time.monotonic()
            while time.monotonic() < self.until + PATIENCE:
                if await self._act(line, device, sequence, attendee, begun):
                    break
                await asyncio.sleep(0.2)
            if time.monotonic() >= self.until:
                return
            await asyncio.sleep(max(60 / per_minute - (time.monotonic() - begun), 0))

    async def _act(self, line: Line, device: str, sequence: int, attendee: str, begun: float) -> bool:
        now = datetime.now(UTC).isoformat()
        act = {"sequence": sequence, "deed": "arrived", "said_at": now, "attendee_id": attendee}
        body = json.dumps({"device": device, "sent_at": now, "acts": [act], "seen": now}).encode()
        origin = f"http://localhost:{self.port}"
        headers = {
            "Content-Type": "application/json",
            "X-CSRFToken": self.scene.csrf,
            "Origin": origin,
            "Referer": origin,
        }
        try:
            status, _headers, content = await line.ask(
                "POST", f"/api/events/{self.scene.event}/desk/acts", headers, body
            )
        except ConnectionError:
            self.found.faults += 1
            return False
        if status != 200:
            self.found.faults += 1
            return False
        told = json.loads(content)
        assert told["answers"][0]["refusal"] is None, told
        self.found.acts.append(time.monotonic() - begun)
        self.found.acknowledged.append((device, sequence))
        self.here.append((told["here"], time.monotonic()))
        return True

    def board_shows(self, part: str) -> None:
        """How old the board was at the moment it learned of the latest check-ins."""
        numbers = re.findall(r"desk-count\"[^>]*>\s*<b>([\d, ]+)</b>", part)
        shown = int(re.sub(r"\D", "", numbers[-1])) if numbers else 0
        now = time.monotonic()
        known = [at for here, at in self.here if here <= shown]
        self.found.ages += [now - at for at in known]
        self.here = [(here, at) for here, at in self.here if here > shown]

    async def run(self, disturb: "Callable[[], asyncio.Task[None]] | None" = None) -> None:
        manager = f"sessionid={self.scene.manager}; csrftoken={self.scene.csrf}"
        live = f"/events/{self.scene.event}/live/now/"
        tasks = [
            self.follow(Line(self.port, f"landbridge_link={cookie}"), "/me/now/", BEAT) for cookie in self.scene.phones
        ]
        tasks += [self.follow(Line(self.port, ""), f"/hall/{self.scene.hall}/now/", HALL_BEAT) for _ in range(2)]
        tasks += [self.follow(Line(self.port, manager), live, HALL_BEAT, self.board_shows)]
        tasks += [self.desk(Line(self.port, manager), PER_MINUTE / 2) for _ in range(2)]
        disturbing = disturb() if disturb else None
        await asyncio.gather(*tasks)
        if disturbing:
            await disturbing

    async def replan(self) -> None:
        """Ask for the three choices of a re-plan, and see the work through."""
        manager = f"sessionid={self.scene.manager}; csrftoken={self.scene.csrf}"
        line, origin = Line(self.port, manager), f"http://localhost:{self.port}"
        body = f"csrfmiddlewaretoken={self.scene.csrf}&rate=1".encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": origin, "Referer": origin}
        begun = time.monotonic()
        try:
            status, _, _ = await line.ask("POST", f"/events/{self.scene.event}/agenda/replan/ask/", headers, body)
        except ConnectionError:
            self.found.faults += 1
            status = 0
        print(f"re-plan asked: status {status} after {time.monotonic() - begun:.1f} s")


@dataclass
class Site:
    """`landbridge serve` and the processes it tends."""

    process: subprocess.Popen[str]
    port: int
    folder: Path
    pids: dict[str, int] = field(default_factory=dict)

    def heard(self) -> None:
        """Read what it said since: who was started under which process number."""
        for name, pid in STARTED.findall((self.folder / "serve.log").read_text()):
            self.pids[name] = int(pid)

    def database(self) -> int:
        return int((next(self.folder.rglob("postmaster.pid"))).read_text().split()[0])


@asynccontextmanager
async def site(folder: Path) -> AsyncIterator[Site]:
    """The site, ready; stopped afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"LANDBRIDGE_PORT": str(port), "LANDBRIDGE_DATA_DIR": str(folder)}
    with (folder / "serve.log").open("w") as log:
        command = [sys.executable, "-m", "landbridge", "serve"]
        process = subprocess.Popen(command, env=environment, stderr=log, stdout=log, text=True)  # noqa: ASYNC220 -- starts at once
        running = Site(process, port, folder)
        try:
            await healthy(port)
            running.heard()
            yield running
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(40)


async def healthy(port: int) -> None:
    """Wait until the site and its database answer."""
    for _try in range(1200):
        try:
            status, _, _ = await Line(port, "").ask("GET", "/healthz", {})
        except ConnectionError:
            status = 0
        if status == 200:
            return
        await asyncio.sleep(0.1)
    raise SystemExit("the site did not become ready")


async def kills(running: Site, load: Load, pause: float) -> None:
    """Kill the worker, the web and the database, one after the other, and time how soon a desk is answered again."""
    for name in ("worker", "web", "database"):
        await asyncio.sleep(pause)
        running.heard()
        pid = running.database() if name == "database" else running.pids[name]
        before = len(load.found.acknowledged)
        os.kill(pid, signal.SIGKILL)
        begun = time.monotonic()
        while len(load.found.acknowledged) == before and time.monotonic() - begun < PATIENCE:  # noqa: ASYNC110 -- desks answer, not an event
            await asyncio.sleep(0.05)
        await healthy(running.port)
        load.found.back[name] = time.monotonic() - begun


def share(values: list[float], part: float) -> float:
    """The value below which that part lies, in milliseconds."""
    return sorted(values)[min(int(len(values) * part), len(values) - 1)] * 1000 if values else 0.0


def lost(acknowledged: list[tuple[str, int]]) -> int:
    """How many acknowledged acts are not in the database, or are there more than once."""
    from collections import Counter  # noqa: PLC0415 -- only here

    from landbridge.events.models import DeskAct  # noqa: PLC0415 -- Django is set up by now
    from landbridge.ground.hubs import hub_context  # noqa: PLC0415 -- as above
    from landbridge.network.models import Hub  # noqa: PLC0415 -- as above

    with hub_context(*Hub.objects.values_list("pk", flat=True)):
        kept = Counter((str(device), n) for device, n in DeskAct.objects.values_list("device", "sequence"))
    return sum(kept[act] != 1 for act in set(acknowledged))


def told(heading: str, found: Measured, seconds: float) -> None:
    """Print what was measured."""
    rate = (len(found.pages)) / seconds
    print(f"\n{heading}")
    print(f"  pages         {len(found.pages):>7}  {rate:.0f}/s, {found.unchanged} unchanged (304)")
    print(
        f"  p50, p95, p99 {share(found.pages, 0.5):>7.0f} {share(found.pages, 0.95):.0f} {share(found.pages, 0.99):.0f} ms   target p95 300"
    )
    print(f"  check-ins     {len(found.acts):>7}  p95 {share(found.acts, 0.95):.0f} ms")
    oldest = max(found.ages, default=0.0)
    print(f"  age of board  {oldest:>7.1f}  s at most, median {share(found.ages, 0.5) / 1000:.1f}   target 5")
    print(f"  failed asks   {found.faults:>7}")
    for name, back in found.back.items():
        print(f"  kill -9 {name:<9} answered again after {back:.1f} s   target 10")


async def go(folder: Path, scene: Scene, options: argparse.Namespace) -> list[Measured]:
    """The load, then the kills."""
    results, guests = [], itertools.cycle(scene.attendees)
    async with site(folder) as running:
        first = Load(running.port, scene, time.monotonic() + options.seconds, Measured(), guests)

        async def replanned() -> None:
            await asyncio.sleep(options.seconds / 3)
            await first.replan()

        await first.run(lambda: asyncio.create_task(replanned()))
        told(
            f"{PHONES} phones every {BEAT:.0f} s, {PER_MINUTE} check-ins a minute, one re-plan",
            first.found,
            options.seconds,
        )
        results.append(first.found)
        if options.kills:
            second = Load(running.port, scene, time.monotonic() + options.seconds, Measured(), guests)
            await second.run(lambda: asyncio.create_task(kills(running, second, options.seconds / 4)))
            told("the same, with kill -9 of worker, web and database", second.found, options.seconds)
            results.append(second.found)
    return results


def main() -> int:
    """Prepare, load, look whether anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--phones", type=int, default=PHONES)
    parser.add_argument("--no-kills", dest="kills", action="store_false")
    options = parser.parse_args()
    print(f"# {platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["LANDBRIDGE_DATA_DIR"] = name
        with house():
            scene = make(options.phones)
            from django.db import connections  # noqa: PLC0415 -- Django is set up by now

            connections.close_all()
        results = asyncio.run(go(folder, scene, options))
        with house():
            missing = lost([act for found in results for act in found.acknowledged])
    print(f"\nacknowledged check-ins: {sum(len(found.acknowledged) for found in results)}, lost or doubled: {missing}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
