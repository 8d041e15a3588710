//! What a field of the settings holds, and how it is read and written as text.

use demarche_core::display::Delimiter;
use demarche_core::model::EdtfDate;
use demarche_export::{ColorBy, GexfVersion};
use demarche_network::compare::{Part, Unit};
use demarche_network::{Compat, Counting, Duration, Logic, NodeLevel, Normalization, Ties};

/// A value that is a text everywhere: on a command line, in a manifest, in a URL.
pub(super) trait Text: Sized {
    /// Reads it; what is wrong, a phrase, where it is none.
    fn read(text: &str) -> Result<Self, String>;

    /// Writes it, so that reading gives the same value.
    fn write(&self) -> String;
}

/// A field of the settings.
pub(super) trait Field {
    /// Whether it takes several values.
    const REPEATS: bool;

    /// Takes a value, or one more.
    fn take(&mut self, text: &str) -> Result<(), String>;

    /// The values that were given; none where it is the default.
    fn texts(&self) -> Vec<String>;
}

/// The parts of [`Field`] that a list of fields of different types needs.
pub(super) trait AnyField {
    fn take(&mut self, text: &str) -> Result<(), String>;
    fn texts(&self) -> Vec<String>;
}

impl<F: Field> AnyField for F {
    fn take(&mut self, text: &str) -> Result<(), String> {
        Field::take(self, text)
    }

    fn texts(&self) -> Vec<String> {
        Field::texts(self)
    }
}

impl<T: Text> Field for Option<T> {
    const REPEATS: bool = false;

    fn take(&mut self, text: &str) -> Result<(), String> {
        *self = Some(T::read(text)?);
        Ok(())
    }

    fn texts(&self) -> Vec<String> {
        self.iter().map(Text::write).collect()
    }
}

impl Field for Vec<String> {
    const REPEATS: bool = true;

    fn take(&mut self, text: &str) -> Result<(), String> {
        self.push(text.to_owned());
        Ok(())
    }

    fn texts(&self) -> Vec<String> {
        self.clone()
    }
}

impl Field for bool {
    const REPEATS: bool = false;

    fn take(&mut self, text: &str) -> Result<(), String> {
        *self = match text {
            // A URL names a switch without a value.
            "" | "true" => true,
            "false" => false,
            _ => return Err("it is on (true) or off (false)".to_owned()),
        };
        Ok(())
    }

    fn texts(&self) -> Vec<String> {
        if *self {
            vec!["true".to_owned()]
        } else {
            Vec::new()
        }
    }
}

macro_rules! text_by_display {
    ($($type:ty),+) => {
        $(impl Text for $type {
            fn read(text: &str) -> Result<Self, String> {
                text.parse::<$type>().map_err(|error| error.to_string())
            }

            fn write(&self) -> String {
                self.to_string()
            }
        })+
    };
}

text_by_display!(
    String,
    u32,
    u64,
    f64,
    NodeLevel,
    Counting,
    Normalization,
    Logic,
    Compat,
    Ties,
    Duration,
    ColorBy,
    GexfVersion,
    Part,
    Unit,
    Delimiter
);

impl Text for EdtfDate {
    fn read(text: &str) -> Result<Self, String> {
        Self::parse(text).map_err(|error| error.to_string())
    }

    fn write(&self) -> String {
        self.as_str().to_owned()
    }
}
