//! A text is a date or is refused with a suggestion that is one.

#![no_main]

use demarche::model::EdtfDate;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match EdtfDate::parse(text) {
        Ok(date) => {
            assert!(date.earliest() <= date.latest());
            assert_eq!(date.as_str(), text);
            assert_eq!(EdtfDate::parse(date.as_str()).as_ref(), Ok(&date));
            assert_eq!(date.to_string(), text);
            // ISO weeks exist for every day there is.
            assert!((1..=53).contains(&date.earliest().iso_week().1));
            assert!((1..=53).contains(&date.latest().iso_week().1));
        }
        Err(error) => {
            assert!(!error.reason.is_empty());
            if let Some(suggestion) = error.suggestion {
                assert!(EdtfDate::parse(&suggestion).is_ok(), "{suggestion:?}");
            }
        }
    }
});
