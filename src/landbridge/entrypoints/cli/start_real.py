"""`landbridge start-real`: a clean database with its first hub and the account that keeps it."""

import argparse
import getpass
import shutil
import sys

from landbridge.entrypoints.cli.house import may_migrate, open_house, say
from landbridge.entrypoints.cli.migrate import migrate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("--email", required=True, help="address of the first account, the network administrator")
    parser.add_argument("--hub", required=True, help="name of the first hub, in Latin letters or Chinese")
    parser.add_argument("--country", default="CN", help="its country or region, two letters (CN)")
    parser.add_argument("--city", default="", help="its city")
    parser.add_argument("--zone", default="Asia/Shanghai", help="its time zone (Asia/Shanghai)")
    parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    parser.add_argument("--yes", action="store_true", help="empty a demonstration without asking")


def run(options: argparse.Namespace) -> int:
    """Empty a demonstration if there is one, then make the first hub and account. Real records are never touched."""
    with open_house():
        if may_migrate():
            migrate(verbosity=0)
        from landbridge.ground import installation  # slow: models
        from landbridge.network.standings import anybody

        if installation.is_demonstration():
            if not (options.yes or _agreed()):
                say("Nothing was changed.")
                return 1
            _empty()
        elif anybody():
            say(
                "This database holds real records already: nothing was changed. LANDBRIDGE_DATA_DIR names another folder."
            )
            return 1
        _begin(options, password=_password(options))
    print(f"The database is clean. Log in as {options.email}.")
    return 0


def _agreed() -> bool:
    return input("This empties the demonstration. Type 'empty' to go on: ").strip() == "empty"


def _empty() -> None:
    from django.conf import settings  # slow: settings

    from landbridge.ground import installation

    installation.empty_demonstration()
    for folder in ("documents", "mail"):
        shutil.rmtree(settings.DATA_DIR / folder, ignore_errors=True)


def _password(options: argparse.Namespace) -> str:
    return sys.stdin.readline().rstrip("\n") if options.password_stdin else getpass.getpass("Password: ")


def _begin(options: argparse.Namespace, *, password: str) -> None:
    from landbridge.entrypoints import clock  # slow: models
    from landbridge.ground.hubs import hub_context
    from landbridge.ground.transactions import action
    from landbridge.kernel.actor import SystemActor
    from landbridge.kernel.names import Name, has_han
    from landbridge.network.actions import hubs, memberships
    from landbridge.network.states import HubKind, Role

    @action
    def begin() -> None:
        """Hub, account and membership together or not at all: a weak password leaves nothing behind."""
        actor, at = SystemActor(), clock.current().now()
        name = Name(chinese=options.hub) if has_han(options.hub) else Name(options.hub)
        hub = hubs.create_hub(
            actor=actor, name=name, kind=HubKind.PARK, country=options.country, city=options.city,
            zone=options.zone, at=at,
        )  # fmt: skip
        with hub_context(hub.pk):
            account = hubs.open_account(actor=actor, hub_id=hub.pk, email=options.email, password=password, at=at)
            memberships.grant_membership(
                actor=actor, hub_id=hub.pk, account_id=account.pk, role=Role.NETWORK_ADMINISTRATOR, at=at
            )

    begin()
