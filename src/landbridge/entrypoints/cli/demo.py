"""`landbridge demo`: the demonstration network, in an empty database."""

import argparse

from landbridge.entrypoints.cli.house import may_migrate, open_house, say
from landbridge.entrypoints.cli.migrate import migrate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("--if-empty", action="store_true", help="do nothing if the database already holds something")


def run(options: argparse.Namespace) -> int:
    """Migrate, load, and do the work that loading asked for."""
    with open_house():
        if may_migrate():
            migrate(verbosity=0)
        from landbridge.entrypoints.demo.story import tell  # slow: the rooms and the solvers
        from landbridge.ground.installation import NotEmpty

        try:
            tell(say)
        except NotEmpty as refusal:
            if options.if_empty:
                return 0
            say(
                f"The database holds {refusal.data['rows']} accounts already; a demonstration is only loaded into an empty one. "
                "`landbridge start-real` empties a demonstration; LANDBRIDGE_DATA_DIR names another folder."
            )
            return 1
    print("The demonstration is loaded.")
    return 0
