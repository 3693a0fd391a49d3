"""Who gets what at every address: the expected status for each actor.

``own`` rows are about an object of LDP, where all but manager2 and admin belong; ``heb``
rows about one of HEB, where only manager2 belongs; ``-`` rows name no object. A route
of REST forms stands for all of them as ``<form>``. A method without a row is refused
with 405. 302 is the way to the sign-in page, or on after a change.
"""

# ruff: noqa: E501 - the table reads best with one line a row

from dataclasses import dataclass

from registry.models import FORMS
from tests.access.world import ACTORS

TABLE = """
route method object anonymous manager investigator statistician monitor manager2 admin centreadmin

healthz              GET    -    200 200 200 200 200 200 200 200
readyz               GET    -    200 200 200 200 200 200 200 200
sign-in              GET    -    200 302 302 302 302 302 302 302
sign-in              POST   -    200 302 302 302 302 302 302 302
sign-in              PUT    -    200 302 302 302 302 302 302 302
sign-in-code         GET    -    302 302 302 302 302 302 302 302
sign-in-code         POST   -    302 302 302 302 302 302 302 302
sign-out             POST   -    302 302 302 302 302 302 302 302
set_language         GET    -    302 302 302 302 302 302 302 302
set_language         POST   -    302 302 302 302 302 302 302 302
session-ping         POST   -    302 204 204 204 204 204 204 204

system               GET    -    302 403 403 403 403 403 200 403
system-retry         POST   -    302 403 403 403 403 403 302 403
api-metrics          GET    -    401 403 403 403 403 403 200 403
home                 GET    -    302 200 200 200 200 200 200 200
codebook             GET    -    302 200 200 200 200 200 200 200
analysis-codebook    GET    -    302 200 200 200 200 200 200 200
define-file          GET    -    302 200 200 200 200 200 200 200
calculators          GET    -    302 200 200 200 200 200 200 200
calculator           GET    -    302 200 200 200 200 200 200 200
worklist-visits      GET    -    302 200 200 403 200 200 403 200
worklist-forms       GET    -    302 200 200 403 200 200 403 200
completeness         GET    -    302 200 200 403 200 200 403 200
completeness-file    GET    -    302 200 200 403 200 200 403 200
completeness-form    GET    -    302 200 200 403 200 200 403 200
visits-file          GET    -    404 404 404 404 404 404 404 404
patient-visits-file  GET    own  302 200 200 404 200 404 404 200
patient-visits-file  GET    heb  302 404 404 404 404 200 404 404
second-factor        GET    -    302 200 200 200 200 200 200 200
second-factor        POST   -    302 422 422 422 422 422 422 422
people               GET    -    302 403 403 403 403 403 200 200
people-invite        GET    -    302 403 403 403 403 403 200 200
people-invite        POST   -    302 403 403 403 403 403 422 422
person               GET    own  302 403 403 403 403 403 200 200
person               GET    heb  302 403 403 403 403 403 200 404
person               POST   own  302 403 403 403 403 403 400 400
person               POST   heb  302 403 403 403 403 403 400 404
welcome              GET    -    200 200 200 200 200 200 200 200
welcome              POST   -    200 200 200 200 200 200 200 200
notices              GET    -    302 200 200 200 200 200 200 200
notices              POST   -    302 302 302 302 302 302 302 302
notices-calendar     POST   -    302 302 302 403 302 302 403 302
find                 GET    -    302 200 200 200 200 200 200 200
emergency            GET    -    302 403 200 403 403 403 403 200
emergency            POST   -    302 403 422 403 403 403 403 403
emergency-patient    GET    own  302 403 404 403 403 403 403 403
emergency-patient    GET    heb  302 403 404 403 403 403 403 403
emergency-end        POST   -    302 403 302 403 403 403 403 403
emergency-close      POST   own  302 403 403 403 403 403 403 302
emergency-close      POST   heb  302 403 403 403 403 403 403 404
emergency-acknowledge POST  own  302 403 403 403 403 403 403 302
emergency-acknowledge POST  heb  302 403 403 403 403 403 403 404

patients             GET    -    302 200 200 403 200 200 403 200
enrol                GET    -    302 200 200 403 403 200 403 200
enrol                POST   -    302 422 422 403 403 422 403 422
patient              GET    own  302 200 200 404 200 404 404 200
patient              GET    heb  302 404 404 404 404 200 404 404
daily-counts         GET    own  302 200 200 404 200 404 404 200
daily-counts         GET    heb  302 404 404 404 404 200 404 404
daily-counts         POST   own  302 302 302 404 403 404 404 302
daily-counts         POST   heb  302 404 404 404 404 302 404 404
patient-edit         GET    own  302 200 200 404 200 404 404 200
patient-edit         GET    heb  302 404 404 404 404 200 404 404
patient-edit         POST   own  302 422 422 404 403 404 404 422
patient-edit         POST   heb  302 404 404 404 404 422 404 404
patient-identity     GET    own  302 200 200 404 403 404 404 200
patient-identity     GET    heb  302 404 404 404 404 200 404 404
patient-identity     POST   own  302 422 422 404 403 404 404 422
patient-identity     POST   heb  302 404 404 404 404 422 404 404
patient-reports      GET    own  302 200 200 404 200 404 404 200
patient-reports      GET    heb  302 404 404 404 404 200 404 404
api-normal-ranges    GET    -    401 200 200 403 200 200 403 200
laboratories         GET    -    302 403 403 403 403 403 403 200
laboratories         POST   -    302 403 403 403 403 403 403 422
laboratory           GET    own  302 403 403 403 403 403 403 200
laboratory           GET    heb  302 403 403 403 403 403 403 404
laboratory           POST   own  302 403 403 403 403 403 403 422
laboratory           POST   heb  302 403 403 403 403 403 403 404
from-laboratory      GET    own  302 200 200 404 403 404 404 200
from-laboratory      GET    heb  302 404 404 404 404 200 404 404
duplicates           GET    -    302 200 403 403 403 200 403 200
duplicate            GET    own  302 200 403 404 403 404 404 200
duplicate            GET    heb  302 404 404 404 404 200 404 404
duplicate            POST   own  302 422 403 404 403 404 404 422
duplicate            POST   heb  302 404 404 404 404 422 404 404
patient-merged       GET    own  302 200 403 404 403 404 404 200
patient-merged       GET    heb  302 404 404 404 404 200 404 404
patient-merged       POST   own  302 422 403 404 403 404 404 422
patient-merged       POST   heb  302 404 404 404 404 422 404 404
transfers            GET    -    302 200 403 403 403 200 403 200
transfer             GET    own  302 200 403 403 403 404 403 200
transfer             GET    heb  302 404 403 403 403 200 403 404
transfer-answer      POST   own  302 422 403 403 403 404 403 422
transfer-answer      POST   heb  302 404 403 403 403 422 403 404
patient-transfer     GET    own  302 200 403 404 403 404 404 200
patient-transfer     GET    heb  302 404 404 404 404 200 404 404
patient-transfer     POST   own  302 422 403 404 403 404 404 422
patient-transfer     POST   heb  302 404 404 404 404 422 404 404
audit                GET    -    302 403 403 403 200 403 200 200
audit-file           GET    -    302 403 403 403 200 403 200 200
audit-accesses       GET    -    302 403 403 403 200 403 200 200
patient-audit        GET    own  302 403 403 404 200 404 404 200
patient-audit        GET    heb  302 404 404 404 404 403 404 404
patient-history      GET    own  302 200 200 404 200 404 404 200
patient-history      GET    heb  302 404 404 404 404 200 404 404
record-new           GET    own  302 200 200 404 403 404 404 200
record-new           GET    heb  302 404 404 404 404 200 404 404
record-new           POST   own  302 422 422 404 403 404 404 422
record-new           POST   heb  302 404 404 404 404 422 404 404
record-derived       POST   own  302 200 200 404 200 404 404 200
record-derived       POST   heb  302 404 404 404 404 200 404 404
record-draft         POST   own  302 200 200 404 403 404 404 200
record-draft         POST   heb  302 404 404 404 404 200 404 404
draft-discard        POST   own  302 302 302 404 302 404 404 302
draft-discard        POST   heb  302 404 404 404 404 302 404 404
record               GET    own  302 200 200 404 200 404 404 200
record               GET    heb  302 404 404 404 404 200 404 404
record               POST   own  302 422 422 404 403 404 404 422
record               POST   heb  302 404 404 404 404 422 404 404
record-history       GET    own  302 200 200 404 200 404 404 200
record-history       GET    heb  302 404 404 404 404 200 404 404
field-history        GET    own  302 200 200 404 200 404 404 200
field-history        GET    heb  302 404 404 404 404 200 404 404
record-remove        GET    own  302 200 200 404 403 404 404 200
record-remove        GET    heb  302 404 404 404 404 200 404 404
record-move          GET    own  302 200 403 404 403 404 404 200
record-move          GET    heb  302 404 404 404 404 200 404 404
record-move          POST   own  302 422 403 404 403 404 404 422
record-move          POST   heb  302 404 404 404 404 422 404 404
record-remove        POST   own  302 412 412 404 403 404 404 412
record-remove        POST   heb  302 404 404 404 404 412 404 404

queries              GET    -    302 200 200 403 200 200 403 200
queries-many         POST   -    302 302 302 403 302 302 403 302
query                GET    own  302 200 200 404 200 404 404 200
query                GET    heb  302 404 404 404 404 200 404 404
query-act            POST   own  302 302 403 404 403 404 404 302
query-act            POST   heb  302 404 404 404 404 302 404 404
checks               GET    -    302 200 200 200 200 200 200 200
checks-run           GET    -    302 200 200 200 200 200 200 200
checks-run           POST   own  302 403 403 403 403 404 302 302
checks-run           POST   heb  302 404 404 403 404 403 302 404
query-new            GET    own  302 200 200 404 200 404 404 200
query-new            GET    heb  302 404 404 404 404 200 404 404
query-new            POST   own  302 302 302 404 302 404 404 302
query-new            POST   heb  302 404 404 404 404 302 404 404
record-mark          GET    own  302 403 403 404 200 404 404 403
record-mark          GET    heb  302 404 404 404 404 403 404 404
record-mark          POST   own  302 403 403 404 200 404 404 403
record-mark          POST   heb  302 404 404 404 404 403 404 404
patient-mark         GET    own  302 403 403 404 200 404 404 403
patient-mark         GET    heb  302 404 404 404 404 403 404 404
patient-mark         POST   own  302 403 403 404 200 404 404 403
patient-mark         POST   heb  302 404 404 404 404 403 404 404
forms                GET    -    302 200 200 403 200 200 403 200
forms-mark           POST   -    302 403 403 403 302 403 403 403

imports              GET    -    302 200 403 403 403 200 403 200
imports              POST   -    302 422 403 403 403 422 403 422
import-template      GET    -    302 200 403 403 403 200 403 200
import-data          GET    -    302 200 200 403 403 200 403 200
import-report        GET    own  302 200 403 403 403 404 403 404
import-report        GET    heb  302 404 403 403 403 200 403 404
import-confirm       POST   own  302 302 403 403 403 404 403 404
import-confirm       POST   heb  302 404 403 403 403 302 403 404
import-columns       GET    own  302 200 403 403 403 404 403 404
import-columns       GET    heb  302 404 403 403 403 200 403 404
import-columns       POST   own  302 302 403 403 403 404 403 404
import-columns       POST   heb  302 404 403 403 403 302 403 404
import-progress      GET    own  302 200 403 403 403 404 403 404
import-progress      GET    heb  302 404 403 403 403 200 403 404
import-cancel        POST   own  302 302 403 403 403 404 403 404
import-cancel        POST   heb  302 404 403 403 403 302 403 404
import-again         POST   own  302 302 403 403 403 404 403 404
import-again         POST   heb  302 404 403 403 403 302 403 404
import-problems      GET    own  302 200 403 403 403 404 403 404
import-problems      GET    heb  302 404 403 403 403 200 403 404
import-corrections   GET    own  302 200 403 403 403 404 403 404
import-corrections   GET    heb  302 404 403 403 403 200 403 404

clients              GET    -    302 200 200 200 403 200 403 200
client-file          GET    -    302 200 200 200 403 200 403 200
cuts                 GET    -    302 200 200 200 200 200 200 200
cut-new              GET    -    302 403 200 200 403 403 200 200
cut-new              POST   -    302 403 422 422 403 403 422 422
cut                  GET    -    302 200 200 200 200 200 200 200
cut-again            POST   -    302 403 302 302 403 403 302 302
cut-compare          GET    -    302 200 200 200 403 200 403 200
exports              GET    -    302 200 200 200 403 200 403 200
export-file          GET    -    302 200 200 200 403 200 403 200
studies              GET    -    302 200 200 200 200 200 403 200
study-new            GET    -    302 403 200 200 403 403 403 200
study-new            POST   -    302 403 200 200 403 403 403 200
study-edit           GET    own  302 403 200 200 403 404 404 200
study-edit           GET    heb  302 404 404 404 404 403 404 404
study-edit           POST   own  302 403 200 200 403 404 404 200
study-edit           POST   heb  302 404 404 404 404 403 404 404
study-versions       GET    own  302 200 200 200 200 404 404 200
study-versions       GET    heb  302 404 404 404 404 200 404 404
study-version        GET    own  302 200 200 200 200 404 404 200
study-version        GET    heb  302 404 404 404 404 200 404 404
study-archive        POST   own  302 403 422 422 403 404 404 422
study-archive        POST   heb  302 404 404 404 404 403 404 404
study-sharing        GET    own  302 403 403 403 403 404 200 200
study-sharing        GET    heb  302 404 404 404 404 403 200 404
study-sharing        POST   own  302 403 403 403 403 404 422 422
study-sharing        POST   heb  302 404 404 404 404 403 422 404
study                GET    own  302 200 200 200 200 404 404 200
study                GET    heb  302 404 404 404 404 200 404 404
study-status         GET    own  302 200 200 200 200 404 404 200
study-status         GET    heb  302 404 404 404 404 200 404 404
study-changes        GET    own  302 200 200 200 200 404 404 200
study-changes        GET    heb  302 404 404 404 404 200 404 404
study-patients       GET    own  302 200 200 200 200 404 404 200
study-patients       GET    heb  302 404 404 404 404 200 404 404
study-regression     GET    own  302 200 200 200 200 404 404 200
study-regression     GET    heb  302 404 404 404 404 200 404 404
study-regression-file GET   own  302 404 404 404 404 404 404 404
study-regression-file GET   heb  302 404 404 404 404 404 404 404
study-section        GET    own  302 200 200 200 200 404 404 200
study-section        GET    heb  302 404 404 404 404 200 404 404
figure               GET    own  302 200 200 200 200 404 404 200
figure               GET    heb  302 404 404 404 404 200 404 404

password             GET    -    302 200 200 200 200 200 200 200
password             POST   -    302 422 422 422 422 422 422 422
password             PUT    -    302 422 422 422 422 422 422 422
tokens               GET    -    302 200 200 200 200 200 200 200
tokens               POST   -    302 201 201 201 201 201 201 201
token-revoke         POST   own  302 302 404 404 404 404 404 404
token-revoke         POST   heb  302 404 404 404 404 302 404 404

api                  GET    -    302 302 302 302 302 302 302 302
api-schema           GET    -    200 200 200 200 200 200 200 200
api-docs             GET    -    200 200 200 200 200 200 200 200
api-grading          GET    -    401 200 200 200 200 200 200 200
api-grading-engine   GET    -    401 200 200 200 200 200 200 200
api-grading-engine   POST   -    401 200 200 200 200 200 200 200

api-patients-list    GET    -    401 200 200 403 200 200 403 200
api-patients-list    POST   own  401 201 201 403 403 400 403 201
api-patients-list    POST   heb  401 400 400 403 403 201 403 400
api-patients-detail  GET    own  401 200 200 404 200 404 404 200
api-patients-detail  GET    heb  401 404 404 404 404 200 404 404
api-patients-detail  PUT    own  401 200 200 404 403 404 404 200
api-patients-detail  PUT    heb  401 404 404 404 404 200 404 404
api-patients-detail  PATCH  own  401 200 200 404 403 404 404 200
api-patients-detail  PATCH  heb  401 404 404 404 404 200 404 404
api-patient-reports  GET    own  401 200 200 404 200 404 404 200
api-patient-reports  GET    heb  401 404 404 404 404 200 404 404
api-patient-fhir     GET    own  401 200 200 404 403 404 404 200
api-patient-fhir     GET    heb  401 404 404 404 404 200 404 404
api-patients-history GET    own  401 200 200 404 200 404 404 200
api-patients-history GET    heb  401 404 404 404 404 200 404 404
api-patient-identity GET    own  401 200 200 404 403 404 404 200
api-patient-identity GET    heb  401 404 404 404 404 200 404 404
api-patient-identity PUT    own  401 200 200 404 403 404 404 200
api-patient-identity PUT    heb  401 404 404 404 404 200 404 404
api-duplicates       GET    -    401 200 403 403 403 200 403 200
api-patient-merge    GET    own  401 200 403 404 403 404 404 200
api-patient-merge    GET    heb  401 404 404 404 404 200 404 404
api-patient-merge    POST   own  401 409 403 404 403 404 404 409
api-patient-merge    POST   heb  401 404 404 404 404 409 404 404
api-patient-apart    POST   own  401 200 403 404 403 404 404 200
api-patient-apart    POST   heb  401 404 404 404 404 200 404 404
api-patient-reopen   POST   own  401 200 403 404 403 404 404 200
api-patient-reopen   POST   heb  401 404 404 404 404 200 404 404
api-patients-withdraw-consent POST own 401 200 200 404 403 404 404 200
api-patients-withdraw-consent POST heb 401 404 404 404 404 200 404 404
api-patients-lock-case POST own  401 403 403 404 403 404 404 409
api-patients-lock-case POST heb  401 404 404 404 404 403 404 404
api-patients-unlock-case POST own 401 403 403 404 403 404 404 200
api-patients-unlock-case POST heb 401 404 404 404 404 403 404 404
api-transfers-list   GET    -    401 200 403 403 403 200 403 200
api-transfers-list   POST   own  401 409 403 403 403 400 403 409
api-transfers-list   POST   heb  401 400 403 403 403 409 403 400
api-transfers-detail GET    own  401 200 404 404 404 404 404 200
api-transfers-detail GET    heb  401 404 404 404 404 200 404 404
api-transfers-accept POST   own  401 403 404 404 404 404 404 403
api-transfers-accept POST   heb  401 404 404 404 404 403 404 404
api-transfers-refuse POST   own  401 403 404 404 404 404 404 403
api-transfers-refuse POST   heb  401 404 404 404 404 403 404 404
api-transfers-take-back POST own 401 200 404 404 404 404 404 200
api-transfers-take-back POST heb 401 404 404 404 404 200 404 404
api-<form>-move      POST   own  401 200 403 404 403 404 404 200
api-<form>-move      POST   heb  401 404 404 404 404 200 404 404
api-<form>-list      GET    -    401 200 200 403 200 200 403 200
api-<form>-list      POST   own  401 201 201 403 403 400 403 201
api-<form>-list      POST   heb  401 400 400 403 403 201 403 400
api-death-list       POST   own  401 422 422 403 403 400 403 422
api-death-list       POST   heb  401 400 400 403 403 422 403 400
api-<form>-detail    GET    own  401 200 200 404 200 404 404 200
api-<form>-detail    GET    heb  401 404 404 404 404 200 404 404
api-<form>-detail    PUT    own  401 200 200 404 403 404 404 200
api-<form>-detail    PUT    heb  401 404 404 404 404 200 404 404
api-<form>-detail    PATCH  own  401 200 200 404 403 404 404 200
api-<form>-detail    PATCH  heb  401 404 404 404 404 200 404 404
api-<form>-detail    DELETE own  401 204 204 404 403 404 404 204
api-<form>-detail    DELETE heb  401 404 404 404 404 204 404 404
api-<form>-history   GET    own  401 200 200 404 200 404 404 200
api-<form>-history   GET    heb  401 404 404 404 404 200 404 404

api-patients-verify  POST   own  401 403 403 404 409 404 404 403
api-patients-verify  POST   heb  401 404 404 404 404 403 404 404
api-patients-sign    POST   own  401 403 400 404 403 404 404 403
api-patients-sign    POST   heb  401 404 404 404 404 403 404 404
api-patients-lock    POST   own  401 403 403 404 403 404 404 409
api-patients-lock    POST   heb  401 404 404 404 404 403 404 404
api-patients-unlock  POST   own  401 403 403 404 403 404 404 409
api-patients-unlock  POST   heb  401 404 404 404 404 403 404 404
api-<form>-verify    POST   own  401 403 403 404 409 404 404 403
api-<form>-verify    POST   heb  401 404 404 404 404 403 404 404
api-<form>-sign      POST   own  401 403 400 404 403 404 404 403
api-<form>-sign      POST   heb  401 404 404 404 404 403 404 404
api-<form>-lock      POST   own  401 403 403 404 403 404 404 409
api-<form>-lock      POST   heb  401 404 404 404 404 403 404 404
api-<form>-unlock    POST   own  401 403 403 404 403 404 404 409
api-<form>-unlock    POST   heb  401 404 404 404 404 403 404 404

api-queries-list     GET    -    401 200 200 403 200 200 403 200
api-queries-list     POST   own  401 201 201 403 201 400 403 201
api-queries-list     POST   heb  401 400 400 403 400 201 403 400
api-queries-detail   GET    own  401 200 200 404 200 404 404 200
api-queries-detail   GET    heb  401 404 404 404 404 200 404 404
api-queries-answer   POST   own  401 200 403 404 403 404 404 200
api-queries-answer   POST   heb  401 404 404 404 404 200 404 404
api-queries-confirm  POST   own  401 409 403 404 403 404 404 409
api-queries-confirm  POST   heb  401 404 404 404 404 409 404 404
api-queries-comment  POST   own  401 200 200 404 200 404 404 200
api-queries-comment  POST   heb  401 404 404 404 404 200 404 404
api-queries-close    POST   own  401 403 403 404 200 404 404 200
api-queries-close    POST   heb  401 404 404 404 404 403 404 404
api-queries-send-back POST  own  401 403 403 404 409 404 404 409
api-queries-send-back POST  heb  401 404 404 404 404 403 404 404
api-queries-withdraw POST   own  401 403 403 404 200 404 404 200
api-queries-withdraw POST   heb  401 404 404 404 404 403 404 404
api-queries-assign   POST   own  401 200 200 404 200 404 404 200
api-queries-assign   POST   heb  401 404 404 404 404 200 404 404
api-visits-list      GET    -    401 200 200 403 200 200 403 200
api-visits-detail    GET    own  401 200 200 404 200 404 404 200
api-visits-detail    GET    heb  401 404 404 404 404 200 404 404
api-completeness     GET    -    401 200 200 403 200 200 403 200
api-completeness-form GET   -    401 200 200 404 200 200 404 200

api-cohorts          GET    -    401 200 200 200 200 200 403 200
api-cohorts          POST   -    401 403 400 400 403 403 403 400
api-cohorts-count    POST   -    401 403 400 400 403 403 403 400
api-cohort           PATCH  own  401 400 400 400 400 404 404 400
api-cohort           PATCH  heb  401 404 404 404 404 400 404 404
api-cohort-versions  GET    own  401 200 200 200 200 404 404 200
api-cohort-versions  GET    heb  401 404 404 404 404 200 404 404
api-cohort-grants    GET    own  401 403 403 403 403 404 200 200
api-cohort-grants    GET    heb  401 404 404 404 404 403 200 404
api-cohort-grants    POST   own  401 403 403 403 403 404 400 400
api-cohort-grants    POST   heb  401 404 404 404 404 403 400 404
api-cohort-grant     DELETE own  401 403 403 403 403 404 204 204
api-cohort-grant     DELETE heb  401 404 404 404 404 403 204 404
api-cohort           GET    own  401 200 200 200 200 404 404 200
api-cohort           GET    heb  401 404 404 404 404 200 404 404
api-cohort-changes   GET    own  401 200 200 200 200 404 404 200
api-cohort-changes   GET    heb  401 404 404 404 404 200 404 404
api-cohort-patients  GET    own  401 200 200 200 200 404 404 200
api-cohort-patients  GET    heb  401 404 404 404 404 200 404 404
api-cohort-regression GET   own  401 200 200 200 200 404 404 200
api-cohort-regression GET   heb  401 404 404 404 404 200 404 404
api-cohort-regression-file GET own 401 404 404 404 404 404 404 404
api-cohort-regression-file GET heb 401 404 404 404 404 404 404 404
api-cohort-figure    GET    own  401 200 200 200 200 404 404 200
api-cohort-figure    GET    heb  401 404 404 404 404 200 404 404
api-cohort-results   GET    own  401 200 200 200 200 404 404 200
api-cohort-results   GET    heb  401 404 404 404 404 200 404 404
api-cuts             GET    -    401 200 200 200 200 200 200 200
api-cuts             POST   -    401 403 400 400 403 403 400 400
api-cut              GET    -    401 200 200 200 200 200 200 200
api-cut-compare      GET    -    401 200 200 200 403 200 403 200
api-exports          GET    -    401 200 200 200 403 200 403 200
api-define           GET    -    401 200 200 200 403 200 403 200
api-exports-log      GET    -    401 200 200 200 403 200 403 200
api-export           GET    -    401 200 200 200 403 200 403 200
api-export-jobs      GET    -    401 200 200 200 403 200 403 200
api-export-job       GET    own  401 200 404 404 403 404 403 404
api-export-job       GET    heb  401 404 404 404 403 200 403 404
api-export-job       DELETE own  401 204 404 404 403 404 403 404
api-export-job       DELETE heb  401 404 404 404 403 204 403 404
api-export-job-file  GET    own  401 200 404 404 403 404 403 404
api-export-job-file  GET    heb  401 404 404 404 403 200 403 404
api-webhooks         GET    -    401 403 403 200 403 403 200 200
api-webhooks         POST   -    401 403 403 400 403 403 400 400
api-webhook          DELETE own  401 404 404 204 404 404 404 404
api-webhook          DELETE heb  401 404 404 404 404 404 204 404
api-webhook-deliveries GET  own  401 404 404 200 404 404 404 404
api-webhook-deliveries GET  heb  401 404 404 404 404 404 200 404
api-webhook-secret   POST   own  401 404 404 201 404 404 404 404
api-webhook-secret   POST   heb  401 404 404 404 404 404 201 404
api-webhook-resume   POST   own  401 404 404 204 404 404 404 404
api-webhook-resume   POST   heb  401 404 404 404 404 404 204 404
webhooks             GET    -    302 403 403 200 403 403 200 200
webhooks             POST   -    302 403 403 422 403 403 422 422
webhook-end          POST   own  302 403 403 302 403 403 404 404
webhook-end          POST   heb  302 403 403 404 403 403 302 404
webhook-secret       POST   own  302 403 403 201 403 403 404 404
webhook-secret       POST   heb  302 403 403 404 403 403 201 404
webhook-resume       POST   own  302 403 403 302 403 403 404 404
webhook-resume       POST   heb  302 403 403 404 403 403 302 404
export-jobs          GET    -    302 200 200 200 403 200 403 200
export-jobs          POST   -    302 302 302 302 403 302 403 302
export-job-drop      POST   own  302 302 404 404 403 404 403 404
export-job-drop      POST   heb  302 404 404 404 403 302 403 404
export-job-file      GET    own  302 200 404 404 403 404 403 404
export-job-file      GET    heb  302 404 404 404 403 200 403 404
"""


@dataclass(frozen=True, slots=True)
class Row:
    """What each actor gets from one method at one address."""

    route: str
    method: str
    site: str
    statuses: dict[str, int]


def rows() -> list[Row]:
    """Return the table, a row for every form where one stands for all.

    A later row speaks for itself: nobody dies twice, so a second death is refused.
    """
    head, *lines = [line.split() for line in TABLE.strip().splitlines() if line]
    assert tuple(head[3:]) == ACTORS
    told = [row for line in lines for row in _expanded(line)]
    return list({(row.route, row.method, row.site): row for row in told}.values())


def _expanded(line: list[str]) -> list[Row]:
    route, method, of, *statuses = line
    names = [route.replace("<form>", form) for form in FORMS]
    got = dict(zip(ACTORS, map(int, statuses), strict=True))
    site = "HEB" if of == "heb" else "LDP"
    return [Row(name, method, site, got) for name in dict.fromkeys(names)]
