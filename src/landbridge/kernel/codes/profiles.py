"""Partnering profiles of the Enterprise Europe Network: offers and requests for technology, business, research."""

from landbridge.kernel.codes.scheme import CodeScheme, pattern

EEN_PROFILE_TYPES = ("TO", "TR", "BO", "BR", "RDR")
"""Technology offer, technology request, business offer, business request, research and development request."""

EEN_PROFILE = CodeScheme(
    key="een_profile",
    # type, country of the office that wrote it, date, running number
    form=pattern(r"(TO|TR|BO|BR|RDR)[A-Z]{2}20\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])\d{3}"),
    example="TODE20240612003",
)
