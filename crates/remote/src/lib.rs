//! Other servers: SPARQL endpoints that are read, stores that are loaded.

pub mod endpoint;
pub mod fetch;
pub mod http;
pub mod push;
