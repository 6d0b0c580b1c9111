"""Writes of the network: one function per mutation."""

from landbridge.network.actions.affiliations import affiliate, end_affiliation
from landbridge.network.actions.hubs import create_hub, open_account, set_preferences
from landbridge.network.actions.imports import (
    apply_import,
    discard_import,
    map_columns,
    preview,
    undo_import,
    upload_import,
)
from landbridge.network.actions.memberships import end_membership, grant_membership
from landbridge.network.actions.merging import link_across_hubs, merge_organisations, merge_people
from landbridge.network.actions.organisations import change_organisation, create_organisation
from landbridge.network.actions.people import change_person, create_person
from landbridge.network.actions.personal import (
    erase_person,
    opt_out,
    opt_out_secret,
    person_erased,
    person_said_no,
    record_provenance,
    tell_person,
)

__all__ = [
    "affiliate",
    "apply_import",
    "change_organisation",
    "change_person",
    "create_hub",
    "create_organisation",
    "create_person",
    "discard_import",
    "end_affiliation",
    "end_membership",
    "erase_person",
    "grant_membership",
    "link_across_hubs",
    "map_columns",
    "merge_organisations",
    "merge_people",
    "open_account",
    "opt_out",
    "opt_out_secret",
    "person_erased",
    "person_said_no",
    "preview",
    "record_provenance",
    "set_preferences",
    "tell_person",
    "undo_import",
    "upload_import",
]
