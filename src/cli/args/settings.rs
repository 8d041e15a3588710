//! Settings of networks, coalitions and comparisons as options, made from the library's vocabulary:
//! a setting that is added there is an option here. The library knows no command line.

use crate::plan::{Group, Setting, SettingError, Settings, Subject, Value};
use clap::builder::{PossibleValuesParser, ValueParser};
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, error::ErrorKind};
use std::marker::PhantomData;

/// What settings are of, as a type.
pub trait Topic: std::fmt::Debug {
    /// The subject.
    const SUBJECT: Subject;
}

/// `network`
#[derive(Debug)]
pub struct OfNetwork;

impl Topic for OfNetwork {
    const SUBJECT: Subject = Subject::Network;
}

/// `coalitions`
#[derive(Debug)]
pub struct OfCoalitions;

impl Topic for OfCoalitions {
    const SUBJECT: Subject = Subject::Coalitions;
}

/// `compare`
#[derive(Debug)]
pub struct OfCompare;

impl Topic for OfCompare {
    const SUBJECT: Subject = Subject::Compare;
}

/// The settings of a subject, as options.
#[derive(Debug)]
pub struct SettingArgs<T: Topic> {
    /// The settings that were given.
    pub settings: Settings,
    topic: PhantomData<T>,
}

impl<T: Topic> Args for SettingArgs<T> {
    fn augment_args(command: Command) -> Command {
        command.args(
            T::SUBJECT
                .settings()
                .map(|setting| option(setting, T::SUBJECT)),
        )
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<T: Topic> FromArgMatches for SettingArgs<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let refused = |error: SettingError| {
            clap::Error::raw(ErrorKind::ValueValidation, format!("{error}\n"))
        };
        let mut settings = Settings::default();
        for setting in T::SUBJECT.settings() {
            let name = setting.name;
            if matches.value_source(name) != Some(ValueSource::CommandLine) {
                continue;
            }
            if setting.value == Value::Switch {
                settings.set(T::SUBJECT, name, "true").map_err(refused)?;
                continue;
            }
            for value in matches.get_many::<String>(name).into_iter().flatten() {
                settings.set(T::SUBJECT, name, value).map_err(refused)?;
            }
        }
        let topic = PhantomData;
        Ok(Self { settings, topic })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn option(setting: &'static Setting, subject: Subject) -> Arg {
    let option = Arg::new(setting.name)
        .long(setting.name)
        .help(setting.about);
    let option = match heading(setting.group) {
        Some(heading) => option.help_heading(heading),
        None => option,
    };
    let option = match setting.name {
        "format" => option.short('f'),
        // Of windows, without which they mean nothing.
        "step" | "split" => option.requires("window"),
        "groups" => option.value_delimiter(','),
        _ => option,
    };
    if setting.value == Value::Switch {
        return option.action(ArgAction::SetTrue);
    }
    let option = option
        .value_parser(parser(setting, subject))
        .action(if setting.repeats {
            ArgAction::Append
        } else {
            ArgAction::Set
        });
    let option = match setting.default {
        Some(default) => option.default_value(default),
        None => option,
    };
    match setting.value {
        Value::Text(name) | Value::Count(name) | Value::Word(name, _) => option.value_name(name),
        // `--min-weight -1` is a value, though one that is refused.
        Value::Number(name) => option.value_name(name).allow_negative_numbers(true),
        Value::Date => option.value_name("DATE"),
        Value::Length => option.value_name("LENGTH"),
        Value::Switch => option,
    }
}

/// A parser that takes what the library takes, and leaves it a text.
fn parser(setting: &'static Setting, subject: Subject) -> ValueParser {
    let words = setting.words(subject);
    if !words.is_empty() {
        return PossibleValuesParser::new(words).into();
    }
    let check = move |text: &str| -> Result<String, String> {
        match Settings::default().set(subject, setting.name, text) {
            Ok(()) => Ok(text.to_owned()),
            Err(SettingError::Value { reason, .. }) => Err(reason),
            Err(error) => Err(error.to_string()),
        }
    };
    ValueParser::from(check)
}

fn heading(group: Group) -> Option<&'static str> {
    match group {
        Group::Output => None,
        Group::Projection => Some("Projection"),
        Group::Comparison => Some("Comparison"),
        Group::Time => Some("Time"),
        Group::Filter => Some("Filters (each but the dates may repeat)"),
        Group::Look => Some("How the file looks"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed<T: Topic>(arguments: &[String]) -> Result<Settings, clap::Error> {
        let command = SettingArgs::<T>::augment_args(Command::new("demarche"));
        let words = std::iter::once("demarche".to_owned()).chain(arguments.iter().cloned());
        let matches = command.try_get_matches_from(words)?;
        Ok(SettingArgs::<T>::from_arg_matches(&matches)?.settings)
    }

    /// A value for each setting, two for those that repeat.
    fn all(subject: Subject) -> Settings {
        let mut settings = Settings::default();
        for setting in subject.settings() {
            let value = match setting.value {
                Value::Switch => "true",
                Value::Count(_) => "7",
                Value::Number(_) => "-0.5",
                Value::Date => "2013-02",
                Value::Length => "6m",
                Value::Text(_) if setting.name == "color-by" => "sector",
                Value::Text(_) if setting.name == "event" => "2013-06-05=-a",
                _ => setting.words(subject).last().unwrap_or(&"-a"),
            };
            settings.set(subject, setting.name, value).unwrap();
            if setting.repeats {
                let another = if setting.name == "event" {
                    "2013-06-06"
                } else {
                    "b"
                };
                settings.set(subject, setting.name, another).unwrap();
            }
        }
        settings
    }

    #[test]
    fn every_setting_is_an_option_that_reads_back() {
        let network = all(Subject::Network);
        assert_eq!(parsed::<OfNetwork>(&network.arguments()).unwrap(), network);
        let coalitions = all(Subject::Coalitions);
        let read = parsed::<OfCoalitions>(&coalitions.arguments());
        assert_eq!(read.unwrap(), coalitions);
        let compare = all(Subject::Compare);
        assert_eq!(parsed::<OfCompare>(&compare.arguments()).unwrap(), compare);
    }

    #[test]
    fn settings_of_other_subjects_are_refused() {
        let error = parsed::<OfCoalitions>(&["--window=1y".to_owned()]).unwrap_err();
        assert!(error.to_string().contains("--window"), "{error}");
        let error = parsed::<OfCompare>(&["--nodes=sector".to_owned()]).unwrap_err();
        assert!(error.to_string().contains("institution"), "{error}");
    }
}
