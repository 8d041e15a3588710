//! What the formats that are JSON share: nodes and ties as objects, one a line.

use super::attributes::{Attribute, Value};
use super::look::Color;
use serde_json::{Map, Number, Value as Json};
use std::io::{self, Write};

/// An object of JSON, its members in the order they were put in.
pub(super) type Object = Map<String, Json>;

/// Puts the values of a node or tie into an object. What is missing is left out; lists stay lists.
pub(super) fn put<S>(
    object: &mut Object,
    view: &S,
    columns: &[Attribute<S>],
    name: impl Fn(&str) -> &str,
) {
    for column in columns {
        if let Some(value) = column.value(view) {
            object.insert(name(&column.name).to_owned(), json(&value));
        }
    }
}

fn json(value: &Value<'_>) -> Json {
    match value {
        Value::Text(text) => Json::from(text.as_ref()),
        Value::Day(day) => Json::from(day.to_string()),
        Value::Integer(number) => Json::from(*number),
        Value::Real(number) => real(*number),
        Value::List(list) => list.texts().map(|text| Json::from(text.as_ref())).collect(),
    }
}

/// A number that has decimals even where they are zero: programs that tell whole numbers from others
/// take the type of a column from its first value.
pub(super) fn real(number: f64) -> Json {
    Number::from_f64(number + 0.0).map_or(Json::Null, Json::Number)
}

/// A colour as pages have it: `#0072b2`.
pub(super) fn color(color: Color) -> Json {
    Json::from(format!("#{:02x}{:02x}{:02x}", color.r, color.g, color.b))
}

/// Writes a list of objects, one a line.
pub(super) fn lines(out: &mut dyn Write, objects: impl Iterator<Item = Object>) -> io::Result<()> {
    out.write_all(b"[")?;
    for (at, object) in objects.enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &object)?;
    }
    out.write_all(b"\n]")
}
