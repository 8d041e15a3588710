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
# What GEXF has and demarche does not write: a schema that knew only what demarche writes would prove little.
ADDITIONS = (
    ("numbers as ids", r"<graph ", '<graph idtype="long" '),
    ("nodes that are counted", r"<nodes>", '<nodes count="7">'),
    ("a default and options", r'(<attribute [^>]*)/>', r"\1><options>a|b</options><default>a</default></attribute>"),
    ("nodes and parents in a node", r"(<node [^>]*>)",
        r'\1<parents><parent for="x"/></parents><nodes><node id="n" pid="x"/></nodes><edges/>'),
    ("a node of a moment", r"<node ", '<node timestamp="2013-01-01T12:00:00Z" '),
    ("an edge from a day on, one-way", r"<edge ", '<edge start="2013-01-01" type="directed" '),
    ("a colour in one", r'(<viz:color) r="[^"]*" g="[^"]*" b="[^"]*"', r'\1 hex="#FF7f00"'),
    ("a picture as a shape", r"<viz:size ", r'<viz:shape value="image" uri="a.png"/>\g<0>'),
    ("a dotted edge", r"(<edge [^>]*>)", r'\1<viz:shape value="dotted"/><viz:thickness value="2.5"/>'),
)
# What is wrong, what of a good file is replaced, and by what. The first place that fits is changed.
DAMAGES = (
    ("a gexf of another version", r'version="1\.3"', 'version="1.2"'),
    ("a day of change that is none", r'lastmodifieddate="[^"]*"', 'lastmodifieddate="2016-02-30"'),
    ("a direction that is none", r'defaultedgetype="undirected"', 'defaultedgetype="both"'),
    ("a mode that is none", r'mode="dynamic"', 'mode="moving"'),
    ("a form of time that is none", r'timeformat="date"', 'timeformat="day"'),
    ("a form of times that is none", r'timerepresentation="interval"', 'timerepresentation="spell"'),
    ("ids of a type that is none", r"<graph ", '<graph idtype="double" '),
    ("attributes of a class that is none", r'class="edge"', 'class="tie"'),
    ("an attribute of a type that is none", r'type="liststring"', 'type="list"'),
    ("an attribute without id", r'<attribute id="[^"]*"', "<attribute"),
    ("an attribute without title", r' title="[^"]*"', ""),
    ("attributes after nodes", r"(?s)(<attributes .*</attributes>)(\s*<nodes>.*</nodes>)", r"\2\1"),
    ("edges before nodes", r"(?s)(<nodes>.*</nodes>)(\s*<edges>.*</edges>)", r"\2\1"),
    ("a graph without edges", r"(?s)<edges>.*</edges>", ""),
    ("two graphs", r"(?s)<graph .*</graph>", r"\g<0>\g<0>"),
    ("an edge among nodes", r"<nodes>", '<nodes><edge id="1" source="1" target="2"/>'),
    ("fewer nodes than none", r"<nodes>", '<nodes count="-1">'),
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
    ("an attribute without value", r'(<attvalue for="[^"]*") value="[^"]*"', r"\1"),
    ("a parent that is none", r"(<node [^>]*>)", r"\1<parents><parent/></parents>"),
    ("attribute values twice", r"(?s)<attvalues>.*?</attvalues>", r"\g<0>\g<0>"),
    ("spells with no spell", r"(?s)<spells>.*?</spells>", "<spells/>"),
    ("a spell that begins on no day", r'<spell start="[^"]*"', '<spell start="2013-13-01"'),
    ("a spell that is a moment as well", r"<spell ", '<spell timestamp="2013-01-01" '),
    ("a size below zero", r'<viz:size value="[^"]*"', '<viz:size value="-1"'),
    ("a position that is no number", r'(<viz:position) x="[^"]*"', r'\1 x="left"'),
    ("a height that is no number", r'(<viz:position [^>]*) y="[^"]*"', r'\1 y="1,5"'),
    ("a depth that is no number", r'(<viz:position [^>]*) z="[^"]*"', r'\1 z="far"'),
    ("a position without y", r'(<viz:position x="[^"]*") y="[^"]*"', r"\1"),
    ("a colour above 255", r'(<viz:color) r="[^"]*"', r'\1 r="256"'),
    ("a colour below zero", r'(<viz:color) r="[^"]*"', r'\1 r="-1"'),
    ("a colour in parts and in one", r"<viz:color ", '<viz:color hex="#ff0000" '),
    ("a colour by name", r'(<viz:color) r="[^"]*" g="[^"]*" b="[^"]*"', r'\1 hex="orange"'),
    ("a node of a shape that is none", r"<viz:size ", r'<viz:shape value="dotted"/>\g<0>'),
    ("an edge of a shape that is none", r"(<edge [^>]*>)", r'\1<viz:shape value="disc"/>'),
    ("less than transparent", r'(<viz:color [^>]*) a="[^"]*"', r'\1 a="-0.1"'),
    ("more than opaque", r'(<viz:color [^>]*) a="[^"]*"', r'\1 a="1.5"'),
    ("looks of another version", r"http://gexf\.net/1\.3/viz", "http://www.gexf.net/1.3/viz"),
)
# What declares a namespace is no attribute.
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
    for file, said in refused(list(files.values())).items():
        raise Failed(f"{file.name} is not GEXF 1.3: {said[:2000]}")
    # All that there is in a file is in this one: spells, weights by window, looks.
    good = files["awkward", "windows-gephi"].read_text(encoding="utf-8")
    added = saved(context, "added", changed(good, ADDITIONS))
    for file in refused(list(added)):
        raise Failed(f"the schema refuses {added[file]}")
    damaged = saved(context, "damaged", changed(good, DAMAGES) | misnamed(good))
    damaged[every[0].file("gexf", "--gexf-version", "1.2")] = "a file of GEXF 1.2"
    taken = set(damaged) - set(refused(list(damaged)))
    if taken:
        raise Failed(f"the schema takes {', '.join(sorted(damaged[file] for file in taken))}")
    figures = "; ".join(networks.figures(network) for network in every)
    figures += f"; {len(damaged)} damaged files refused"
    what = "validates .gexf by a RELAX NG schema of GEXF 1.3; also with --window, --for gephi"
    return [Check("xmllint", libxml2.version("libxml2-utils"), what, figures)]


def written(network, form):
    """The network in a form, in a file of its own."""
    file = network.file("gexf", *FORMS[form])
    return file.rename(file.with_stem(f"{network.name}-{form}"))


def changed(good, changes):
    """The text with each change alone, by what it is."""
    texts = {}
    for what, pattern, replacement in changes:
        texts[what], count = re.subn(pattern, replacement, good, count=1)
        if not count:
            raise Failed(f"{what}: there is nothing to change")
    return texts


def misnamed(good):
    """The text with each name of an element, and of an attribute of an element, written otherwise."""
    texts = {}
    for name in sorted(set(re.findall(r"</?([\w:]+)", good)) - {"gexf"}):
        texts[f"an element {name}-x"] = re.sub(rf"(</?){name}(?=[\s/>])", rf"\1{name}-x", good)
    # The first line is the XML declaration, which has a version as well.
    head, body = good.split("\n", 1)
    tags = re.findall(r"<([\w:]+)([^>]*)>", body)
    for element, name in sorted({(element, name) for element, tag in tags for name in ATTRIBUTE.findall(tag)}):
        other = re.sub(rf'(<{element}\b[^>]* ){name}="', rf'\1{name}-x="', body, count=1)
        texts[f"an attribute {name}-x of {element}"] = f"{head}\n{other}"
    return texts


def saved(context, kind, texts):
    """A file of each text, with what it is."""
    files = {}
    for number, (what, text) in enumerate(texts.items()):
        file = context.work / f"{kind}-{number}.gexf"
        file.write_text(text, encoding="utf-8")
        files[file] = what
    return files
