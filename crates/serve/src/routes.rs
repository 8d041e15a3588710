//! The one table of paths and methods, each with its handler.

use super::call::Call;
use super::refusal::Refusal;
use super::reply::Reply;
use super::{endpoint, pages};
use hyper::header::{ALLOW, HeaderValue};
use hyper::{Method, StatusCode};
use std::pin::Pin;

/// The reply of a handler, once it is there.
pub(super) type Answering<'c> = Pin<Box<dyn Future<Output = Result<Reply, Refusal>> + Send + 'c>>;

/// A method at a path, and what answers it.
pub(super) struct Route {
    method: Method,
    path: &'static str,
    handler: for<'c> fn(Call<'c>) -> Answering<'c>,
}

/// Every route. GET stands for HEAD as well, which gets the head of the same reply; OPTIONS is
/// answered from the table.
static ROUTES: &[Route] = &[
    Route {
        method: Method::GET,
        path: "/",
        handler: |call| Box::pin(async move { Ok(pages::home(&call)) }),
    },
    Route {
        method: Method::GET,
        path: "/style.css",
        handler: |_| Box::pin(async { Ok(pages::style()) }),
    },
    Route {
        method: Method::GET,
        path: "/sparql",
        handler: |call| Box::pin(endpoint::get(call)),
    },
    Route {
        method: Method::POST,
        path: "/sparql",
        handler: |call| Box::pin(endpoint::post(call)),
    },
    Route {
        method: Method::GET,
        path: "/query",
        handler: |call| Box::pin(endpoint::get(call)),
    },
    Route {
        method: Method::POST,
        path: "/query",
        handler: |call| Box::pin(endpoint::post(call)),
    },
    Route {
        method: Method::GET,
        path: "/data",
        handler: |call| Box::pin(endpoint::data(call)),
    },
];

/// Answers a call by the route that it takes.
///
/// # Errors
/// 404 where no route has the path, 405 where none of them has the method; and what the handler
/// refuses.
pub(super) async fn answer(path: &str, call: Call<'_>) -> Result<Reply, Refusal> {
    let Some(allowed) = allowed_methods(path) else {
        return Err(Refusal::new(StatusCode::NOT_FOUND, "there is nothing here")
            .with_hint("the endpoint is /sparql, all triples are at /data"));
    };
    let method = &call.client.method;
    if *method == Method::OPTIONS {
        return Ok(options(&call, allowed));
    }
    let wanted = if *method == Method::HEAD {
        &Method::GET
    } else {
        method
    };
    match at(path).find(|route| route.method == *wanted) {
        Some(route) => (route.handler)(call).await,
        None => Err(Refusal::new(
            StatusCode::METHOD_NOT_ALLOWED,
            format!("{method} is not understood here"),
        )
        .with_hint("the graph is read-only; data comes from the study")
        .with_header(ALLOW, allowed)),
    }
}

fn at(path: &str) -> impl Iterator<Item = &'static Route> {
    ROUTES.iter().filter(move |route| route.path == path)
}

/// Returns the methods that are understood at a path; `None` where there is nothing.
fn allowed_methods(path: &str) -> Option<HeaderValue> {
    let methods: Vec<&str> = at(path)
        .flat_map(|route| match route.method {
            Method::GET => vec!["GET", "HEAD"],
            ref method => vec![method.as_str()],
        })
        .collect();
    let all = format!("{}, OPTIONS", methods.join(", "));
    // Names of methods are plain ASCII, which every header may have.
    let value = HeaderValue::from_str(&all).ok();
    value.filter(|_| !methods.is_empty())
}

fn options(call: &Call<'_>, allowed: HeaderValue) -> Reply {
    let mut reply = Reply::empty();
    let origins = &call.shared.settings.origins;
    origins.allow_preflight(allowed.clone(), &mut reply.headers);
    reply.headers.insert(ALLOW, allowed);
    reply
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_route_hides_another() {
        let all: HashSet<_> = ROUTES
            .iter()
            .map(|route| (&route.method, route.path))
            .collect();
        assert_eq!(all.len(), ROUTES.len());
    }

    #[test]
    fn methods_are_those_of_the_routes() {
        let allowed = |path| allowed_methods(path).map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(
            allowed("/sparql").as_deref(),
            Some("GET, HEAD, POST, OPTIONS")
        );
        assert_eq!(allowed("/data").as_deref(), Some("GET, HEAD, OPTIONS"));
        assert_eq!(allowed("/nowhere"), None);
    }
}
