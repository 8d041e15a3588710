//! What goes over HTTP: servers of others, as a client meets them, and the server that is ours.

mod serve;
mod servers;
