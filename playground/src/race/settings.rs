//! What a reader may set on a race, checked.

use std::ops::RangeInclusive;

use serde::Deserialize;
use serde_json::Value;

use crate::{feed::Pace, number::whole};

/// Ticks per second. More than 100 is faster than a screen shows.
pub(crate) const RATE: RangeInclusive<u32> = 1..=100;
/// Ticks in a race.
pub(crate) const COUNT: RangeInclusive<u32> = 1..=2_000;
/// Bytes of payload in a tick.
pub(crate) const SIZE: RangeInclusive<u32> = 0..=4_096;

/// The body of `POST /race`. Each is optional. Taken as any JSON, to say which range is allowed whatever came.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Start {
    rate: Option<Value>,
    count: Option<Value>,
    size: Option<Value>,
}

impl Start {
    /// The pace and the number of ticks, or a sentence.
    pub(crate) fn check(&self) -> Result<(Pace, u32), String> {
        let rate = whole("rate", "ticks per second", self.rate.as_ref(), RATE, 10)?;
        let count = whole("count", "ticks in all", self.count.as_ref(), COUNT, 100)?;
        let size = whole("size", "bytes of payload", self.size.as_ref(), SIZE, 64)?;
        Ok((Pace { rate, size, paused: false }, count))
    }
}

/// The body of `PATCH /race/{id}`. Each is optional.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Change {
    paused: Option<bool>,
    rate: Option<Value>,
    size: Option<Value>,
}

impl Change {
    /// `pace` with these changes, or a sentence.
    pub(crate) fn apply(&self, pace: Pace) -> Result<Pace, String> {
        Ok(Pace {
            rate: whole("rate", "ticks per second", self.rate.as_ref(), RATE, pace.rate)?,
            size: whole("size", "bytes of payload", self.size.as_ref(), SIZE, pace.size)?,
            paused: self.paused.unwrap_or(pace.paused),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(body: &str) -> Result<(Pace, u32), String> {
        serde_json::from_str::<Start>(body).map_err(|error| error.to_string())?.check()
    }

    #[test]
    fn defaults_fill_what_is_not_said() {
        assert_eq!(start("{}"), Ok((Pace { rate: 10, size: 64, paused: false }, 100)));
        assert_eq!(
            start(r#"{"rate":100,"count":2000,"size":0}"#),
            Ok((Pace { rate: 100, size: 0, paused: false }, 2000))
        );
    }

    #[test]
    fn absurd_numbers_are_told_the_range() {
        for rate in ["0", "101", "-1", "1.5", "1e300", "18446744073709551617", "\"ten\"", "[]"] {
            let sentence = start(&format!(r#"{{"rate":{rate}}}"#)).unwrap_err();
            assert_eq!(
                sentence, "`rate` must be a whole number from 1 to 100 (ticks per second).",
                "{rate}"
            );
        }
    }
}
