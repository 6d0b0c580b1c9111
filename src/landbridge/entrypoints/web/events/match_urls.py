"""Routes of steps 3 and 4: shortlists, wishes, invitations. All of them are the organiser's."""

from django.urls import path

from landbridge.entrypoints.gate import Table
from landbridge.entrypoints.web.events.pages import invitations, shortlists, wishes
from landbridge.network.permissions import Permission

urlpatterns = [
    path("<uuid:event_id>/shortlists/", shortlists.shortlists, name="shortlists"),
    path("<uuid:event_id>/shortlists/make/", shortlists.make, name="make_shortlists"),
    path("participants/<uuid:participant_id>/shortlist/", shortlists.shortlist, name="shortlist"),
    path("participants/<uuid:participant_id>/refuse/<uuid:other_id>/", shortlists.refuse, name="refuse_pair"),
    path("participants/<uuid:participant_id>/lift/<uuid:refusal_id>/", shortlists.lift, name="lift_refusal"),
    path("pairs/<uuid:delegate_id>/<uuid:counterparty_id>/", shortlists.pair, name="pair"),
    path("<uuid:event_id>/wishes/", wishes.wishes_page, name="wishes"),
    path("<uuid:event_id>/wishes/table/", wishes.table, name="wish_table"),
    path("<uuid:event_id>/wishes/until/", wishes.deadline, name="wish_deadline"),
    path("<uuid:event_id>/wishes/enter/", wishes.say, name="say_wish"),
    path("<uuid:event_id>/wishes/<uuid:wish_id>/withdraw/", wishes.withdraw, name="withdraw_wish"),
    path("<uuid:event_id>/invitations/", invitations.invitations, name="invitations"),
    path("<uuid:event_id>/invitations/send/", invitations.invite, name="invite"),
    path("<uuid:event_id>/invitations/remind/", invitations.remind, name="remind"),
    path("<uuid:event_id>/invitations/retry/", invitations.retry, name="retry_messages"),
    path("attendees/<uuid:attendee_id>/invitation/", invitations.copy, name="copy_invitation"),
    path("attendees/<uuid:attendee_id>/links/revoke/", invitations.revoke_all, name="revoke_links"),
    path("links/<uuid:link_id>/revoke/", invitations.revoke, name="revoke_link"),
]
PERMISSIONS: Table = {f"events:{route.name}": Permission.PLAN_EVENTS for route in urlpatterns}
