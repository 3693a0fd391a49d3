"""Countries and regions, by their codes of ISO 3166-1, in the words of CLDR."""

from babel import Locale

from registry.codelists.base import codelist

# CLDR's own: groups of countries, parts of one, codes for tests.
NO_COUNTRY = {
    *("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC"),
    *("QO", "TA", "UN", "XA", "XB", "XK", "ZZ"),
}
# As they are named in China, where the registry is at home.
OTHERWISE = {
    "HK": ("Hong Kong (China)", "中国香港"),
    "MO": ("Macao (China)", "中国澳门"),
    "TW": ("Taiwan (China)", "中国台湾"),
}
_EN, _ZH = Locale("en").territories, Locale("zh", script="Hans").territories
COUNTRIES = codelist(
    "COUNTRIES",
    *(
        (code, *OTHERWISE.get(code, (_EN[code], _ZH[code])))
        for code in sorted(_EN)
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRY
    ),
)
