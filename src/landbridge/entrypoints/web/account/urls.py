"""Routes of one's own account, beside those that allauth brings."""

from django.urls import path

from landbridge.entrypoints.gate import Gate, Table
from landbridge.entrypoints.web.account import pages
from landbridge.network.permissions import Permission

urlpatterns = [
    path("sessions/<int:session_id>/end/", pages.end_session, name="end_session"),
    path("close/", pages.close_own, name="close_own_account"),
    path("<uuid:account_id>/close/", pages.close, name="close_account"),
    path("oidc/<str:provider_id>/login/", pages.go_to_provider, name="openid_connect_login"),
]

PERMISSIONS: Table = {
    "end_session": Gate.SIGNED_IN,
    "close_own_account": Gate.SIGNED_IN,
    "close_account": Permission.ADMINISTER_NETWORK,
}
