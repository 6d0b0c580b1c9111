"""Pages in tests take their static files from the sources, unhashed: nothing is collected first."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from landbridge.entrypoints import web


@pytest.fixture(autouse=True)
def static_sources() -> Iterator[None]:
    """Serve style sheets and scripts from where they are written."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    sources = Path(web.__file__).parent / "static"
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}, STATIC_ROOT=sources):
        yield
