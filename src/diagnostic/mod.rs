//! Problems: where, what, and what to do about it.
