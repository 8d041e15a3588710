//! How a network, a comparison or a page of coalitions is made.

mod convert;
mod error;
mod held;
mod serial;
mod vocabulary;

pub use error::SettingError;
pub use vocabulary::{Group, SETTINGS, Setting, Settings, Subject, Value};

use demarche_core::diagnostic::nearest;

impl Settings {
    /// Reads settings for a subject from pairs of a name and a value. A setting that may repeat
    /// takes a value from each of its pairs; a switch takes `true`, `false` or an empty text.
    ///
    /// # Errors
    /// [`SettingError`] for a name that the subject has not, a value that does not fit, and a
    /// second value where one is taken.
    ///
    /// ```
    /// use demarche_plan::{Settings, Subject};
    /// let pairs = [("nodes", "state"), ("country", "CHN"), ("country", "RUS")];
    /// let settings = Settings::from_pairs(Subject::Network, pairs).unwrap();
    /// assert_eq!(settings.country, ["CHN", "RUS"]);
    /// let error = Settings::from_pairs(Subject::Coalitions, [("window", "1y")]).unwrap_err();
    /// assert_eq!(error.to_string(), "an output of this kind has no `window`");
    /// ```
    pub fn from_pairs<'a>(
        subject: Subject,
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, SettingError> {
        let mut settings = Self::default();
        for (name, value) in pairs {
            settings.set(subject, name, value)?;
        }
        Ok(settings)
    }

    /// Sets one setting, or adds a value to one that may repeat.
    ///
    /// # Errors
    /// As [`Settings::from_pairs`].
    pub fn set(&mut self, subject: Subject, name: &str, value: &str) -> Result<(), SettingError> {
        let Some(setting) = subject.settings().find(|setting| setting.name == name) else {
            return Err(SettingError::unknown(subject, name));
        };
        let words = setting.words(subject);
        let is_word = |word: &&str| word.eq_ignore_ascii_case(value);
        if !words.is_empty() && !words.iter().any(is_word) {
            return Err(SettingError::Value {
                name: setting.name,
                value: value.to_owned(),
                reason: format!("it is none of {}", words.join(", ")),
                near: nearest(value, words.iter().copied()).map(str::to_owned),
            });
        }
        // Every row of the vocabulary is a field: one list makes both.
        let Some(field) = self.field_mut(setting.name) else {
            return Err(SettingError::unknown(subject, name));
        };
        if !setting.repeats && !field.texts().is_empty() {
            return Err(SettingError::Twice(setting.name));
        }
        field.take(value).map_err(|reason| SettingError::Value {
            name: setting.name,
            value: value.to_owned(),
            reason,
            near: None,
        })
    }

    /// The settings that differ from the default, as pairs of a name and a value, in the order of
    /// [`SETTINGS`]. A switch that is on has the value `true`.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let fields = self.fields().into_iter();
        fields
            .flat_map(|(name, field)| field.texts().into_iter().map(move |text| (name, text)))
            .collect()
    }

    /// The settings as words of a command line: `--nodes=state`, `--isolates`.
    pub fn arguments(&self) -> Vec<String> {
        let is_switch = |name: &str| {
            SETTINGS
                .iter()
                .any(|setting| setting.name == name && setting.value == Value::Switch)
        };
        self.pairs()
            .into_iter()
            .map(|(name, value)| {
                if is_switch(name) {
                    format!("--{name}")
                } else {
                    // One word, so that a value may begin with a dash.
                    format!("--{name}={value}")
                }
            })
            .collect()
    }
}
