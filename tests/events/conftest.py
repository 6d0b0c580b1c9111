from uuid import UUID

import pytest

from tests.events.stage import Stage, small_show


@pytest.fixture
def show(in_hub: UUID) -> Stage:
    """The small road show, inside its hub."""
    return small_show(in_hub)
