"""`landbridge zones`: wall times stay when a zone's rules change; the instants they mean are computed again."""

import argparse

from landbridge.entrypoints.cli.house import open_house


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command takes none."""
    parser.epilog = "The worker does the same every hour; run this to have it now, or after starting with new zones."


def run(_options: argparse.Namespace) -> int:
    """Say each event that moved in universal time, and by how much."""
    with open_house():
        from landbridge.entrypoints import clock  # slow: models
        from landbridge.events.jobs import zones_followed

        moved = zones_followed(clock.current().now())
        for followed in moved:
            minutes = sorted({int(shift.total_seconds() // 60) for shift in followed.moved.values()})
            said = ", ".join(f"{shift:+d} min" for shift in minutes)
            print(f"{followed.event.code}\t{followed.event.zone}\t{len(followed.moved)} sessions\t{said}")
    print(f"{len(moved)} events computed again.")
    return 0
