//! The one list of settings: their names, values, and what each is about.

use super::held::{AnyField, Field};
use demarche_core::display::Delimiter;
use demarche_core::model::EdtfDate;
use demarche_export::{ColorBy, GexfVersion, NetworkFormat};
use demarche_network::compare::{Part, Unit};
use demarche_network::page::PageFormat;
use demarche_network::{Compat, Counting, Duration, Logic, NodeLevel, Normalization, Ties};

/// What settings are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A network.
    Network,
    /// The coalitions of a network, as a page.
    Coalitions,
    /// Groups of voices side by side.
    Compare,
}

impl Subject {
    /// Every subject.
    pub const ALL: [Self; 3] = [Self::Network, Self::Coalitions, Self::Compare];

    /// The word for several of them.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Network => "networks",
            Self::Coalitions => "coalitions",
            Self::Compare => "comparisons",
        }
    }

    /// The settings that apply to it, in the order of [`SETTINGS`].
    pub fn settings(self) -> impl Iterator<Item = &'static Setting> {
        SETTINGS
            .iter()
            .filter(move |setting| setting.subjects.contains(&self))
    }
}

/// What settings have to do with each other: headings of a help page, parts of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// The file that is written.
    Output,
    /// What is tied, and how strongly.
    Projection,
    /// How groups are compared.
    Comparison,
    /// Windows of time.
    Time,
    /// Which statements go in.
    Filter,
    /// How the file looks.
    Look,
}

/// What values a setting takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// On or off.
    Switch,
    /// One of these words; the first text stands for them in help.
    Word(&'static str, &'static [&'static str]),
    /// A text; the word stands for it in help.
    Text(&'static str),
    /// A whole number from 0; the word stands for it in help.
    Count(&'static str),
    /// A number; the word stands for it in help.
    Number(&'static str),
    /// A date of EDTF, level 0.
    Date,
    /// A length of time: `1y`, `6m`, `2w`, `30d`.
    Length,
}

/// A setting, as a form or a help page needs to know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// Its name: on the command line after two dashes, elsewhere as it is.
    pub name: &'static str,
    /// What it belongs to.
    pub group: Group,
    /// What values it takes.
    pub value: Value,
    /// Whether it takes several values.
    pub repeats: bool,
    /// The value where none is given, if that is a value.
    pub default: Option<&'static str>,
    /// The subjects that it applies to.
    pub subjects: &'static [Subject],
    /// What it is about, a phrase.
    pub about: &'static str,
}

impl Setting {
    /// The words that it can be for a subject; none where it is no word.
    pub fn words(&self, subject: Subject) -> &'static [&'static str] {
        const VOICES: &[&str] = &["actor", "institution", "state"];
        match (self.name, subject) {
            ("format", Subject::Network) => &NetworkFormat::NAMES,
            ("format", _) => PageFormat::NAMES,
            ("nodes", Subject::Compare) => VOICES,
            _ => match self.value {
                Value::Word(_, words) => words,
                _ => &[],
            },
        }
    }
}

const ALL: &[Subject] = &Subject::ALL;
const NETWORK: &[Subject] = &[Subject::Network];
const COMPARE: &[Subject] = &[Subject::Compare];
const TIES: &[Subject] = &[Subject::Network, Subject::Coalitions];

/// Makes of one list the fields of [`Settings`], the rows of [`SETTINGS`], and the way from a name
/// to a field: a setting that is added to the list is known everywhere.
macro_rules! settings {
    ($(
        $field:ident: $type:ty = $name:literal of $subjects:ident, $group:ident,
        $value:expr, $default:expr, $about:literal;
    )+) => {
        /// How a network, a comparison or a page of coalitions is made. Fields that are not given
        /// leave it at the default.
        #[derive(Debug, Clone, Default, PartialEq)]
        #[non_exhaustive]
        pub struct Settings {
            $(#[doc = $about] pub $field: $type,)+
        }

        /// Every setting, in the order in which people are told of them.
        pub const SETTINGS: &[Setting] = &[$(Setting {
            name: $name,
            group: Group::$group,
            value: $value,
            repeats: <$type as Field>::REPEATS,
            default: $default,
            subjects: $subjects,
            about: $about,
        },)+];

        impl Settings {
            pub(super) fn field_mut(&mut self, name: &str) -> Option<&mut dyn AnyField> {
                match name {
                    $($name => Some(&mut self.$field),)+
                    _ => None,
                }
            }

            pub(super) fn fields(&self) -> Vec<(&'static str, &dyn AnyField)> {
                vec![$(($name, &self.$field as &dyn AnyField),)+]
            }
        }
    };
}

settings! {
    format: Option<String> = "format" of ALL, Output,
        Value::Text("FORMAT"), None,
        "Format [default: by the file's extension; a table for people without a file]";
    part: Option<Part> = "part" of COMPARE, Output,
        Value::Word("PART", Part::NAMES), None,
        "Only this part: what was found, unanimity within groups, distances between pairs of groups, or claim by claim [default: all; in csv claims]";

    nodes: Option<NodeLevel> = "nodes" of ALL, Projection,
        Value::Word("NODES", NodeLevel::NAMES), Some("actor"),
        "What the nodes are: statements are rolled up from the speaker to the body spoken for and what it is part of";
    count: Option<Counting> = "count" of ALL, Projection,
        Value::Word("COUNT", Counting::NAMES), Some("sources"),
        "How often a stance that is repeated counts";
    normalize: Option<Normalization> = "normalize" of TIES, Projection,
        Value::Word("NORMALIZE", Normalization::NAMES), Some("none"),
        "What weights are divided by: nothing; the mean activity of the two ends (average); their vectors' lengths (cosine); jaccard: what both have of all that either has; in positions the node's activity, or all that is said of the claim (prominence)";
    logic: Option<Logic> = "logic" of TIES, Projection,
        Value::Word("LOGIC", Logic::NAMES), Some("direct"),
        "Whether stances count that follow from others, by what claims entail and contradict";
    compat: Option<Compat> = "compat" of NETWORK, Projection,
        Value::Word("PROGRAM", Compat::NAMES), None,
        "Compute as another program does: dna3, where Discourse Network Analyzer 3 differs";
    ties: Option<Ties> = "ties" of NETWORK, Projection,
        Value::Word("TIES", Ties::NAMES), Some("both"),
        "Ties of a pair in a signed network or one of claims: agreement and disagreement apart, or their difference";
    isolates: bool = "isolates" of NETWORK, Projection,
        Value::Switch, None,
        "Keep nodes without ties";
    min_weight: Option<f64> = "min-weight" of TIES, Projection,
        Value::Number("WEIGHT"), None,
        "Leave out ties weaker than this";
    top: Option<u32> = "top" of TIES, Projection,
        Value::Count("N"), None,
        "Leave out ties that are not among the N strongest of either end; in positions, all but the N strongest claims of each node";
    list_claims: Option<u32> = "list-claims" of NETWORK, Projection,
        Value::Count("N"), None,
        "List at most this many claims a tie, those that weigh most in it [default: 100]";
    resolution: Option<f64> = "resolution" of TIES, Projection,
        Value::Number("NUMBER"), None,
        "How fine coalitions are: more than 1 gives more and smaller ones, less gives fewer [default: 1]";

    groups: Vec<String> = "groups" of COMPARE, Comparison,
        Value::Text("GROUP,..."), None,
        "The groups to compare, in this order: military,civilian-government [default: all with two voices or more]";
    unit: Option<Unit> = "unit" of COMPARE, Comparison,
        Value::Word("UNIT", Unit::NAMES), Some("actors"),
        "What shares and tests count: actors, each by the side that most of its statements on a claim are on, or statements, which of one actor are not independent";
    least: Option<u32> = "least" of COMPARE, Comparison,
        Value::Count("N"), None,
        "Compare a group only on claims on which it has so many voices (or statements) [default: 1]";
    permutations: Option<u32> = "permutations" of COMPARE, Comparison,
        Value::Count("N"), None,
        "Permutations of a test where groups are too large for an exact one [default: 9999]";
    seed: Option<u64> = "seed" of ALL, Projection,
        Value::Count("N"), Some("0"),
        "Where chance starts from: the layout, the search for coalitions, permutations";

    window: Option<Duration> = "window" of NETWORK, Time,
        Value::Length, None,
        "A network for each window of time: 1y, 6m, 2w, 30d. In GEXF one that moves; in CSV a table of measures by window";
    step: Option<Duration> = "step" of NETWORK, Time,
        Value::Length, None,
        "How far the next window begins after the last [default: where that ends]";
    split: bool = "split" of NETWORK, Time,
        Value::Switch, None,
        "Write a file a window: NAME-2013-01-01.gexf";

    since: Option<EdtfDate> = "since" of ALL, Filter,
        Value::Date, None, "From this date on: 2013, 2013-02, 2013-02-20";
    until: Option<EdtfDate> = "until" of ALL, Filter,
        Value::Date, None, "Up to this date, inclusive";
    theme: Vec<String> = "theme" of ALL, Filter,
        Value::Text("ID"), None, "Theme of the claim";
    claim: Vec<String> = "claim" of ALL, Filter,
        Value::Text("ID"), None, "Claim";
    actor: Vec<String> = "actor" of ALL, Filter,
        Value::Text("ID"), None, "Speaker, or body spoken for";
    act: Vec<String> = "act" of ALL, Filter,
        Value::Text("ACT"), None, "Speech act";
    authority: Vec<String> = "authority" of ALL, Filter,
        Value::Text("LEVEL"), None, "Level of authority";
    sector: Vec<String> = "sector" of ALL, Filter,
        Value::Text("SECTOR"), None, "Sector of the speaker";
    country: Vec<String> = "country" of ALL, Filter,
        Value::Text("CODE"), None, "Country of the speaker";
    source: Vec<String> = "source" of ALL, Filter,
        Value::Text("ID"), None, "Source";
    not_theme: Vec<String> = "not-theme" of ALL, Filter,
        Value::Text("ID"), None, "Not this theme";
    not_claim: Vec<String> = "not-claim" of ALL, Filter,
        Value::Text("ID"), None, "Not this claim";
    not_actor: Vec<String> = "not-actor" of ALL, Filter,
        Value::Text("ID"), None, "Not this speaker, or body spoken for";
    not_act: Vec<String> = "not-act" of ALL, Filter,
        Value::Text("ACT"), None, "Not this act";
    not_authority: Vec<String> = "not-authority" of ALL, Filter,
        Value::Text("LEVEL"), None, "Not this level";
    not_sector: Vec<String> = "not-sector" of ALL, Filter,
        Value::Text("SECTOR"), None, "Not this sector";
    not_country: Vec<String> = "not-country" of ALL, Filter,
        Value::Text("CODE"), None, "Not this country";
    not_source: Vec<String> = "not-source" of ALL, Filter,
        Value::Text("ID"), None, "Not this source";

    color_by: Option<ColorBy> = "color-by" of NETWORK, Look,
        Value::Text("ATTRIBUTE"), Some("auto"),
        "What the colour of nodes stands for";
    dialect: Option<String> = "for" of NETWORK, Look,
        Value::Word("PROGRAM", &["gephi"]), None,
        "Write for this program alone: GraphML that Gephi reads without merging parallel ties, GEXF over time with a weight for each window";
    gexf_version: Option<GexfVersion> = "gexf-version" of NETWORK, Look,
        Value::Word("VERSION", GexfVersion::NAMES), Some("1.3"),
        "Version of GEXF; 1.2 is for programs that do not know 1.3, such as networkx before 3.6";
    safe_cells: bool = "safe-cells" of ALL, Look,
        Value::Switch, None,
        "In CSV, put ' before cells that a spreadsheet would run as formulas";
    bom: bool = "bom" of ALL, Look,
        Value::Switch, None,
        "Begin CSV and Pajek files with a byte order mark, by which Excel and Pajek know UTF-8";
    delimiter: Option<Delimiter> = "delimiter" of ALL, Look,
        Value::Word("DELIMITER", Delimiter::NAMES), Some("comma"),
        "What stands between the cells of CSV files";
}
