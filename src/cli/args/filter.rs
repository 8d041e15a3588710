//! Which statements go in: the same filters for every command that counts.

use super::parse::{date, date_if, one_or_many};
use crate::model::EdtfDate;
use clap::Args;
use serde::Deserialize;

/// Filters of statements.
#[derive(Debug, Args, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
#[command(next_help_heading = "Filters (each but the dates may repeat)")]
pub struct FilterArgs {
    /// From this date on: 2013, 2013-02, 2013-02-20
    #[arg(long, value_name = "DATE", value_parser = date)]
    #[serde(deserialize_with = "date_if")]
    pub since: Option<EdtfDate>,
    /// Up to this date, inclusive
    #[arg(long, value_name = "DATE", value_parser = date)]
    #[serde(deserialize_with = "date_if")]
    pub until: Option<EdtfDate>,
    /// Theme of the claim
    #[arg(long, value_name = "ID")]
    #[serde(deserialize_with = "one_or_many")]
    pub theme: Vec<String>,
    /// Claim
    #[arg(long, value_name = "ID")]
    #[serde(deserialize_with = "one_or_many")]
    pub claim: Vec<String>,
    /// Speaker, or body spoken for
    #[arg(long, value_name = "ID")]
    #[serde(deserialize_with = "one_or_many")]
    pub actor: Vec<String>,
    /// Speech act
    #[arg(long, value_name = "ACT")]
    #[serde(deserialize_with = "one_or_many")]
    pub act: Vec<String>,
    /// Level of authority
    #[arg(long, value_name = "LEVEL")]
    #[serde(deserialize_with = "one_or_many")]
    pub authority: Vec<String>,
    /// Sector of the speaker
    #[arg(long, value_name = "SECTOR")]
    #[serde(deserialize_with = "one_or_many")]
    pub sector: Vec<String>,
    /// Country of the speaker
    #[arg(long, value_name = "CODE")]
    #[serde(deserialize_with = "one_or_many")]
    pub country: Vec<String>,
    /// Source
    #[arg(long, value_name = "ID")]
    #[serde(deserialize_with = "one_or_many")]
    pub source: Vec<String>,
    /// Not this theme
    #[arg(long, value_name = "ID")]
    #[serde(deserialize_with = "one_or_many")]
    pub not_theme: Vec<String>,
    /// Not this claim
    #[arg(long, value_name = "ID")]
    #[serde(deserialize_with = "one_or_many")]
    pub not_claim: Vec<String>,
    /// Not this speaker, or body spoken for
    #[arg(long, value_name = "ID")]
    #[serde(deserialize_with = "one_or_many")]
    pub not_actor: Vec<String>,
    /// Not this act
    #[arg(long, value_name = "ACT")]
    #[serde(deserialize_with = "one_or_many")]
    pub not_act: Vec<String>,
    /// Not this level
    #[arg(long, value_name = "LEVEL")]
    #[serde(deserialize_with = "one_or_many")]
    pub not_authority: Vec<String>,
    /// Not this sector
    #[arg(long, value_name = "SECTOR")]
    #[serde(deserialize_with = "one_or_many")]
    pub not_sector: Vec<String>,
    /// Not this country
    #[arg(long, value_name = "CODE")]
    #[serde(deserialize_with = "one_or_many")]
    pub not_country: Vec<String>,
    /// Not this source
    #[arg(long, value_name = "ID")]
    #[serde(deserialize_with = "one_or_many")]
    pub not_source: Vec<String>,
}
