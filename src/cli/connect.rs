//! Other servers: how they are spoken to, and as whom.

use super::args::{ConnectionArgs, GraphArgs};
use super::failure::{CommandError, Context, usage};
use super::terminal::Terminal;
use crate::endpoint::Endpoint;
use crate::http::{Address, Client, Credentials, Settings, Wait};
use crate::query::Services;
use oxigraph::model::NamedNode;
use std::path::PathBuf;

/// The endpoint that a graph's place means, if it means one.
pub(super) fn endpoint(
    args: &GraphArgs,
    terminal: &Terminal,
) -> Result<Option<Endpoint>, CommandError> {
    let text = args.place.to_string_lossy();
    if !Address::is_meant(&text) {
        if args.named.is_some() {
            return Err(usage(
                format!("{text}: --graph names a graph of a SPARQL endpoint"),
                "a graph file holds a single graph, without a name",
            ));
        }
        return Ok(None);
    }
    let address = address(&text)?;
    let client = client(&address, &args.connection, terminal)?;
    Ok(Some(Endpoint::new(address, args.named.clone(), client)))
}

/// Reads an address given on the command line.
pub(super) fn address(text: &str) -> Result<Address, CommandError> {
    Ok(Address::parse(text)?)
}

/// A client for a server, which says when it has to wait.
pub(super) fn client(
    address: &Address,
    args: &ConnectionArgs,
    terminal: &Terminal,
) -> Result<Client, CommandError> {
    let client = Client::new(address, &credentials()?, settings(args))?;
    if client.has_credentials() && !address.is_https() && !address.is_loopback() {
        terminal.say(format!(
            "warning: the password for {} goes over http, where others can read it",
            address.host()
        ));
    }
    let quiet = terminal.is_quiet();
    Ok(client.telling(move |wait| {
        if !quiet {
            eprintln!("{}", told(wait));
        }
    }))
}

fn settings(args: &ConnectionArgs) -> Settings {
    Settings {
        silence: args.wait,
        tries: args.tries,
        longest_answer: args.longest_answer,
        ..Settings::default()
    }
}

fn told(wait: &Wait) -> String {
    format!(
        "{}; try {} of {} in {:.1} s",
        wait.why,
        wait.tried + 1,
        wait.tries,
        wait.how_long.as_secs_f64()
    )
}

/// The endpoints that a query here may ask by `SERVICE`. What is asked of them waits and tries as for
/// any other; credentials are those of the netrc file, which names hosts: the ones in the environment
/// are for the endpoint on the command line.
pub(super) fn services(
    names: &[NamedNode],
    args: &ConnectionArgs,
) -> Result<Services, CommandError> {
    let credentials = match names {
        [] => Credentials::none(),
        _ => netrc(Credentials::none())?,
    };
    allowed(names, &credentials, &settings(args))
}

/// Those of a server's workers. They are asked what strangers want, so without the credentials of
/// whoever runs the server; and few times, since others wait.
pub(super) fn services_for_others(names: &[NamedNode]) -> Result<Services, CommandError> {
    let settings = Settings {
        tries: 2,
        ..Settings::default()
    };
    allowed(names, &Credentials::none(), &settings)
}

fn allowed(
    names: &[NamedNode],
    credentials: &Credentials,
    settings: &Settings,
) -> Result<Services, CommandError> {
    let mut services = Services::default();
    for name in names {
        let address = address(name.as_str())?;
        let (credentials, settings) = (credentials.clone(), settings.clone());
        services.allow(name.clone(), move || {
            let client = Client::new(&address, &credentials, settings.clone())?;
            Ok(Endpoint::new(address.clone(), None, client))
        });
    }
    Ok(services)
}

/// What the environment and the netrc file say of who is asking.
fn credentials() -> Result<Credentials, CommandError> {
    let variable = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let none = Credentials::none();
    let (token, user) = (variable("DEMARCHE_TOKEN"), variable("DEMARCHE_USER"));
    match (token, user, variable("DEMARCHE_PASSWORD")) {
        (Some(token), None, None) => Ok(none.with_token(&token)),
        (None, Some(user), password) => Ok(none.with_login(&user, &password.unwrap_or_default())),
        (None, None, None) => netrc(none),
        (None, None, Some(_)) => Err(usage(
            "DEMARCHE_PASSWORD is set, and DEMARCHE_USER is not",
            "set both, or neither",
        )),
        (Some(_), ..) => Err(usage(
            "DEMARCHE_TOKEN and DEMARCHE_USER are set, and only one of them can be sent",
            "unset one of them",
        )),
    }
}

/// The file that NETRC names, or the one in the user's own folder, where it is.
fn netrc(credentials: Credentials) -> Result<Credentials, CommandError> {
    let named = std::env::var_os("NETRC").map(PathBuf::from);
    let path = match &named {
        Some(path) => path.clone(),
        None => match std::env::home_dir() {
            Some(home) => home.join(".netrc"),
            None => return Ok(credentials),
        },
    };
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(credentials);
        }
        Err(error) => {
            return Err(error).with_context(|| format!("{} cannot be read", path.display()));
        }
    };
    credentials
        .with_netrc(&text)
        .with_context(|| path.display().to_string())
}
