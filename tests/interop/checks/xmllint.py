"""xmllint: GEXF 1.3 as schemas/gexf-1.3.rng has the format; and the schema, whether it can refuse."""

import re

import networks
from outcome import Check, Failed

FORMS = {
    "still": (),
    "still-gephi": ("--for", "gephi"),
    "windows": ("--window", "2y"),
    "windows-gephi": ("--window", "2y", "--for", "gephi"),
}
# What is wrong, what of a good file is replaced, and by what. The first place that fits is damaged.
DAMAGES = (
    ("a gexf of another version", r'version="1\.3"', 'version="1.2"'),
    ("a day of change that is none", r'lastmodifieddate="[^"]*"', 'lastmodifieddate="2016-02-30"'),
    ("a direction that is none", r'defaultedgetype="undirected"', 'defaultedgetype="both"'),
    ("a mode that is none", r'mode="dynamic"', 'mode="moving"'),
    ("a form of time that is none", r'timeformat="date"', 'timeformat="day"'),
    ("attributes of a class that is none", r'class="edge"', 'class="tie"'),
    ("an attribute of a type that is none", r'type="liststring"', 'type="list"'),
    ("an attribute without id", r'<attribute id="[^"]*"', "<attribute"),
    ("attributes after nodes", r"(?s)(<attributes .*</attributes>)(\s*<nodes>.*</nodes>)", r"\2\1"),
    ("edges before nodes", r"(?s)(<nodes>.*</nodes>)(\s*<edges>.*</edges>)", r"\2\1"),
    ("a graph without edges", r"(?s)<edges>.*</edges>", ""),
    ("two graphs", r"(?s)<graph .*</graph>", r"\g<0>\g<0>"),
    ("an edge among nodes", r"<nodes>", '<nodes><edge id="1" source="1" target="2"/>'),
    ("text among nodes", r"<nodes>", "<nodes>text"),
    ("a node without id", r'<node id="[^"]*"', "<node"),
    ("a node that weighs", r"<node ", '<node weight="1" '),
    ("an edge without id", r'<edge id="[^"]*"', "<edge"),
    ("an edge without source", r'(<edge [^>]*)source="[^"]*"', r"\1"),
    ("an edge without target", r'(<edge [^>]*)target="[^"]*"', r"\1"),
    ("an edge with a position", r"(<edge [^>]*>)", r'\1<viz:position x="0" y="0"/>'),
    ("a weight that is no number", r' weight="[^"]*"', ' weight="x"'),
    ("a weight with a decimal comma", r' weight="[^"]*"', ' weight="0,5"'),
    ("a weight of nothing", r' weight="[^"]*"', ' weight=""'),
    ("a value of no attribute", r'<attvalue for="[^"]*"', "<attvalue"),
    ("attribute values twice", r"(?s)<attvalues>.*?</attvalues>", r"\g<0>\g<0>"),
    ("spells with no spell", r"(?s)<spells>.*?</spells>", "<spells/>"),
    ("a spell that begins on no day", r'<spell start="[^"]*"', '<spell start="2013-13-01"'),
    ("a spell that is a moment as well", r"<spell ", '<spell timestamp="2013-01-01" '),
    ("a size below zero", r'<viz:size value="[^"]*"', '<viz:size value="-1"'),
    ("a position that is no number", r'(<viz:position) x="[^"]*"', r'\1 x="left"'),
    ("a position without y", r'(<viz:position x="[^"]*") y="[^"]*"', r"\1"),
    ("a colour above 255", r'(<viz:color) r="[^"]*"', r'\1 r="256"'),
    ("a colour below zero", r'(<viz:color) r="[^"]*"', r'\1 r="-1"'),
    ("a colour in parts and in one", r"<viz:color ", '<viz:color hex="#ff0000" '),
    ("more than opaque", r'(<viz:color [^>]*) a="[^"]*"', r'\1 a="1.5"'),
    ("looks of another version", r"http://gexf\.net/1\.3/viz", "http://www.gexf.net/1.3/viz"),
)
# Of attributes, the names with `xmlns` are no attributes but declarations.
ATTRIBUTE = re.compile(r' (?!xmlns)(\w+)="')


def run(context):
    libxml2 = context.debian("libxml2-utils")
    schema = context.root / "tests" / "interop" / "schemas" / "gexf-1.3.rng"

    def refused(files):
        """Which of the files the schema refuses. All are read: a file that is no XML is a failure of the check."""
        command = (libxml2.command("xmllint"), "--noout", "--relaxng", schema, *files)
        done = context.run(*command, env=libxml2.environment, check=False)
        judged = dict(re.findall(r"^(.*) (validates|fails to validate)$", done.stderr, re.MULTILINE))
        if set(judged) != {str(file) for file in files} or done.returncode not in (0, 3):
            raise Failed(f"xmllint: exit code {done.returncode}: {done.stderr[-2000:].strip()}")
        return {file: done.stderr for file in files if judged[str(file)] != "validates"}

    every = networks.networks(context)
    files = {(network.name, form): written(network, form) for network in every for form in FORMS}
    for file, said in refused(files.values()).items():
        raise Failed(f"{file.name} is not GEXF 1.3: {said[:2000]}")
    # All that there is in a file is in this one: spells, weights by window, looks.
    good = files["awkward", "windows-gephi"].read_text(encoding="utf-8")
    damaged = damages(context, good)
    damaged["a file of GEXF 1.2"] = every[0].file("gexf", "--gexf-version", "1.2")
    found = refused(damaged.values())
    missed = [what for what, file in damaged.items() if file not in found]
    if missed:
        raise Failed(f"the schema takes {', '.join(missed)}")
    figures = "; ".join(networks.figures(network) for network in every)
    figures += f"; {len(damaged)} damaged files refused"
    what = "validates .gexf against a RELAX NG schema: of all time, --window, --for gephi"
    return [Check("xmllint", libxml2.version("libxml2-utils"), what, figures)]


def written(network, form):
    """The network in a form, in a file of its own."""
    file = network.file("gexf", *FORMS[form])
    return file.rename(file.with_stem(f"{network.name}-{form}"))


def damages(context, good):
    """Files with one damage each, by what is wrong: those of the list, and each name in turn written otherwise."""
    texts = {}
    for what, pattern, replacement in DAMAGES:
        texts[what], count = re.subn(pattern, replacement, good, count=1)
        if not count:
            raise Failed(f"{what}: there is nothing to damage")
    for name in sorted(set(re.findall(r"</?([\w:]+)", good)) - {"gexf"}):
        texts[f"an element {name}-x"] = re.sub(rf"(</?){name}(?=[\s/>])", rf"\1{name}-x", good)
    # The first line is the XML declaration, which has a version as well.
    head, body = good.split("\n", 1)
    for element, attributes in re.findall(r"<([\w:]+)([^>]*)>", body):
        for name in ATTRIBUTE.findall(attributes):
            what = f"an attribute {name}-x of {element}"
            if what not in texts:
                texts[what] = head + "\n" + re.sub(rf'(<{element}\b[^>]* ){name}="', rf'\1{name}-x="', body, count=1)
    files = {}
    for number, (what, text) in enumerate(texts.items()):
        files[what] = context.work / f"damaged-{number}.gexf"
        files[what].write_text(text, encoding="utf-8")
    return files
