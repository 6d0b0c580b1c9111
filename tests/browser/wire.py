"""A wire between the browser and the site that a test can really cut.

The browser's own "offline" is told to each page after it exists, so that the first requests of a new document may still
get out. Here nothing listens while the wire is cut; or requests arrive and their answers are lost, which is how a
network mostly fails.
"""

import socket
import threading
from contextlib import suppress
from enum import Enum
from typing import Final, Self
from urllib.parse import urlsplit

HOST: Final = "localhost"


class Way(Enum):
    """What goes through."""

    BOTH = "both"
    REQUESTS = "requests"
    NOTHING = "nothing"


class Wire:
    """Another address of the site. `with Wire(world.url) as wire: page.goto(wire.url)`."""

    def __init__(self, site: str) -> None:
        parts = urlsplit(site)
        self._site = (parts.hostname or HOST, parts.port or 80)
        self._listener = socket.create_server((HOST, 0))
        self._port = self._listener.getsockname()[1]
        self._way = Way.BOTH
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        """The address a browser is given."""
        return f"http://{HOST}:{self._port}"

    def __enter__(self) -> Self:
        self._listen()
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()

    def cut(self) -> None:
        """From now on nobody is there; what was under way is lost."""
        self._way = Way.NOTHING
        _close(self._listener)
        with self._lock:
            for end in self._open:
                _close(end)
            self._open.clear()

    def lose_answers(self) -> None:
        """Requests still arrive and are carried out; the browser never hears so."""
        self._way = Way.REQUESTS

    def mend(self) -> None:
        """All is well again, at the same address."""
        if self._way is Way.NOTHING:
            self._listener = socket.create_server((HOST, self._port), reuse_port=False)
            self._listen()
        self._way = Way.BOTH

    def _listen(self) -> None:
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                browser, _address = listener.accept()
            except OSError:
                return
            site = socket.create_connection(self._site)
            with self._lock:
                self._open |= {browser, site}
            threading.Thread(target=self._carry, args=(browser, site), daemon=True).start()
            threading.Thread(target=self._answer, args=(site, browser), daemon=True).start()

    def _carry(self, browser: socket.socket, site: socket.socket) -> None:
        """Requests: on to the site until either end closes."""
        try:
            while asked := browser.recv(65_536):
                site.sendall(asked)
        except OSError:
            pass
        self._end(browser, site)

    def _answer(self, site: socket.socket, browser: socket.socket) -> None:
        """Answers: back to the browser, unless they are to be lost; then the connection breaks instead."""
        try:
            while (said := site.recv(65_536)) and self._way is Way.BOTH:
                browser.sendall(said)
        except OSError:
            pass
        self._end(browser, site)

    def _end(self, *ends: socket.socket) -> None:
        with self._lock:
            self._open -= set(ends)
        for end in ends:
            _close(end)


def _close(end: socket.socket) -> None:
    with suppress(OSError):  # it was closed by the other side, or never connected
        end.shutdown(socket.SHUT_RDWR)
    end.close()
