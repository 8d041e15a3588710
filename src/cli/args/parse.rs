//! Values of options, from the command line and from a manifest alike.

use crate::model::{EdtfDate, InvalidDate};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::{Deserialize, Deserializer, de};
use std::str::FromStr;

/// A parser of one of these words.
pub(super) fn words<T>(names: &'static [&'static str]) -> impl TypedValueParser<Value = T>
where
    T: FromStr + Clone + Send + Sync + 'static,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    PossibleValuesParser::new(names).try_map(|word| word.parse::<T>())
}

pub(super) fn date(text: &str) -> Result<EdtfDate, InvalidDate> {
    EdtfDate::parse(text)
}

pub(super) fn date_if<'de, D: Deserializer<'de>>(from: D) -> Result<Option<EdtfDate>, D::Error> {
    EdtfDate::parse(&String::deserialize(from)?)
        .map(Some)
        .map_err(de::Error::custom)
}

pub(super) fn word<'de, D: Deserializer<'de>, T: FromStr<Err: std::fmt::Display>>(
    from: D,
) -> Result<T, D::Error> {
    String::deserialize(from)?
        .parse()
        .map_err(de::Error::custom)
}

pub(super) fn word_if<'de, D: Deserializer<'de>, T: FromStr<Err: std::fmt::Display>>(
    from: D,
) -> Result<Option<T>, D::Error> {
    word(from).map(Some)
}

/// In a manifest one value needs no brackets.
pub(super) fn one_or_many<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "a text or a list of texts")]
    enum Values {
        One(String),
        Many(Vec<String>),
    }
    Ok(match Values::deserialize(from)? {
        Values::One(value) => vec![value],
        Values::Many(values) => values,
    })
}

pub(super) fn long_options<A: Args>() -> Vec<String> {
    let command = A::augment_args(clap::Command::new("settings"));
    let longs = command.get_arguments().filter_map(|arg| arg.get_long());
    longs.map(str::to_owned).collect()
}
