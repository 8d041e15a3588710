//! A study becomes triples.
