//! Settings in TOML, in JSON, and in the query string of a URL.

use super::{SETTINGS, SettingError, Settings, Subject, Value};
use serde::ser::{Serialize, SerializeMap, Serializer};

impl Settings {
    /// Reads the settings of a subject from a table of TOML. One value of several needs no brackets.
    ///
    /// # Errors
    /// As [`Settings::from_pairs`].
    pub fn from_toml(subject: Subject, table: &toml::Table) -> Result<Self, SettingError> {
        let mut settings = Self::default();
        for (name, value) in table {
            for text in scalars(name, value)? {
                settings.set(subject, name, &text)?;
            }
        }
        Ok(settings)
    }

    /// Reads the settings of a subject from an object of JSON.
    ///
    /// # Errors
    /// As [`Settings::from_pairs`], and [`SettingError::Unreadable`] for what is no object.
    pub fn from_json(subject: Subject, text: &str) -> Result<Self, SettingError> {
        let unreadable = |error: serde_json::Error| SettingError::Unreadable(error.to_string());
        let object: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(text).map_err(unreadable)?;
        let mut settings = Self::default();
        for (name, value) in &object {
            for text in json_scalars(name, value)? {
                settings.set(subject, name, &text)?;
            }
        }
        Ok(settings)
    }

    /// Reads the settings of a subject from the query string of a URL: `nodes=state&isolates`.
    ///
    /// # Errors
    /// As [`Settings::from_pairs`].
    pub fn from_query_string(subject: Subject, text: &str) -> Result<Self, SettingError> {
        let mut settings = Self::default();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            settings.set(subject, &name, &value)?;
        }
        Ok(settings)
    }

    /// The settings as the query string of a URL.
    pub fn to_query_string(&self) -> String {
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(self.pairs())
            .finish()
    }
}

fn scalars(name: &str, value: &toml::Value) -> Result<Vec<String>, SettingError> {
    Ok(match value {
        toml::Value::String(text) => vec![text.clone()],
        toml::Value::Array(values) => {
            let texts: Result<Vec<Vec<String>>, _> =
                values.iter().map(|value| scalar(name, value)).collect();
            texts?.concat()
        }
        value => scalar(name, value)?,
    })
}

fn scalar(name: &str, value: &toml::Value) -> Result<Vec<String>, SettingError> {
    match value {
        toml::Value::String(text) => Ok(vec![text.clone()]),
        toml::Value::Array(_) | toml::Value::Table(_) => {
            Err(SettingError::NoValue(name.to_owned()))
        }
        value => Ok(vec![value.to_string()]),
    }
}

fn json_scalars(name: &str, value: &serde_json::Value) -> Result<Vec<String>, SettingError> {
    let scalar = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => Ok(text.clone()),
        serde_json::Value::Bool(_) | serde_json::Value::Number(_) => Ok(value.to_string()),
        _ => Err(SettingError::NoValue(name.to_owned())),
    };
    match value {
        // As a form leaves a field empty.
        serde_json::Value::Null => Ok(Vec::new()),
        serde_json::Value::Array(values) => values.iter().map(scalar).collect(),
        value => Ok(vec![scalar(value)?]),
    }
}

/// As a map of the settings that were given: switches as booleans, numbers as numbers, settings that
/// repeat as lists.
impl Serialize for Settings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let given = SETTINGS.iter().zip(self.fields());
        for (setting, (name, field)) in given {
            let texts = field.texts();
            let Some(text) = texts.first() else { continue };
            map.serialize_key(name)?;
            match (setting.value, text.parse::<i64>(), text.parse::<f64>()) {
                _ if setting.repeats => map.serialize_value(&texts)?,
                (Value::Switch, ..) => map.serialize_value(&true)?,
                (Value::Count(_), Ok(number), _) => map.serialize_value(&number)?,
                (Value::Number(_), _, Ok(number)) => map.serialize_value(&number)?,
                // Also numbers that TOML has no room for.
                _ => map.serialize_value(text)?,
            }
        }
        map.end()
    }
}
