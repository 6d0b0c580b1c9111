"""What the network says: why something was refused, what is wrong with what was given, and the words for its codes.

Keys are the codes' text: phrases know no enumeration (the order of a room), a test holds the two together.
"""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Sentence = str | Promise

REFUSALS: Final[dict[str, Sentence]] = {
    "record_not_active": _("This record was merged or erased and can no longer be changed. Open the one it became."),
    "same_record": _("These are one and the same record. Choose two different ones."),
    "code_taken": _("%(found)s is the code of %(organisation)s already. Open that one, or correct the code."),
    "likely_duplicate": _(
        "A record like this one is there already. Look at it first; if it is another one, add it anyway."
    ),
    "already_affiliated": _("The person belongs to that organisation in part of this time already. End that first."),
    "period_backwards": _("This ends before it begins. Choose a later end."),
    "already_member": _("This account has that role already. End the present one first, or choose another role."),
    "address_taken": _(
        "Somebody has an account with this e-mail address already. Use another, or give that one a role."
    ),
    "rate_stands": _(
        "Another rate stands for %(base)s and %(quote)s on %(on)s. Withdraw that one first, if it is the wrong one."
    ),
    "account_has_closed": _("This account was closed before. There is nothing left to close."),
    "last_administrator": _(
        "This is the only account that administers the network. Make somebody else a network administrator first."
    ),
    "import_not_ready": _("A name is needed for each row. Say which column of the file holds it."),
    "import_has_bad_rows": _(
        "Rows with faults: %(bad)s, so nothing was taken. Correct them, or take the good rows: %(good)s."
    ),
    "import_in_use": _(
        "%(used)s of the records were used or changed since, so the import stays. Merge or erase them one by one."
    ),
    "too_many_endpoints": _("This hub tells %(most)s systems, the most there may be. Remove one first."),
    "token_has_ended": _("This token has ended already. Make another if the programme still needs one."),
    "token_just_made": _(
        "“%(name)s” was made a moment ago. Its secret stands where it was made; if you do not see it, end that token and make another."
    ),
    "too_many_tokens": _("You hold %(most)s tokens here, the most there may be. End one that is no longer needed."),
    "file_too_large": _("The file has %(size)s MB; %(limit)s MB is the most. Split it, or remove pictures."),
    "file_not_table": _(
        "This is no CSV or XLSX file (its content is %(found)s). Save the table as XLSX or CSV and send that."
    ),
    "file_inflates": _(
        "Unpacked, the file would hold %(size)s MB; %(limit)s MB is the most. Save only the table as a new file."
    ),
    "file_damaged": _(
        "The file cannot be read to its end (%(reason)s). Open it in your spreadsheet program and save it again."
    ),
    "encoding_unknown": _("The text of the file is in an unknown encoding. Save it as CSV UTF-8 or as XLSX."),
    "table_empty": _("The first sheet has no rows below a header. Put the column names in the first row."),
    "table_too_large": _("The table has more than %(rows)s rows or %(columns)s columns. Split it."),
    "file_refused": _("The file cannot be read as a table. Send it as XLSX or CSV."),
}

FINDINGS: Final[dict[str, Sentence]] = {
    "name_missing": _("Give a name, in Chinese or in Latin letters."),
    "amount_malformed": _("“%(found)s” is no amount. Expected is something like %(expected)s."),
    "language_not_known": _("“%(found)s” names no language we know. Expected is something like %(expected)s."),
    "currency_form": _("A currency is three letters, such as EUR or CNY."),
    "webhook_unnamed": _("Say which system this is."),
    "topic_missing": _("Choose at least one thing it is told of, from the list."),
    "address_form": _(
        "This is no web address. Write it like https://example.org/hook, without a name or password in it."
    ),
    "address_scheme": _("Messages go to addresses that begin with https:// only."),
    "address_unknown_name": _("“%(host)s” has no address on the internet. Check the spelling."),
    "address_private": _(
        "“%(host)s” lies in a private network. Messages go to public addresses only; the operator of this site can allow others."
    ),
    "token_unnamed": _("Say what the token is for, so that you know later which one to end."),
    "scope_missing": _("Choose at least one thing the token may do."),
    "token_period": _("Choose a last day between tomorrow and %(expected)s days from now."),
    "too_long": _("At most %(expected)s characters fit here."),
    "country_unknown": _(
        "“%(found)s” is no country or region we know. Write its code or its name, such as CN or China."
    ),
    "kind_unknown": _("“%(found)s” is no kind of organisation. Choose one from the list."),
    "website_malformed": _("“%(found)s” is no web address. Write it like https://example.org."),
    "code_malformed": _("“%(found)s” does not have the form of this code. It looks like %(expected)s."),
    "code_check_wrong": _("“%(found)s” has a wrong check digit: a character was mistyped or two were swapped."),
    "email_malformed": _("“%(found)s” is no e-mail address. Write one, like name@example.org."),
    "phone_malformed": _("“%(found)s” is no telephone number. Write it like +86 21 6485 0000."),
    "language_unknown": _("“%(found)s” is no language we know. Write its code, such as zh or en."),
    "choice_unknown": _("“%(found)s” is none of the choices."),
    "text_missing": _("Say this in a few words: the law asks for it."),
    "keep_until_past": _("%(found)s is past. Choose the day after which the data is to be erased."),
    "password_weak": _("This password is too easy to guess. Take at least twelve characters, such as four words."),
    "rate_of_one_currency": _("A rate is between two currencies. Choose another one."),
    "rate_not_positive": _("A price is a number above 0, with at most twelve decimals for one unit."),
    "rate_in_future": _("%(found)s is still to come. Choose the day on which the rate held."),
    "column_missing": _("The file has no column “%(column)s”. Name it in the first row."),
    "cell_empty": _("This cell must not be empty."),
    "row_repeats": _("This row says the same as row %(first)s."),
    "row_contradicts": _("“%(found)s” contradicts row %(first)s, which is about the same party. Make them agree."),
    "number_malformed": _("“%(found)s” is no number. Write it like %(expected)s."),
    "number_not_whole": _("“%(found)s” is no whole number."),
    "day_malformed": _("“%(found)s” is no date that can mean only one day. Write it like %(expected)s."),
}

ROLES: Final[dict[str, Sentence]] = {
    "network_administrator": _("Network administrator"),
    "hub_manager": _("Hub manager"),
    "scout": _("Scout"),
    "founder": _("Founder"),
    "partner": _("Partner representative"),
    "judge": _("Judge"),
    "authority": _("Authority"),
    "visitor": _("Visitor"),
}

HUB_KINDS: Final[dict[str, Sentence]] = {
    "park": _("Park"),
    "incubator": _("Incubator"),
    "zone": _("Specialised zone"),
    "overseas_centre": _("Overseas centre"),
    "office": pgettext_lazy("hub", "Office"),
}

ORGANISATION_KINDS: Final[dict[str, Sentence]] = {
    "company": _("Company"),
    "fund": _("Fund"),
    "bank": _("Bank"),
    "university": _("University or institute"),
    "public_body": _("Public body"),
    "other": pgettext_lazy("organisation", "Other"),
}

LEGAL_BASES: Final[dict[str, Sentence]] = {
    "consent": _("The person agreed"),
    "contract": _("A contract with the person needs it"),
    "legal_duty": _("The law demands it"),
    "public_task": _("A public task needs it"),
    "legitimate_interest": _("Legitimate interest (not under PIPL)"),
    "made_public": _("The person made it public (PIPL)"),
}

RECORD_STATES: Final[dict[str, Sentence]] = {
    "active": pgettext_lazy("record", "Active"),
    "merged": pgettext_lazy("record", "Merged"),
    "erased": pgettext_lazy("record", "Erased"),
}

IMPORT_STATES: Final[dict[str, Sentence]] = {
    "uploaded": pgettext_lazy("import", "Not applied yet"),
    "applied": pgettext_lazy("import", "Applied"),
    "undone": pgettext_lazy("import", "Undone"),
    "discarded": pgettext_lazy("import", "Put aside"),
}

REASONS: Final[dict[str, Sentence]] = {
    "same_code": _("Same official code"),
    "same_address": _("Same e-mail address"),
    "same_phone": _("Same telephone number"),
    "same_website": _("Same website"),
    "same_name": _("Same name, but for the legal form"),
    "same_sound": _("Sounds the same"),
    "similar_name": _("Similar name"),
}

COLUMNS: Final[dict[str, Sentence]] = {
    "name": _("Name, in either script"),
    "name_latin": _("Name in Latin letters"),
    "name_chinese": _("Chinese name"),
    "kind": _("Kind"),
    "country": _("Country or region"),
    "place": _("City or place"),
    "note": _("Note"),
    "website": _("Website"),
    "uscc": _("Unified social credit code"),
    "lei": _("Legal entity identifier (LEI)"),
    "ror": _("Research organisation identifier (ROR)"),
    "gbt_4754": _("Industry (GB/T 4754)"),
    "nace_2_1": _("Industry (NACE 2.1)"),
    "email": _("E-mail address"),
    "phone": _("Telephone"),
    "wechat": _("WeChat"),
    "language": _("Language"),
    "organisation": _("Organisation, in either script"),
    "organisation_latin": _("Organisation in Latin letters"),
    "organisation_chinese": _("Chinese name of the organisation"),
    "organisation_kind": _("Kind of organisation"),
    "title": _("Position"),
    "on": _("Day"),
    "units": _("Units"),
    "base": _("Currency"),
    "price": _("Price"),
    "quote": _("Price in"),
    "source": _("Source"),
}

SCOPES: Final[dict[str, Sentence]] = {
    "read": _("Read"),
    "people": _("Enter and change people and organisations"),
    "projects": _("Enter and change projects and their documents"),
    "events": _("Plan road shows and publish agendas; needs, shortlists, the public board"),
    "desk": _("Check people in and run the day: walk-ins, group sessions, papers"),
    "hub": _("Manage the hub: exchange rates, webhooks with their secrets"),
    "members": _("Give roles and end them"),
}

ROOMS: Final[dict[str, Sentence]] = {
    "evidence": _("Documents"),
    "network": _("Network"),
    "projects": _("Projects"),
    "matchmaking": _("Matches"),
    "events": _("Road shows"),
}

DELIVERY_STATES: Final[dict[str, Sentence]] = {
    "waiting": pgettext_lazy("message to a system", "waiting"),
    "delivered": pgettext_lazy("message to a system", "delivered"),
    "failed": pgettext_lazy("message to a system", "failed"),
}

EVENTS: Final[dict[str, Sentence]] = {
    "network.rate_entered": _("Exchange rate entered"),
    "network.rate_withdrawn": _("Exchange rate withdrawn"),
    "network.rate_restored": _("Exchange rate used again"),
    "network.webhook_added": _("Another system is told of events"),
    "network.webhook_changed": _("What another system is told was changed"),
    "network.webhook_rotated": _("Secret of another system renewed"),
    "network.webhook_stopped": _("Another system took nothing for days and is told nothing until somebody looks"),
    "network.webhook_removed": _("Another system is told nothing more"),
    "network.token_made": _("Token for a programme made"),
    "network.token_revoked": _("Token for a programme ended"),
    "network.account_opened": _("Account opened"),
    "network.account_closed": _("Account closed"),
    "network.hub_created": _("Hub created"),
    "network.organisation_created": _("Organisation entered"),
    "network.organisation_changed": _("Organisation changed"),
    "network.organisation_merged": _("A duplicate of the organisation was merged into it"),
    "network.person_created": _("Person entered"),
    "network.person_changed": _("Person changed"),
    "network.person_merged": _("A duplicate of the person was merged"),
    "network.person_erased": _("Personal data erased"),
    "network.person_opted_out": _("Said no to further messages"),
    "network.person_told": _("Told who holds the data"),
    "network.affiliation_created": _("Joined an organisation"),
    "network.affiliation_ended": _("Left an organisation"),
    "network.membership_granted": _("Role given"),
    "network.membership_ended": _("Role ended"),
    "network.import_uploaded": _("File uploaded for import"),
    "network.import_applied": _("Import applied"),
    "network.import_undone": _("Import undone"),
    "network.import_discarded": _("Import put aside"),
}

JOBS: Final[dict[str, Sentence]] = {"network.welcome": _("Letter to a new member")}
