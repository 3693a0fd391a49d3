"""What a form may be called when somebody types it."""

from registry.models import FORMS

# What people say, beside a form's name and its labels in both languages.
SHORT: dict[str, tuple[str, ...]] = {
    "diagnosis": ("dx",),
    "prior_line": ("line", "prior"),
    "disease_assessment": ("mrd", "response", "day28", "d28", "marrow"),
    "apheresis_product": ("apheresis", "product"),
    "bridging": ("bridge",),
    "lymphodepletion": ("ld",),
    "infusion": ("cart", "car-t"),
    "expansion": ("copies",),
    "iec_hs": ("iechs", "hlh"),
    "blood_count": ("counts", "cbc"),
    "infection": ("cmv", "ebv"),
    "aplasia": ("igg", "b-cell"),
    "day28": ("d28",),
    "other_toxicity": ("tox", "sae"),
    "hsct": ("transplant",),
    "comorbidity": ("hct-ci", "hctci"),
    "engraftment": ("anc", "plt"),
    "agvhd_episode": ("agvhd", "gvhd"),
    "cgvhd_episode": ("cgvhd", "gvhd"),
    "chimerism": ("donor", "str"),
    "sos_vod": ("sos", "vod"),
    "ta_tma": ("tma",),
    "relapse": ("progression",),
    "subsequent_therapy": ("next",),
    "second_malignancy": ("spm", "rcl"),
    "follow_up": ("fu", "visit", "contact"),
}


def forms_called(word: str) -> list[str]:
    """Return the forms whose name, label or short name begins with ``word``."""
    wanted = word.strip().lower()
    return [form for form in FORMS if any(n.startswith(wanted) for n in _names(form))]


def _names(form: str) -> list[str]:
    label = FORMS[form].label
    names = [form, label.en, label.zh, *SHORT.get(form, ())]
    return [name.lower() for name in names]


def typed_as(form: str) -> str:
    """Return the shortest word that reaches a form."""
    return min((form.removesuffix("_episode"), *SHORT.get(form, ())), key=len)
