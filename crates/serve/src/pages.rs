//! Pages for people.

use super::Settings;

/// What the page may load: its style, from here. Forms go to this server alone.
pub(super) const POLICY: &str = "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// The style of all pages.
pub(super) const STYLE: &str = include_str!("style.css");

const HOME: &str = include_str!("home.html");

/// The page that says what this is, for whoever calls the server by this name.
pub(super) fn home(settings: &Settings, host: &str) -> String {
    HOME.replace("{place}", &escaped(&format!("http://{host}")))
        .replace("{version}", env!("CARGO_PKG_VERSION"))
        .replace("{seconds}", &settings.time.as_secs_f64().to_string())
        .replace("{memory}", &(settings.memory >> 20).to_string())
        .replace("{answer}", &(settings.max_answer >> 20).to_string())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
