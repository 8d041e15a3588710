"""OpenLink Virtuoso 7, as Debian has it."""

import configparser

import http_client
from process import free_port
from stores.store import Store

PACKAGES = ("virtuoso-opensource-7-bin", "virtuoso-opensource-7", "virtuoso-opensource-7-common")
SHARED = "usr/share/virtuoso-opensource-7"


def start(context, name="virtuoso", settings=None):
    """Debian's configuration with folders and ports of its own, and with `settings` by section and key."""
    debian = context.debian(*PACKAGES)
    folder = context.work / name
    (folder / "vsp").mkdir(parents=True)
    sql_port, http_port = free_port(), free_port()
    configuration = folder / "virtuoso.ini"
    _write(configuration, debian.root / SHARED / "virtuoso.ini", folder, sql_port, http_port, settings or {})
    address = f"http://127.0.0.1:{http_port}"
    server = context.serve(
        [debian.command("virtuoso-t"), "-f", "+configfile", configuration],
        lambda: http_client.request("GET", f"{address}/sparql?query=ASK%7B%7D"),
        environment=debian.environment,
        cwd=folder,
        log=folder / "output.log",
    )
    # Only who holds SPARQL_UPDATE may write; and with it, without a login, whoever reaches the port.
    context.run(
        debian.command("isql-vt"), f"127.0.0.1:{sql_port}", "dba", "dba",
        'exec=GRANT SPARQL_UPDATE TO "SPARQL"', env=debian.environment,
    )
    return Store(
        "Virtuoso",
        debian.version(PACKAGES[0]),
        server,
        query_url=f"{address}/sparql",
        update_url=f"{address}/sparql",
        graph_store_url=f"{address}/sparql-graph-crud",
    )


def _write(file, template, folder, sql_port, http_port, settings):
    """Debian's `virtuoso.ini` with what cannot be as it is: where files lie and who else listens."""
    ini = configparser.ConfigParser(interpolation=None, strict=False)
    ini.optionxform = str
    ini.read(template, encoding="utf-8")
    for section in ini.values():
        for key, value in section.items():
            if "/var/lib/" in value:
                section[key] = value.replace("/var/lib/virtuoso-opensource-7/db", str(folder)).replace(
                    "/var/lib/virtuoso-opensource-7", str(folder)
                )
    ini["Parameters"]["ServerPort"] = f"127.0.0.1:{sql_port}"
    ini["HTTPServer"]["ServerPort"] = f"127.0.0.1:{http_port}"
    # Plug-ins for wikis and packages of applications have no part in this.
    ini["Plugins"].clear()
    ini["Parameters"]["DirsAllowed"] = "."
    for section, values in settings.items():
        ini[section].update(values)
    with open(file, "w", encoding="utf-8") as output:
        ini.write(output)
