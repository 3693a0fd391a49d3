"""Ready lines that fetch a dataset, for each program that statisticians use.

``{address}`` is the dataset's without format and query, ``{query}`` begins with ``?``
or is empty; what the lines call the token is ``DAYZERO_TOKEN``. Very many rows are not
sent at once: the answer is 202, and a worker writes the file. R and Python wait for it;
the others say so, and leave no file that only looks like one.
"""

from dataclasses import dataclass

from registry.codelists.base import Label

NO_FILE = "no file (202: more rows than are sent at once, for Export, R or Python)"


@dataclass(frozen=True, slots=True)
class Snippet:
    """Lines of one program, with what has to be there before."""

    key: str
    name: str
    needs: Label
    text: str

    def filled(self, address: str, query: str) -> str:
        """Return the lines with the reader's own address."""
        text = self.text.replace("{no_file}", NO_FILE)
        return text.replace("{address}", address).replace("{query}", query)


# The file of a job is refused by 409 until it is there.
R_ANSWER = """\
fetch <- function(address) {
  request(address) |>
    req_headers(Authorization = paste("Token", Sys.getenv("DAYZERO_TOKEN"))) |>
    req_retry(max_seconds = 3600, is_transient = \\(a) resp_status(a) == 409) |>
    req_perform()
}
answer <- fetch("{address}.{kind}{query}")
if (resp_status(answer) == 202) { # very many rows: a worker writes the file
  answer <- fetch(paste0(resp_header(answer, "Location"), "file"))
}
"""
PYTHON_ANSWER = """\
def fetch(address):
    token = {"Authorization": f"Token {os.environ['DAYZERO_TOKEN']}"}
    return urlopen(Request(address, headers=token))

answer = fetch("{address}.{kind}{query}")
if job := answer.headers["Location"]:  # very many rows: a worker writes the file
    while seconds := answer.headers["Retry-After"]:
        time.sleep(int(seconds))
        answer = fetch(job)
    answer = fetch(f"{job}file")

"""
SNIPPETS = (
    Snippet(
        "r",
        "R",
        Label("Packages httr2 and arrow", "需要httr2和arrow包"),
        f"""\
library(httr2)
library(arrow)

{R_ANSWER.replace("{kind}", "parquet")}\
adtte <- read_parquet(resp_body_raw(answer))
""",
    ),
    Snippet(
        "r-haven",
        "R, haven",
        Label(
            "Packages httr2 and haven; labels and reasons for absence are kept",
            "需要httr2和haven包；保留标签和缺失原因",
        ),
        f"""\
library(httr2)
library(haven)

{R_ANSWER.replace("{kind}", "dta")}\
adtte <- read_dta(resp_body_raw(answer))
""",
    ),
    Snippet(
        "python",
        "Python",
        Label("Package pandas", "需要pandas包"),
        f"""\
import os
import time
from urllib.request import Request, urlopen

import pandas as pd

{PYTHON_ANSWER.replace("{kind}", "csv")}\
adtte = pd.read_csv(answer)
""",
    ),
    Snippet(
        "python-polars",
        "Python, polars",
        Label("Package polars", "需要polars包"),
        f"""\
import io
import os
import time
from urllib.request import Request, urlopen

import polars as pl

{PYTHON_ANSWER.replace("{kind}", "parquet")}\
adtte = pl.read_parquet(io.BytesIO(answer.read()))
""",
    ),
    Snippet(
        "sas",
        "SAS",
        # %if outside of a macro, and what proc http was answered, are of M5.
        Label("SAS 9.4M5 or newer", "需要SAS 9.4M5或更新版本"),
        """\
%let token = %sysget(DAYZERO_TOKEN);
filename adtte "%sysfunc(pathname(work))/adtte.xpt";
proc http url='{address}.xpt{query}' out=adtte;
  headers "Authorization" = "Token &token";
run;
%if &SYS_PROCHTTP_STATUS_CODE ne 200 %then %do;
  %put ERROR: HTTP &SYS_PROCHTTP_STATUS_CODE: {no_file};
%end;
%else %do;
  libname adtte xport;
  proc copy in=adtte out=work; run;
%end;
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
shell curl -fsS -H "Authorization: Token `token'" -o adtte.dta \
-w "%{http_code}" "{address}.dta{query}" > adtte.status \
|| echo failed > adtte.status
if fileread("adtte.status") != "200" {
    display as error "HTTP " fileread("adtte.status") ": {no_file}"
    capture erase adtte.dta
    exit 601
}
use adtte.dta, clear
""",
    ),
    Snippet(
        "curl",
        "curl",
        Label("Any shell", "任何命令行"),
        """\
token="Authorization: Token $DAYZERO_TOKEN"
answer=$(curl -fsS -H "$token" -w "%{http_code}" -o adtte.part "{address}.csv{query}")
if [ "$? $answer" = "0 200" ]; then mv adtte.part adtte.csv
else rm -f adtte.part; echo "HTTP $answer: {no_file}" >&2; false; fi
""",
    ),
)
