//! IRIs of the ontology and of the vocabularies it reuses.
//!
//! A test holds the `dm:` constants against `ontology/demarche.ttl`, both ways.

/// `dm:`, the namespace of the ontology.
pub const DM: &str = "https://w3id.org/demarche/ns#";

/// The ontology as Turtle. Its triples go into every graph, so that labels of stances, sectors
/// and levels are there to be queried in any store.
pub const ONTOLOGY_TTL: &str = include_str!("../../../ontology/demarche.ttl");

/// Prefixes known in queries without declaration, and used in Turtle output.
pub const PREFIXES: &[(&str, &str)] = &[
    ("dcterms", "http://purl.org/dc/terms/"),
    ("dm", DM),
    ("edtf", "http://id.loc.gov/datatypes/edtf/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("org", "http://www.w3.org/ns/org#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("schema", "http://schema.org/"),
    ("sh", "http://www.w3.org/ns/shacl#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("void", "http://rdfs.org/ns/void#"),
    ("wd", "http://www.wikidata.org/entity/"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// Declares terms of the ontology as constants and lists them.
macro_rules! dm_terms {
    ($($(#[$doc:meta])* $name:ident = $local:literal;)+) => {
        /// Classes and properties of the ontology.
        pub mod dm {
            $($(#[$doc])* pub const $name: &str = concat!("https://w3id.org/demarche/ns#", $local);)+
            /// All of them.
            pub const ALL: &[&str] = &[$($name,)+];
        }
    };
}

dm_terms! {
    /// Someone or something that takes positions.
    ACTOR = "Actor";
    /// A human being.
    PERSON = "Person";
    /// A body of a state or organization.
    INSTITUTION = "Institution";
    /// A country.
    STATE = "State";
    /// A lasting body that is neither a state's organ nor a firm.
    ORGANIZATION = "Organization";
    /// A firm.
    COMPANY = "Company";
    /// People or states acting together without a legal body.
    GROUP = "Group";
    /// A document or event in which positions were taken.
    SOURCE = "Source";
    /// One actor's stance on one claim in one source.
    STATEMENT = "Statement";
    /// A proposition that can be supported or opposed.
    CLAIM = "Claim";
    /// A subject that claims are grouped under.
    THEME = "Theme";
    /// The class of stances.
    STANCE_CLASS = "Stance";
    /// The class of speech acts.
    SPEECH_ACT = "SpeechAct";
    /// The class of levels of authority.
    AUTHORITY_LEVEL = "AuthorityLevel";
    /// The class of sectors.
    SECTOR_CLASS = "Sector";
    /// The class of types of sources.
    SOURCE_TYPE = "SourceType";
    /// A derived agreement or disagreement of two actors.
    TIE = "Tie";
    /// Statement to the actor who spoke.
    SPEAKER = "speaker";
    /// Statement to the body spoken for.
    ON_BEHALF_OF = "onBehalfOf";
    /// Statement, or tie, to its claim.
    CLAIM_PROPERTY = "claim";
    /// Statement to its stance.
    STANCE = "stance";
    /// Statement to what the speaker did in words.
    ACT = "act";
    /// Statement to whom it addresses.
    ADDRESSEE = "addressee";
    /// Statement to its source.
    STATED_IN = "statedIn";
    /// Statement to its date as written.
    STATED_ON = "statedOn";
    /// First day that the date of a statement or source can mean.
    EARLIEST = "earliest";
    /// Last day that the date of a statement or source can mean.
    LATEST = "latest";
    /// Source, or statement, to its level of authority.
    AUTHORITY = "authority";
    /// Statement to its text in the coder's words.
    PARAPHRASE = "paraphrase";
    /// Statement to its place in the source.
    LOCATOR = "locator";
    /// Statement to who coded it.
    CODED_BY = "codedBy";
    /// Claim to its theme.
    THEME_PROPERTY = "theme";
    /// Claim to a claim that follows from it.
    ENTAILS = "entails";
    /// Claim to a contrary claim.
    CONTRADICTS = "contradicts";
    /// Actor to its sector.
    SECTOR = "sector";
    /// Actor to its country, an ISO 3166-1 alpha-3 code.
    COUNTRY = "country";
    /// Source to its type.
    SOURCE_TYPE_PROPERTY = "sourceType";
    /// Actor to an actor it agrees with.
    AGREES_WITH = "agreesWith";
    /// Actor to an actor it disagrees with.
    DISAGREES_WITH = "disagreesWith";
    /// Tie to each of its two actors.
    BETWEEN = "between";
    /// Tie to its kind: "agreement" or "disagreement".
    TIE_KIND = "tieKind";
    /// Tie to its weight.
    WEIGHT = "weight";
    /// Tie to the number of statements behind it.
    STATEMENT_COUNT = "statementCount";
    /// Tie to the number of claims behind it.
    CLAIM_COUNT = "claimCount";
    /// Scheme of the stances.
    STANCE_SCHEME = "stances";
    /// Scheme of the speech acts.
    ACT_SCHEME = "acts";
    /// Scheme of the levels of authority.
    AUTHORITY_SCHEME = "authorities";
    /// Scheme of the sectors.
    SECTOR_SCHEME = "sectors";
    /// Scheme of the types of sources.
    SOURCE_TYPE_SCHEME = "source-types";
}

/// Declares terms of other vocabularies.
macro_rules! terms {
    ($(#[$meta:meta])* $module:ident $base:literal { $($name:ident = $local:literal;)+ }) => {
        $(#[$meta])*
        #[allow(missing_docs)]
        pub mod $module { $(pub const $name: &str = concat!($base, $local);)+ }
    };
}

terms! { /// RDF
rdf "http://www.w3.org/1999/02/22-rdf-syntax-ns#" { TYPE = "type"; PROPERTY = "Property"; } }
terms! { /// RDF Schema
rdfs "http://www.w3.org/2000/01/rdf-schema#" { LABEL = "label"; SUB_CLASS_OF = "subClassOf"; } }
terms! { /// XML Schema
xsd "http://www.w3.org/2001/XMLSchema#" {
    STRING = "string"; DATE = "date"; INTEGER = "integer"; DECIMAL = "decimal"; BOOLEAN = "boolean";
} }
terms! { /// SKOS
skos "http://www.w3.org/2004/02/skos/core#" {
    CONCEPT = "Concept"; PREF_LABEL = "prefLabel"; ALT_LABEL = "altLabel"; DEFINITION = "definition";
    EXACT_MATCH = "exactMatch"; NOTATION = "notation"; NOTE = "note"; IN_SCHEME = "inScheme";
} }
terms! { /// Dublin Core terms
dcterms "http://purl.org/dc/terms/" {
    TITLE = "title"; DATE = "date"; PUBLISHER = "publisher"; SOURCE = "source"; IS_PART_OF = "isPartOf";
    LICENSE = "license"; LANGUAGE = "language"; CREATOR = "creator"; DESCRIPTION = "description";
} }
terms! { /// The organization ontology
org "http://www.w3.org/ns/org#" {
    MEMBER_OF = "memberOf"; SUB_ORGANIZATION_OF = "subOrganizationOf";
} }
terms! { /// VoID
void "http://rdfs.org/ns/void#" {
    DATASET = "Dataset"; TRIPLES = "triples"; ENTITIES = "entities"; URI_SPACE = "uriSpace";
    VOCABULARY = "vocabulary"; CLASS_PARTITION = "classPartition"; CLASS = "class";
    DATA_DUMP = "dataDump";
} }
terms! { /// OWL
owl "http://www.w3.org/2002/07/owl#" { VERSION_INFO = "versionInfo"; CLASS = "Class"; } }
terms! { /// EDTF dates as literals
edtf "http://id.loc.gov/datatypes/edtf/" { EDTF = "EDTF"; } }
