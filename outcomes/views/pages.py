"""Pages of a list by their number."""

from django.utils.translation import gettext as _

from registry.access.requests import ActorRequest


def pager(request: ActorRequest, page: int, pages: int) -> dict[str, str]:
    """Return the links to the page before and the page after."""

    def address(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    return {
        "text": _("Page %(page)s of %(pages)s") % {"page": page, "pages": pages},
        "previous_url": address(page - 1) if page > 1 else "",
        "next_url": address(page + 1) if page < pages else "",
    }
