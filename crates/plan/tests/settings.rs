//! Settings are the same settings however they are given.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic here is the test failing"
)]

use demarche_core::diagnostic::Advice;
use demarche_plan::{SETTINGS, Setting, Settings, Subject, Value};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// Values that a setting can have, hostile ones among them.
fn values(setting: &'static Setting, subject: Subject) -> BoxedStrategy<String> {
    let words = setting.words(subject);
    match setting.value {
        _ if !words.is_empty() => select(words).prop_map(str::to_owned).boxed(),
        Value::Switch => Just("true".to_owned()).boxed(),
        Value::Count(_) => any::<u32>().prop_map(|number| number.to_string()).boxed(),
        Value::Number(_) => (-1e12..1e12)
            .prop_map(|number: f64| number.to_string())
            .boxed(),
        Value::Date => (1800..2100, 1..13)
            .prop_map(|(year, month)| format!("{year}-{month:02}"))
            .boxed(),
        Value::Length => (1_u16..999, select(&["y", "m", "w", "d"][..]))
            .prop_map(|(count, unit)| format!("{count}{unit}"))
            .boxed(),
        _ if setting.name == "color-by" => Just("sector".to_owned()).boxed(),
        _ if setting.name == "event" => "2013-06-0[1-9]=[a-z0-9 &=%+#中-]{1,12}".boxed(),
        _ => "[a-z0-9 &=%+#\"'\\\\中-]{1,12}".boxed(),
    }
}

fn settings(subject: Subject) -> impl Strategy<Value = Settings> {
    let all: Vec<&'static Setting> = subject.settings().collect();
    let number = all.len();
    subsequence(all, 0..=number).prop_flat_map(move |chosen| {
        let pairs: Vec<_> = chosen
            .into_iter()
            .map(|setting| {
                let most = if setting.repeats { 3 } else { 1 };
                let texts = proptest::collection::vec(values(setting, subject), 1..=most);
                (Just(setting.name), texts)
            })
            .collect();
        pairs.prop_map(move |pairs| {
            let flat = pairs
                .iter()
                .flat_map(|(name, values)| values.iter().map(move |value| (*name, value.as_str())));
            Settings::from_pairs(subject, flat).unwrap()
        })
    })
}

fn of_any_subject() -> impl Strategy<Value = (Subject, Settings)> {
    select(&Subject::ALL[..])
        .prop_flat_map(|subject| settings(subject).prop_map(move |made| (subject, made)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn settings_read_back_from_every_form((subject, settings) in of_any_subject()) {
        let pairs = settings.pairs();
        let pairs = pairs.iter().map(|(name, value)| (*name, value.as_str()));
        prop_assert_eq!(&Settings::from_pairs(subject, pairs).unwrap(), &settings);

        let toml = toml::to_string(&settings).unwrap();
        let table: toml::Table = toml.parse().unwrap();
        prop_assert_eq!(&Settings::from_toml(subject, &table).unwrap(), &settings);

        let json = serde_json::to_string(&settings).unwrap();
        prop_assert_eq!(&Settings::from_json(subject, &json).unwrap(), &settings);

        let url = settings.to_query_string();
        prop_assert_eq!(&Settings::from_query_string(subject, &url).unwrap(), &settings);
    }

    #[test]
    fn no_text_from_outside_is_more_than_refused(text in ".{0,200}") {
        for subject in Subject::ALL {
            let _ = Settings::from_query_string(subject, &text);
            let _ = Settings::from_json(subject, &text);
        }
    }
}

#[test]
fn a_setting_of_another_subject_is_refused_by_name() {
    let table: toml::Table = "window = \"1y\"".parse().unwrap();
    let error = Settings::from_toml(Subject::Coalitions, &table).unwrap_err();
    assert_eq!(error.to_string(), "an output of this kind has no `window`");
    assert_eq!(error.hint().unwrap().to_string(), "networks have it");
    let error = Settings::from_query_string(Subject::Compare, "group=a").unwrap_err();
    assert_eq!(error.hint().unwrap().to_string(), "did you mean `groups`?");
}

#[test]
fn a_value_that_does_not_fit_is_told_with_the_nearest() {
    let error = Settings::from_query_string(Subject::Network, "nodes=stat").unwrap_err();
    assert_eq!(error.hint().unwrap().to_string(), "did you mean state?");
    let error = Settings::from_query_string(Subject::Network, "top=1&top=2").unwrap_err();
    assert_eq!(error.to_string(), "`top` is given more than once");
    let error = Settings::from_json(Subject::Network, "{\"top\": {}}").unwrap_err();
    assert!(error.to_string().starts_with("`top` must be"), "{error}");
}

#[test]
fn switches_are_on_without_a_value_and_off_where_they_say_so() {
    let on = Settings::from_query_string(Subject::Network, "isolates").unwrap();
    assert!(on.isolates);
    let off = Settings::from_json(Subject::Network, "{\"isolates\": false}").unwrap();
    assert!(!off.isolates);
}

#[test]
fn no_two_settings_have_one_name() {
    let mut names: Vec<&str> = SETTINGS.iter().map(|setting| setting.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), SETTINGS.len());
}
