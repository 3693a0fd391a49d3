"""A file and what is said of it: name, length, digest, versions; whole or a part."""

import base64
from typing import IO, Any

from django.http import FileResponse, HttpResponse, HttpResponseBase

from outcomes.cuts.sight import made_or_404
from outcomes.exports.abroad import recipient_kept
from outcomes.exports.catalogue import FORMATS
from outcomes.exports.export import Export
from outcomes.exports.jobs.keeping import path_of
from outcomes.exports.jobs.ranges import NotThere, part_of
from outcomes.models import ExportJob, ExportLog
from registry.access.log import note
from registry.access.policy import Actor
from registry.models import Access


def sent_whole(made: Export) -> FileResponse:
    """Return a file that was written while its reader waited."""
    return _sent(made.file, made.log, 200, _about(made.log))


def sent_of_job(job: ExportJob, headers: Any) -> HttpResponseBase:
    """Return the file of a job that is done, or the part that Range asks for.

    Each fetch is in the log of accesses.
    """
    log = job.log
    assert log is not None
    tag = f'"{log.sha256}"'
    wanted = headers.get("Range", "") if headers.get("If-Range", tag) == tag else ""
    about = {**_about(log), "Accept-Ranges": "bytes"}
    try:
        part = part_of(wanted, log.size)
    except NotThere:
        where = {"Content-Range": f"bytes */{log.size}"}
        return HttpResponse(status=416, headers=where)
    file = f"{log.dataset}.{log.kind}{recipient_kept(log.query).in_log}"
    what = f"{file} {log.cohort} job {job.pk}"
    note(Access.TOOK_OUT, user_id=job.user_id, what=what, rows=log.rows)
    content = path_of(job).open("rb")
    if part is None:
        return _sent(content, log, 200, about)
    content.seek(part.first)
    about |= {"Content-Range": str(part), "Content-Length": str(part.length)}
    return _sent(Limited(content, part.length), log, 206, about)


def sent_define(actor: Actor, cut: str | None) -> HttpResponse:
    """Return the Define-XML document of the analysis datasets, of now or of a cut.

    Raises Http404 for a cut that is not there for the actor.
    """
    # odmlib is loaded by whoever asks for its files, not by every process.
    from outcomes.exports.define.document import FILE, define_xml

    document = define_xml(made_or_404(actor, cut) if cut else None)
    answer = HttpResponse(document, content_type="application/xml")
    answer["Content-Disposition"] = f'attachment; filename="{FILE}"'
    return answer


class Limited:
    """So many bytes of a file from where it stands."""

    def __init__(self, file: IO[bytes], length: int) -> None:
        self._file, self._left = file, length
        self.close = file.close

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, none once all were given."""
        got = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(got)
        return got


def _sent(
    file: Any, log: ExportLog, status: int, about: dict[str, str]
) -> FileResponse:
    kind = FORMATS[log.kind]
    named = [log.dataset, log.cohort, log.cut or str(log.data_version)]
    name = "-".join(filter(None, named))
    response = FileResponse(
        file,
        status=status,
        as_attachment=True,
        filename=f"{name}.{kind.suffix or log.kind}",
        content_type=kind.content_type,
    )
    for header, value in about.items():
        response[header] = value
    return response


def _about(log: ExportLog) -> dict[str, str]:
    digest = base64.b64encode(bytes.fromhex(log.sha256)).decode()
    about = {
        "Content-Length": str(log.size),
        "ETag": f'"{log.sha256}"',
        "X-Content-SHA256": log.sha256,
        "Repr-Digest": f"sha-256=:{digest}:",
        "X-Rows": str(log.rows),
        "X-Data-Version": str(log.data_version),
        "X-Profile": log.profile,
        "Cache-Control": "private, no-store",
    }
    if log.cut:
        about["X-Cut"] = log.cut
    if log.smallest_group is not None:
        about["X-Smallest-Group"] = str(log.smallest_group)
        about["X-In-Small-Groups"] = str(log.in_small_groups or 0)
    return about
