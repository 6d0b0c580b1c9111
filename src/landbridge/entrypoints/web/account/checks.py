"""What `landbridge manage check` says about single sign-on before anybody tries it."""

from typing import Any

from django.conf import settings
from django.core import checks


@checks.register()
def single_sign_on_is_complete(**_: Any) -> list[checks.CheckMessage]:
    """A client without a provider can log nobody in; a provider without TLS could be anybody."""
    found: list[checks.CheckMessage] = []
    providers: dict[str, Any] = settings.SOCIALACCOUNT_PROVIDERS
    for app in providers.get("openid_connect", {}).get("APPS", ()):
        server = app["settings"]["server_url"]
        if not server.startswith(("https://", "http://")):
            found.append(
                checks.Error(
                    "LANDBRIDGE_OIDC_CLIENT_ID is set and LANDBRIDGE_OIDC_SERVER names no address.",
                    hint="Give the provider's address, such as https://login.example.org/realms/park.",
                    id="landbridge.E001",
                )
            )
        elif settings.PRODUCTION and not server.startswith("https://"):
            found.append(
                checks.Warning(
                    "LANDBRIDGE_OIDC_SERVER is reached without TLS: whoever is on the way can log in as anybody.",
                    hint="Give an address that begins with https://.",
                    id="landbridge.W001",
                )
            )
    return found
