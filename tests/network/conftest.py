from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def counting(
    queries: Callable[[], AbstractContextManager[CaptureQueriesContext]],
) -> Callable[[], AbstractContextManager[CaptureQueriesContext]]:
    """The counter of queries, under a name that a module `queries` does not hide."""
    return queries
