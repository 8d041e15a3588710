"""Roll-call votes of the UN General Assembly as a study: each vote is a statement by a state.

    python3 unvotes.py FOLDER STUDY

FOLDER holds un_votes.csv.gz, un_roll_calls.csv.gz and un_roll_call_issues.csv, the tables of the R
package unvotes (Voeten, Strezhnev, Bailey; CC0).
"""

import csv
import gzip
import re
import sys
import unicodedata
from pathlib import Path

FILES = ("un_votes.csv.gz", "un_roll_calls.csv.gz", "un_roll_call_issues.csv")

MANIFEST = """title = "Roll-call votes of the United Nations General Assembly, 1946-2019"
base = "https://example.org/unvotes/"
licence = "https://creativecommons.org/publicdomain/zero/1.0/"
language = "en"
"""

STANCES = {
    "yes": ("supports", "votes-for"),
    "no": ("opposes", "votes-against"),
    "abstain": ("neutral", "abstains"),
}

# ISO 3166-1 alpha-2 to alpha-3, those of former states included.
ALPHA_3 = {
    pair[:2]: pair[2:]
    for pair in """
    ADAND AEARE AFAFG AGATG ALALB AMARM AOAGO ARARG ATAUT AUAUS AZAZE BABIH BBBRB BDBGD BEBEL BFBFA
    BGBGR BHBHR BIBDI BJBEN BNBRN BOBOL BRBRA BSBHS BTBTN BWBWA BYBLR BZBLZ CACAN CDCOD CFCAF CGCOG
    CHCHE CICIV CLCHL CMCMR CNCHN COCOL CRCRI CSCSK CUCUB CVCPV CYCYP CZCZE DDDDR DEDEU DJDJI DKDNK
    DMDMA DODOM DZDZA ECECU EEEST EGEGY ERERI ESESP ETETH FIFIN FJFJI FMFSM FRFRA GAGAB GBGBR GDGRD
    GEGEO GHGHA GMGMB GNGIN GQGNQ GRGRC GTGTM GWGNB GYGUY HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR
    ININD IQIRQ IRIRN ISISL ITITA JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR
    KWKWT KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA
    MEMNE MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MRMRT MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM
    NENER NGNGA NINIC NLNLD NONOR NPNPL NRNRU NZNZL OMOMN PAPAN PEPER PGPNG PHPHL PKPAK PLPOL PTPRT
    PWPLW PYPRY QAQAT ROROU RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP SISVN SKSVK SLSLE SMSMR
    SNSEN SOSOM SRSUR SSSSD STSTP SVSLV SYSYR SZSWZ TDTCD TGTGO THTHA TJTJK TLTLS TMTKM TNTUN TOTON
    TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA USUSA UYURY UZUZB VCVCT VEVEN VNVNM VUVUT WSWSM YDYMD
    YEYEM YUYUG ZAZAF ZMZMB ZWZWE
    """.split()
}


def rows(path):
    """The rows of a table, plain or gzipped, as dictionaries."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


class Table:
    """A table of the study, written row by row."""

    def __init__(self, path, *columns):
        self.file = open(path, "w", encoding="utf-8", newline="")
        self.writer = csv.writer(self.file, lineterminator="\n")
        self.writer.writerow(columns)

    def __enter__(self):
        return self.writer.writerow

    def __exit__(self, *_):
        self.file.close()


def slug(name):
    """A name as an id."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-").lower()


def tidy(text):
    """A cell without control characters; NA stands for nothing."""
    return "" if text == "NA" else "".join(c if c.isprintable() else " " for c in text).strip()


def actor_of(row):
    """The id of who voted, and its country's code.

    NA means that there is no code, except for Namibia, whose code it is.
    """
    code, country = row["country_code"], row["country"]
    if code == "" or (code == "NA" and country != "Namibia"):
        return slug(country), ""
    return code.lower(), ALPHA_3.get(code, "")


def write_roll_calls(source, study):
    """Claims and sources, one of each a roll call; gives the days."""
    issues, themes, days = {}, {}, {}
    for row in rows(source / "un_roll_call_issues.csv"):
        issues.setdefault(row["rcid"], []).append(row["short_name"])
        themes[row["short_name"]] = row["issue"]
    with Table(study / "themes.csv", "id", "label") as write:
        for theme in sorted(themes):
            write([theme, themes[theme]])
    with (
        Table(study / "claims.csv", "id", "label", "theme", "definition") as write_claim,
        Table(study / "sources.csv", "id", "title", "type", "date", "authority") as write_source,
    ):
        for row in rows(source / "un_roll_calls.csv.gz"):
            call, day = row["rcid"], row["date"]
            text = tidy(row["descr"])
            label = tidy(row["short"]) or text[:80] or f"Roll call {call}"
            write_claim([f"r{call}", label, ";".join(issues.get(call, [])), text])
            title = f"Roll call {call}, session {row['session']}"
            write_source([f"v{call}", title, "vote", day, "authoritative"])
            days[call] = day
    return days


def write_votes(source, study, days):
    """Statements, one a vote, and the actors met in them; gives the number of statements."""
    actors, count = {}, 0
    columns = ("id", "source", "date", "actor", "claim", "stance", "act", "coder")
    with Table(study / "statements.csv", *columns) as write:
        for row in rows(source / "un_votes.csv.gz"):
            actor, country = actor_of(row)
            actors.setdefault(actor, (row["country"], country))
            call = row["rcid"]
            stance, act = STANCES[row["vote"]]
            write(
                [f"{call}-{actor}", f"v{call}", days[call], actor, f"r{call}", stance, act, "unvotes"]
            )
            count += 1
    with Table(study / "actors.csv", "id", "label", "type", "country", "sector") as write:
        for actor, (label, country) in sorted(actors.items()):
            write([actor, label, "state", country, "civilian-government"])
    return count


def convert(source, study):
    """Writes the study; gives the number of statements."""
    study.mkdir(parents=True, exist_ok=True)
    (study / "demarche.toml").write_text(MANIFEST, encoding="utf-8")
    return write_votes(source, study, write_roll_calls(source, study))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    print(convert(Path(sys.argv[1]), Path(sys.argv[2])), "statements")
