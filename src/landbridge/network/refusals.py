"""What the network says no to."""

from landbridge.kernel.refusal import Refusal


class RecordNotActive(Refusal):
    """The record was merged or erased, and is no longer changed. `data`: `state`, `merged_into` (or None)."""

    code = "record_not_active"


class SameRecord(Refusal):
    """A record cannot be merged into itself."""

    code = "same_record"


class CodeTaken(Refusal):
    """Another organisation of the hub carries this code. `data`: `field`, `found`, `organisation` (its code)."""

    code = "code_taken"


class LikelyDuplicate(Refusal):
    """A record like this one is there already and nobody has looked at it yet. `data`: `alike` (id, code, score, why)."""

    code = "likely_duplicate"


class AlreadyAffiliated(Refusal):
    """The person belongs to that organisation already in part of that time."""

    code = "already_affiliated"


class PeriodBackwards(Refusal):
    """A period ends before it begins."""

    code = "period_backwards"


class AlreadyMember(Refusal):
    """The account holds that role in the hub already in part of that time. `data`: `role`."""

    code = "already_member"


class AddressTaken(Refusal):
    """Another account has this e-mail address. `data`: `field`."""

    code = "address_taken"


class AccountHasClosed(Refusal):
    """The account was closed before."""

    code = "account_has_closed"


class LastAdministrator(Refusal):
    """Without this account nobody would administer the network."""

    code = "last_administrator"


class ImportNotReady(Refusal):
    """Columns the file must have are not mapped yet. `data`: `missing` (their keys)."""

    code = "import_not_ready"


class ImportHasBadRows(Refusal):
    """All rows or none was chosen, and some rows are bad. `data`: `bad`, `good`."""

    code = "import_has_bad_rows"


class ImportInUse(Refusal):
    """Records the import made are used elsewhere, so it cannot be undone. `data`: `used` (how many)."""

    code = "import_in_use"


class TokenHasEnded(Refusal):
    """The token was revoked already."""

    code = "token_has_ended"


class TokenJustMade(Refusal):
    """A token of this name, with these scopes and this end, was made a moment ago: the press arrived twice. `data`: `name`."""

    code = "token_just_made"


class TooManyTokens(Refusal):
    """The account holds as many living tokens in this hub as it may. `data`: `most`."""

    code = "too_many_tokens"


class TooManyEndpoints(Refusal):
    """The hub tells as many systems as it may. `data`: `most`."""

    code = "too_many_endpoints"


class RateStands(Refusal):
    """Another rate stands for these two currencies on that day. `data`: `base`, `quote`, `on`."""

    code = "rate_stands"
