"""The permission table: every route of the site and what it needs. A route without a row is shut.

Each room's `urls.py` keeps the rows of its own routes beside them, as `PERMISSIONS`; they meet here.
"""

from landbridge.entrypoints.api.site import PERMISSIONS as API
from landbridge.entrypoints.gate import Gate, Table
from landbridge.entrypoints.web.account.urls import PERMISSIONS as OWN_ACCOUNT
from landbridge.entrypoints.web.demo.urls import PERMISSIONS as DEMO
from landbridge.entrypoints.web.events.urls import PERMISSIONS as EVENTS
from landbridge.entrypoints.web.matchmaking.board_urls import PERMISSIONS as BOARD
from landbridge.entrypoints.web.matchmaking.urls import PERMISSIONS as MATCHMAKING
from landbridge.entrypoints.web.network.urls import PERMISSIONS as NETWORK
from landbridge.entrypoints.web.personal.urls import PERMISSIONS as PERSONAL
from landbridge.entrypoints.web.projects.urls import PERMISSIONS as PROJECTS
from landbridge.entrypoints.web.public.urls import PERMISSIONS as PUBLIC
from landbridge.entrypoints.web.shell.urls import PERMISSIONS as SHELL

SITE: Table = {"healthz": Gate.PUBLIC}

# django-allauth brings more than we offer: accounts are made by a hub, so nobody signs up, and addresses are the hub's.
ACCOUNT: Table = {
    **dict.fromkeys(
        (
            "account_login",
            "account_logout",
            "account_inactive",
            "account_reset_password",
            "account_reset_password_done",
            "account_reset_password_from_key",
            "account_reset_password_from_key_done",
            "mfa_authenticate",
            "mfa_login_webauthn",
            "openid_connect_callback",
            "openid_connect_login",
            "socialaccount_login_cancelled",
            "socialaccount_login_error",
        ),
        Gate.PUBLIC,
    ),
    **dict.fromkeys(
        (
            "account_change_password",
            "account_reauthenticate",
            "account_set_password",
            "mfa_activate_totp",
            "mfa_add_webauthn",
            "mfa_deactivate_totp",
            "mfa_download_recovery_codes",
            "mfa_edit_webauthn",
            "mfa_generate_recovery_codes",
            "mfa_index",
            "mfa_list_webauthn",
            "mfa_reauthenticate",
            "mfa_reauthenticate_webauthn",
            "mfa_remove_webauthn",
            "mfa_view_recovery_codes",
            "socialaccount_connections",
            "usersessions_list",
        ),
        Gate.SIGNED_IN,
    ),
    **dict.fromkeys(
        (
            "account_confirm_email",
            "account_confirm_login_code",
            "account_email",
            "account_email_verification_sent",
            "account_signup",
            "socialaccount_signup",
        ),
        Gate.CLOSED,
    ),
}

ROUTES: Table = {
    **API,
    **SITE,
    **ACCOUNT,
    **OWN_ACCOUNT,
    **SHELL,
    **DEMO,
    **NETWORK,
    **EVENTS,
    **PROJECTS,
    **MATCHMAKING,
    **PERSONAL,
    **PUBLIC,
    **BOARD,
}
