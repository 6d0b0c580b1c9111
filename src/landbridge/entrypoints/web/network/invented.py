"""What of a demonstration is invented says so beside its name."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from landbridge.entrypoints.demo.cast import INVENTED
from landbridge.entrypoints.web.templatetags.landbridge import badge
from landbridge.ground.installation import is_demonstration
from landbridge.network.models import Organisation, Person


def made_up(record: Organisation | Person) -> SafeString | str:
    """The badge of a record that the demonstration made up; nothing for any other. Its provenance has been fetched."""
    source = record.provenance
    if source is None or source.source != INVENTED or not is_demonstration():
        return ""
    return badge(_("fictional"), "warn")
