"""Routes of the network."""

from django.urls import path

from landbridge.entrypoints.gate import Table
from landbridge.entrypoints.web.network.pages import (
    imports,
    members,
    merging,
    organisations,
    people,
    personal,
    rates,
    tokens,
    webhooks,
)
from landbridge.network.permissions import Permission

app_name = "network"
urlpatterns = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/add/", organisations.add, name="add_organisation"),
    path("organisations/<uuid:organisation_id>/", organisations.organisation, name="organisation"),
    path("organisations/<uuid:organisation_id>/change/", organisations.change, name="change_organisation"),
    path("organisations/<uuid:organisation_id>/merge/", merging.merge_organisation, name="merge_organisation"),
    path("people/", people.people, name="people"),
    path("people/add/", people.add, name="add_person"),
    path("people/<uuid:person_id>/", people.person, name="person"),
    path("people/<uuid:person_id>/change/", people.change, name="change_person"),
    path("people/<uuid:person_id>/belongs/", people.affiliate, name="affiliate"),
    path("people/<uuid:person_id>/belongs/<uuid:affiliation_id>/end/", people.end_affiliation, name="end_affiliation"),
    path("people/<uuid:person_id>/merge/", merging.merge_person, name="merge_person"),
    path("people/<uuid:person_id>/erase/", people.erase, name="erase_person"),
    path("import/", imports.upload, name="upload"),
    path("import/<slug:sheet>.<slug:form>", imports.sheet, name="sheet_to_fill"),
    path("import/<uuid:import_id>/", imports.look, name="import"),
    path("import/<uuid:import_id>/columns/", imports.columns, name="import_columns"),
    path("import/<uuid:import_id>/take/", imports.take, name="take_import"),
    path("import/<uuid:import_id>/undo/", imports.undo, name="undo_import"),
    path("import/<uuid:import_id>/rejected/", imports.rejected, name="rejected"),
    path("members/", members.members, name="members"),
    path("members/add/", members.add, name="add_member"),
    path("members/<uuid:membership_id>/end/", members.end, name="end_membership"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/make/", tokens.make, name="make_token"),
    path("tokens/<uuid:token_id>/end/", tokens.revoke, name="revoke_token"),
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/add/", webhooks.add, name="add_webhook"),
    path("webhooks/<uuid:endpoint_id>/", webhooks.webhook, name="webhook"),
    path("webhooks/<uuid:endpoint_id>/change/", webhooks.change, name="change_webhook"),
    path("webhooks/<uuid:endpoint_id>/test/", webhooks.test, name="test_webhook"),
    path("webhooks/<uuid:endpoint_id>/rotate/", webhooks.rotate, name="rotate_webhook"),
    path("webhooks/<uuid:endpoint_id>/remove/", webhooks.remove, name="remove_webhook"),
    path("webhooks/messages/<uuid:delivery_id>/again/", webhooks.redeliver, name="redeliver"),
    path("rates/", rates.rates, name="rates"),
    path("rates/add/", rates.add, name="add_rate"),
    path("rates/import/", rates.import_file, name="import_rates"),
    path("rates/sheet.<slug:form>", rates.sheet, name="rates_sheet"),
    path("rates/<uuid:rate_id>/withdraw/", rates.withdraw, name="withdraw_rate"),
    path("rates/<uuid:rate_id>/restore/", rates.restore, name="restore_rate"),
    path("personal-data/", personal.provenance, name="personal_data"),
    path("search/", personal.search, name="search"),
]

PERMISSIONS: Table = {
    **dict.fromkeys(
        (
            "network:organisations",
            "network:organisation",
            "network:people",
            "network:person",
            "network:personal_data",
            "network:rates",
            "network:search",
        ),
        Permission.SEE_PEOPLE,
    ),
    **dict.fromkeys(
        (
            "network:add_organisation",
            "network:change_organisation",
            "network:add_person",
            "network:change_person",
            "network:affiliate",
            "network:end_affiliation",
            "network:merge_organisation",
            "network:merge_person",
        ),
        Permission.EDIT_PEOPLE,
    ),
    **dict.fromkeys(("network:tokens", "network:make_token", "network:revoke_token"), Permission.SEE_HUB),
    **dict.fromkeys(
        (
            "network:webhooks",
            "network:add_webhook",
            "network:webhook",
            "network:change_webhook",
            "network:test_webhook",
            "network:rotate_webhook",
            "network:remove_webhook",
            "network:redeliver",
        ),
        Permission.MANAGE_HUB,
    ),
    **dict.fromkeys(
        (
            "network:upload",
            "network:sheet_to_fill",
            "network:import",
            "network:import_columns",
            "network:take_import",
            "network:undo_import",
            "network:rejected",
        ),
        Permission.IMPORT_PEOPLE,
    ),
    **dict.fromkeys(
        (
            "network:add_rate",
            "network:import_rates",
            "network:rates_sheet",
            "network:withdraw_rate",
            "network:restore_rate",
        ),
        Permission.MANAGE_HUB,
    ),
    "network:erase_person": Permission.ERASE_PEOPLE,
    **dict.fromkeys(("network:members", "network:add_member", "network:end_membership"), Permission.MANAGE_MEMBERS),
}
