"""The other units in which hospitals report, with their factors. Pure.

Source: the specification's conventions.
"""

from registry.variables.spec import unit

FAHRENHEIT = (unit("°F", times="5", by="9", minus="32"),)
MG_DL_TO_MG_L = (unit("mg/dL", times="10"),)
MG_DL_TO_G_L = (unit("mg/dL", by="100"),)
UMOL_L_TO_MG_DL_BILIRUBIN = (unit("µmol/L", by="17.1"),)
UMOL_L_TO_MG_DL_CREATININE = (unit("µmol/L", by="88.4"),)
UG_L_TO_NG_ML = (unit("µg/L"),)
G_L_TO_G_DL = (unit("g/L", by="10"),)
PER_UL_TO_10_9_L = (unit("/µL", by="1000"),)
