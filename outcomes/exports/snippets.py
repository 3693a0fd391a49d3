"""Ready lines that fetch a dataset, for each program that statisticians use.

``{address}`` is the dataset's without format and query, ``{query}`` begins with ``?``
or is empty; what the lines call the token is ``DAYZERO_TOKEN``.
"""

from dataclasses import dataclass

from registry.codelists.base import Label


@dataclass(frozen=True, slots=True)
class Snippet:
    """Lines of one program, with what has to be there before."""

    key: str
    name: str
    needs: Label
    text: str

    def filled(self, address: str, query: str) -> str:
        """Return the lines with the reader's own address."""
        return self.text.replace("{address}", address).replace("{query}", query)


SNIPPETS = (
    Snippet(
        "r",
        "R",
        Label("Packages httr2 and arrow", "需要httr2和arrow包"),
        """\
library(httr2)
library(arrow)

adtte <- request("{address}.parquet{query}") |>
  req_headers(Authorization = paste("Token", Sys.getenv("DAYZERO_TOKEN"))) |>
  req_perform() |>
  resp_body_raw() |>
  read_parquet()
""",
    ),
    Snippet(
        "r-haven",
        "R, haven",
        Label(
            "Package haven; labels and reasons for absence are kept",
            "需要haven包；保留标签和缺失原因",
        ),
        """\
library(haven)

token <- c(Authorization = paste("Token", Sys.getenv("DAYZERO_TOKEN")))
download.file("{address}.dta{query}", "adtte.dta", mode = "wb", headers = token)
adtte <- read_dta("adtte.dta")
""",
    ),
    Snippet(
        "python",
        "Python",
        Label("Package pandas", "需要pandas包"),
        """\
import os

import pandas as pd

token = {"Authorization": f"Token {os.environ['DAYZERO_TOKEN']}"}
adtte = pd.read_csv("{address}.csv{query}", storage_options=token)
""",
    ),
    Snippet(
        "python-polars",
        "Python, polars",
        Label("Package polars", "需要polars包"),
        """\
import io
import os
from urllib.request import Request, urlopen

import polars as pl

token = {"Authorization": f"Token {os.environ['DAYZERO_TOKEN']}"}
with urlopen(Request("{address}.parquet{query}", headers=token)) as answer:
    adtte = pl.read_parquet(io.BytesIO(answer.read()))
""",
    ),
    Snippet(
        "sas",
        "SAS",
        Label("SAS 9.4 or newer", "需要SAS 9.4或更新版本"),
        """\
%let token = %sysget(DAYZERO_TOKEN);
filename adtte "%sysfunc(pathname(work))/adtte.xpt";
proc http url="{address}.xpt{query}" out=adtte;
  headers "Authorization" = "Token &token";
run;
libname adtte xport;
proc copy in=adtte out=work; run;
""",
    ),
    Snippet(
        "stata",
        "Stata",
        Label(
            "Stata 14 or newer; curl sends the token",
            "需要Stata 14或更新版本；由curl发送令牌",
        ),
        """\
local token : env DAYZERO_TOKEN
shell curl -fsS -H "Authorization: Token `token'" -o adtte.dta "{address}.dta{query}"
use adtte.dta, clear
""",
    ),
    Snippet(
        "curl",
        "curl",
        Label("Any shell", "任何命令行"),
        """\
curl -fsS -H "Authorization: Token $DAYZERO_TOKEN" -o adtte.csv "{address}.csv{query}"
""",
    ),
)
