"""The same hub and people at work as in the pages of the network."""

from tests.entrypoints.web.network.conftest import (
    at_work,
    founder,
    hub,
    hub_id,
    manager,
    other_hub,
    scout,
    sign_in,
    stranger,
)

__all__ = ("at_work", "founder", "hub", "hub_id", "manager", "other_hub", "scout", "sign_in", "stranger")
