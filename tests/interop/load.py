#!/usr/bin/env python3
"""Many clients at once on a running `demarche serve`: how many answers, how fast, how many errors.

    demarche serve GRAPH --port 0          prints its address
    python3 tests/interop/load.py http://127.0.0.1:PORT/ --clients 64 --seconds 60

Every answer has to be the same as the first. The exit code is 1 if anything went wrong.
"""

import argparse
import http.client
import threading
import time
import urllib.parse

QUERIES = [
    "ASK {}",
    "SELECT ?t (COUNT(*) AS ?n) { ?s a ?t } GROUP BY ?t ORDER BY ?t",
    "SELECT ?s ?o { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?o } ORDER BY ?s ?o LIMIT 100",
]


def ask(host, query):
    connection = http.client.HTTPConnection(host, timeout=120)
    body = urllib.parse.urlencode({"query": query})
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    try:
        connection.request("POST", "/sparql", body, kind)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("address")
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    host = urllib.parse.urlsplit(options.address).netloc
    if urllib.parse.urlsplit(options.address).hostname not in ("127.0.0.1", "localhost", "::1"):
        parser.error("only a server on this machine")
    expected = [ask(host, query) for query in QUERIES]
    assert all(status == 200 for status, _ in expected), expected
    times, errors, end = [], [], time.monotonic() + options.seconds

    def client(number):
        turn = number
        while time.monotonic() < end:
            which, turn = turn % len(QUERIES), turn + 1
            since = time.monotonic()
            try:
                if ask(host, QUERIES[which]) != expected[which]:
                    errors.append("another answer")
            except (OSError, http.client.HTTPException) as error:
                errors.append(repr(error))
            times.append(time.monotonic() - since)

    clients = [threading.Thread(target=client, args=(n,)) for n in range(options.clients)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    times.sort()
    at = lambda share: times[min(int(len(times) * share), len(times) - 1)] * 1000
    print(f"{len(times)} requests, {len(errors)} errors, {len(times) / options.seconds:.0f} a second,"
          f" p50 {at(0.5):.0f} ms, p99 {at(0.99):.0f} ms, longest {times[-1] * 1000:.0f} ms")
    for error in sorted(set(errors))[:10]:
        print(error)
    return 1 if errors else 0


if __name__ == "__main__":
    raise SystemExit(main())
