//! A folder of tables becomes a study.
