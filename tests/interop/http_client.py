"""Requests to a server on this machine."""

import base64
import urllib.error
import urllib.parse
import urllib.request

from outcome import Failed


def request(method, url, body=None, headers=None, seconds=120, login=None):
    """Body of the answer as bytes. Raises Failed on a status of 400 or more, OSError where nobody answers.

    `login` is a pair of name and password for Basic authentication.
    """
    headers = dict(headers or {})
    if login:
        headers["Authorization"] = "Basic " + base64.b64encode(":".join(login).encode()).decode()
    asked = urllib.request.Request(url, data=body, headers=headers, method=method)
    # Whatever proxy is set: nothing asked here is elsewhere.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(asked, timeout=seconds) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        said = error.read().decode(errors="replace").strip()
        raise Failed(f"{method} {url.split('?')[0]}: status {error.code}: {said[:1500]}") from None


def with_query(url, **parameters):
    """An address with these parameters added; those of `None` are left out."""
    given = {name: value for name, value in parameters.items() if value is not None}
    return url + ("&" if "?" in url else "?") + urllib.parse.urlencode(given) if given else url
