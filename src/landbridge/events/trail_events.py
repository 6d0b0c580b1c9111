"""What road shows write into the trail."""

from enum import StrEnum


class EventsEvent(StrEnum):
    """Things that happen to a road show. Add yours at the end of its paragraph."""

    CREATED = "events.created"
    CHANGED = "events.changed"
    CANCELLED = "events.cancelled"
    HELD = "events.held"
    CO_HOSTS_SET = "events.co_hosts_set"

    SESSIONS_SET = "events.sessions_set"
    ROOM_ADDED = "events.room_added"
    ROOM_CHANGED = "events.room_changed"
    ROOM_REMOVED = "events.room_removed"
    TABLES_ADDED = "events.tables_added"
    TABLE_CHANGED = "events.table_changed"
    TABLES_REMOVED = "events.tables_removed"
    GROUP_ADDED = "events.group_added"
    GROUP_CHANGED = "events.group_changed"
    GROUP_REMOVED = "events.group_removed"
    GROUP_RULES_SET = "events.group_rules_set"

    PARTICIPANT_ADDED = "events.participant_added"
    PARTICIPANT_CHANGED = "events.participant_changed"
    PARTICIPANT_WITHDRAWN = "events.participant_withdrawn"
    PARTICIPANT_REINSTATED = "events.participant_reinstated"
    ATTENDEE_ADDED = "events.attendee_added"
    ATTENDEE_CHANGED = "events.attendee_changed"
    ATTENDEE_REMOVED = "events.attendee_removed"
    AVAILABILITY_SET = "events.availability_set"
    PARTICIPANTS_IMPORTED = "events.participants_imported"
    IMPORT_UNDONE = "events.import_undone"

    AGENDA_ASKED = "events.agenda_asked"
    AGENDA_MADE = "events.agenda_made"
    AGENDA_COPIED = "events.agenda_copied"
    AGENDA_EDITED = "events.agenda_edited"
    AGENDA_UNDONE = "events.agenda_undone"
    AGENDA_DISCARDED = "events.agenda_discarded"
    AGENDA_RESTORED = "events.agenda_restored"
    AGENDA_PUBLISHED = "events.agenda_published"
    SLOT_GIVEN = "events.slot_given"
    FEED_OPENED = "events.calendar_feed_opened"
    FEED_REVOKED = "events.calendar_feed_revoked"
