//! Pages for people.

use super::call::Call;
use super::reply::Reply;
use hyper::StatusCode;
use hyper::header::{ACCEPT, CONTENT_SECURITY_POLICY, HeaderValue, VARY};

/// What pages may load: their style, from here. Forms go to this server alone.
const POLICY: &str = "default-src 'none'; style-src 'self'; form-action 'self'; \
                      frame-ancestors 'none'; base-uri 'none'";

const STYLE: &str = include_str!("style.css");

const HOME: &str = include_str!("home.html");

/// Returns the page that says what the server is, for whoever calls it by this name.
pub(super) fn home(call: &Call<'_>) -> Reply {
    let settings = &call.shared.settings;
    let page = HOME
        .replace("{place}", &escaped(&format!("http://{}", call.client.host)))
        .replace("{version}", env!("CARGO_PKG_VERSION"))
        .replace("{seconds}", &settings.time.as_secs_f64().to_string())
        .replace("{memory}", &(settings.memory >> 20).to_string())
        .replace("{answer}", &(settings.max_answer >> 20).to_string());
    let mut reply = Reply::whole(StatusCode::OK, "text/html; charset=utf-8", page);
    let headers = &mut reply.headers;
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    // At /sparql the same address is a description for those who do not ask for a page.
    headers.insert(VARY, HeaderValue::from(ACCEPT));
    reply
}

/// Returns the style of all pages.
pub(super) fn style() -> Reply {
    Reply::whole(StatusCode::OK, "text/css; charset=utf-8", STYLE)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
