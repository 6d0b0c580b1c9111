"""Short names for everything an agenda speaks of, by id: for sentences about breaks, conflicts and unmet wishes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from landbridge.events.models import Attendee, Participant, Slot
from landbridge.events.queries.agendas import Material, Placed
from landbridge.kernel.names import Name


@dataclass(frozen=True)
class Names:
    """Names in one language. Slots carry their day where the event lasts more than one."""

    material: Material
    language: str

    def party_name(self, party: Participant) -> str:
        """What a party is called, without its label."""
        of = party.project or party.organisation
        return self.shown(of.name_latin, of.name_chinese) if of else ""

    def party(self, identifier: UUID) -> str:
        """Label and name: P07 Battery management."""
        party = self.material.participants.get(identifier)
        return f"{party.label} {self.party_name(party)}".strip() if party else ""

    def label(self, identifier: UUID) -> str:
        """The label alone: P07."""
        party = self.material.participants.get(identifier)
        return party.label if party else ""

    def person_name(self, attendee: Attendee) -> str:
        """A person's name; nothing for one whose record was erased."""
        return self.shown(attendee.person.name_latin, attendee.person.name_chinese)

    def person(self, identifier: UUID) -> str:
        """The party's label and the person's name: P07 Ada."""
        attendee = self.material.attendees.get(identifier)
        return f"{self.label(attendee.participant_id)} {self.person_name(attendee)}".strip() if attendee else ""

    def interpreter(self, identifier: UUID | None) -> str:
        """An interpreter's name; nothing for nobody."""
        one = self.material.interpreters.get(identifier) if identifier else None
        return self.shown(one.person.name_latin, one.person.name_chinese) if one else ""

    def pair(self, first: UUID, second: UUID) -> str:
        """Two parties by label: P07 – F12."""
        return f"{self.label(first)} – {self.label(second)}"

    def time(self, slot: Slot) -> str:
        """The slot's wall time in the event's zone, with the day if there are several: 10:15, 11-24 10:15."""
        wall = slot.starts_at.astimezone(self.material.zone)
        return f"{wall:%m-%d %H:%M}" if self._several_days else f"{wall:%H:%M}"

    def shown(self, latin: str, chinese: str) -> str:
        """The form for this language, else the other one."""
        return Name(latin, chinese).shown(self.language) if latin or chinese else ""

    @cached_property
    def _several_days(self) -> bool:
        return self.material.event.first_day != self.material.event.last_day

    @cached_property
    def by_id(self) -> Mapping[str, str]:
        """Every name by the id that engine and refusals use."""
        material = self.material
        found = {str(p): self.party(p) for p in material.participants}
        found |= {str(a): self.person(a) for a in material.attendees}
        found |= {str(s.id): self.time(s) for s in material.slots}
        found |= {str(key): self.interpreter(key) for key in material.interpreters}
        found |= {str(t.id): t.label for t in material.tables}
        found |= {str(t.room.place_id): t.room.place.name for t in material.tables if t.room.place}
        return found | {str(uid): self.pair(i.first, i.second) for uid, i in material.interests.items()}

    def with_pairs(self, placed: tuple[Placed, ...]) -> Mapping[str, str]:
        """`by_id`, with pairs that meet though nobody wished it."""
        return {**{str(m.pair_uid): self.pair(m.first, m.second) for m in placed}, **self.by_id}
