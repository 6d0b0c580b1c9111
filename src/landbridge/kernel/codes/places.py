"""Codes of countries and regions (ISO 3166-1) and of currencies (ISO 4217): form only, the tables come from Babel."""

from landbridge.kernel.codes.scheme import CodeScheme, pattern

COUNTRY = CodeScheme(key="country", form=pattern(r"[A-Z]{2}"), example="CN")
COUNTRY_3 = CodeScheme(key="country_3", form=pattern(r"[A-Z]{3}"), example="CHN")
CURRENCY = CodeScheme(key="currency", form=pattern(r"[A-Z]{3}"), example="CNY")
