//! Media types of the formats that answers come in.

use super::accept::choose;
use super::refusal::Refusal;
use demarche_graph::rdf::GraphFormat;
use demarche_query::ResultFormat;
use hyper::StatusCode;

/// A format under the media type that it is sent as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MediaFormat {
    pub media: &'static str,
    pub format: ResultFormat,
}

impl MediaFormat {
    /// The value of `Content-Type`.
    pub(super) fn content_type(self) -> String {
        match self.media.starts_with("text/") {
            true => format!("{}; charset=utf-8", self.media),
            false => self.media.to_owned(),
        }
    }
}

type Offer = (&'static str, MediaFormat);

const fn offer(media: &'static str, format: ResultFormat) -> Offer {
    (media, MediaFormat { media, format })
}

/// For rows, and for yes or no. The general names come after the proper ones: they are for clients
/// that know no better.
pub(super) const ROWS: &[Offer] = &[
    offer("application/sparql-results+json", ResultFormat::Json),
    offer("application/sparql-results+xml", ResultFormat::Xml),
    offer("text/csv", ResultFormat::Csv),
    offer("text/tab-separated-values", ResultFormat::Tsv),
    offer("application/json", ResultFormat::Json),
    offer("application/xml", ResultFormat::Xml),
    offer("text/xml", ResultFormat::Xml),
];

/// For triples.
pub(super) const TRIPLES: &[Offer] = &[
    offer("text/turtle", ResultFormat::Graph(GraphFormat::Turtle)),
    offer(
        "application/n-triples",
        ResultFormat::Graph(GraphFormat::NTriples),
    ),
    offer(
        "application/n-quads",
        ResultFormat::Graph(GraphFormat::NQuads),
    ),
    offer("application/trig", ResultFormat::Graph(GraphFormat::TriG)),
    offer(
        "application/rdf+xml",
        ResultFormat::Graph(GraphFormat::RdfXml),
    ),
    offer(
        "application/ld+json",
        ResultFormat::Graph(GraphFormat::JsonLd),
    ),
    offer("application/json", ResultFormat::Graph(GraphFormat::JsonLd)),
    offer("application/xml", ResultFormat::Graph(GraphFormat::RdfXml)),
    offer("text/xml", ResultFormat::Graph(GraphFormat::RdfXml)),
];

/// Formats for people to read, which are asked for by `format=` alone.
const TEXTS: &[Offer] = &[
    offer("text/plain", ResultFormat::Table),
    offer("text/markdown", ResultFormat::Markdown),
];

/// The format to answer in: that of `format=`, which people type, before that of `Accept`.
pub(super) fn negotiate(
    named: Option<&str>,
    accept: Option<&str>,
    offers: &'static [Offer],
) -> Result<MediaFormat, Refusal> {
    if let Some(name) = named {
        return by_name(name, offers);
    }
    choose(accept, offers).copied().ok_or_else(|| {
        let media: Vec<&str> = offers.iter().map(|(media, _)| *media).collect();
        Refusal::new(
            StatusCode::NOT_ACCEPTABLE,
            "no format that the client accepts",
        )
        .with_hint(format!("there are {}", media.join(", ")))
    })
}

fn by_name(name: &str, offers: &'static [Offer]) -> Result<MediaFormat, Refusal> {
    let texts = match offers == ROWS {
        true => TEXTS,
        false => &[],
    };
    let found = ResultFormat::from_name(name).ok().and_then(|format| {
        let mut all = offers.iter().chain(texts).map(|(_, sent)| *sent);
        all.find(|sent| sent.format == format)
    });
    found.ok_or_else(|| {
        let mut names: Vec<&str> = Vec::new();
        for (_, sent) in offers.iter().chain(texts) {
            if !names.contains(&sent.format.name()) {
                names.push(sent.format.name());
            }
        }
        Refusal::bad(format!("this answer has no format \"{name}\""))
            .with_hint(format!("there are {}", names.join(", ")))
    })
}
