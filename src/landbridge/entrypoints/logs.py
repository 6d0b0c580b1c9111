"""What is never written to a log: the secrets that stand in addresses."""

import logging
import re
from typing import Final

_SECRET: Final = re.compile(r"(/(?:l/no|l|cal|matches/answer)/)[^\s/?#\"'<>]+")


def redacted(text: str) -> str:
    """The text with the secrets of personal links and calendar addresses taken out."""
    return _SECRET.sub(r"\1[redacted]", text)


class RedactSecrets(logging.Filter):
    """Takes secrets out of every record that passes: of the message, its arguments and a traceback's text."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: nothing is dropped, the record is rewritten."""
        record.msg, record.args = redacted(record.getMessage()), ()
        if record.exc_info and not record.exc_text:  # else a formatter writes it after this filter has passed
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redacted(record.exc_text)
        if record.stack_info:
            record.stack_info = redacted(record.stack_info)
        return True
