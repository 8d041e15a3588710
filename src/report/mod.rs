//! A study at a glance.
