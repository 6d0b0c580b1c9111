"""Every page of the site, for accessibility runs and screenshots. Each room adds its own."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from landbridge.ground.hubs import hub_context
from landbridge.ground.models import JobRun
from landbridge.network.states import Role
from tests.browser.conftest import SINCE, World


@dataclass(frozen=True, slots=True)
class Visit:
    """A page: its name, who opens it, and its address, or a function that prepares the data and returns it."""

    name: str
    path: str | Callable[[World], str]
    role: Role | None = None

    def address(self, world: World) -> str:
        """The path on the site, with what it shows in place."""
        return self.path(world) if callable(self.path) else self.path


def a_job(world: World) -> str:
    """A piece of work at a fifth."""
    with hub_context(world.hub.pk):
        run = JobRun.objects.create(
            hub_id=world.hub.pk,
            kind="events.plan",
            requested_by=uuid4(),
            state="running",
            progress=0.2,
            queued_at=SINCE,
            started_at=SINCE,
        )
    return f"/jobs/{run.pk}/"


def jobs(world: World) -> str:
    """The list with one piece of work."""
    a_job(world)
    return "/jobs/"


VISITS = (
    Visit("home-visitor", "/"),
    Visit("home", "/", Role.HUB_MANAGER),
    Visit("styleguide", "/styleguide/"),
    Visit("styleguide-phone", "/styleguide/phone/"),
    Visit("jobs", jobs, Role.HUB_MANAGER),
    Visit("jobs-empty", "/jobs/", Role.SCOUT),
    Visit("job", a_job, Role.HUB_MANAGER),
    Visit("login", "/account/login/"),
    Visit("password-reset", "/account/password/reset/"),
    Visit("password", "/account/password/change/", Role.FOUNDER),
    Visit("second-factor", "/account/2fa/", Role.FOUNDER),
    Visit("sessions", "/account/sessions/", Role.FOUNDER),
    Visit("missing", "/nowhere/"),
)
