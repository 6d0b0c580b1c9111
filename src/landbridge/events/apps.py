from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Road shows: delegations, wishes, agendas and meetings."""

    name = "landbridge.events"
    label = "events"

    def ready(self) -> None:
        """Make the room's events known to the trail, its files to the importer, its criteria to the matcher, what it forgets to the network."""
        from landbridge.events.actions.erasure import forget_person  # noqa: PLC0415 -- as below
        from landbridge.events.actions.links import close_unopened  # noqa: PLC0415 -- as below
        from landbridge.events.phrases.wishes import CRITERIA  # noqa: PLC0415 -- as below
        from landbridge.events.sheets import SHEETS  # noqa: PLC0415 -- models are not loaded before ready()
        from landbridge.events.trail_events import EventsEvent  # noqa: PLC0415 -- as above
        from landbridge.evidence.trail import events  # noqa: PLC0415 -- as above
        from landbridge.matchmaking.phrases import criteria  # noqa: PLC0415 -- as above
        from landbridge.network.actions.personal import person_erased, person_said_no  # noqa: PLC0415 -- as above
        from landbridge.network.imports.tables import SCHEMAS  # noqa: PLC0415 -- as above

        events.add("events", EventsEvent)
        person_erased.add("events", forget_person)
        person_said_no.add("events", close_unopened)
        for code, sentence in CRITERIA.items():
            criteria.add(code, sentence)
        for sheet in SHEETS.values():
            SCHEMAS.add(sheet.key, sheet)
