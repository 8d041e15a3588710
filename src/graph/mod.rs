//! The graph file.
