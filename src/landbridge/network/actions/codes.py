"""Tables of codes: loading one."""

from collections.abc import Mapping
from datetime import datetime

from landbridge.ground.locks import advisory_lock
from landbridge.ground.transactions import action
from landbridge.kernel.actor import NOBODY, Actor
from landbridge.network import rules
from landbridge.network.models import IndustryCode
from landbridge.network.permissions import Permission


@action
def load_industries(*, actor: Actor, scheme: str, names: Mapping[str, str], source: str, at: datetime) -> int:
    """Replace the installation's table of a scheme by `names` (by code), and say how many codes it holds.

    What organisations carry is not touched: a code that the new table does not know is shown as such on their pages.
    """
    rules.require(actor, Permission.ADMINISTER_NETWORK, NOBODY)
    advisory_lock(space="network.industries", identifier=NOBODY)
    IndustryCode.objects.filter(scheme=scheme).delete()
    IndustryCode.objects.bulk_create(
        IndustryCode(scheme=scheme, code=code, name=name, source=source, loaded_at=at) for code, name in names.items()
    )
    return len(names)
