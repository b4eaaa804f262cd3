//! What a page may wish for, and its bounds.

use std::time::Duration;

use serde::Deserialize;

use crate::{connection::Way, watch::Conditions};

/// Far beyond a satellite's 600 ms, and shorter than the patience of our own clients.
const MOST_MS: u32 = 10_000;
/// A message of some dozen bytes still comes through in a second.
const LEAST_BYTES_PER_SECOND: u32 = 100;
/// 80 Mbit/s, which no demo fills: more would look as if nothing were wrong.
const MOST_BYTES_PER_SECOND: u32 = 10_000_000;

/// All that shall go wrong until it is mended: what is not named goes right.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Wish {
    up: WayWish,
    down: WayWish,
    half_open: bool,
    strip_upgrade: bool,
    one_connection: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WayWish {
    latency_ms: u32,
    jitter_ms: u32,
    bytes_per_second: Option<u32>,
}

impl Wish {
    /// A sentence if something is out of bounds.
    pub(super) fn check(self) -> Result<Conditions, String> {
        let Self { up, down, half_open, strip_upgrade, one_connection } = self;
        let (up, down) = (up.check("up")?, down.check("down")?);
        Ok(Conditions { up, down, half_open, strip_upgrade, one_connection })
    }
}

impl WayWish {
    fn check(self, way: &str) -> Result<Way, String> {
        for (name, value) in [("latency_ms", self.latency_ms), ("jitter_ms", self.jitter_ms)] {
            if value > MOST_MS {
                return Err(format!("`{way}.{name}` is 0 to {MOST_MS}, and {value} is more."));
            }
        }
        let bounds = LEAST_BYTES_PER_SECOND..=MOST_BYTES_PER_SECOND;
        if let Some(rate) = self.bytes_per_second.filter(|rate| !bounds.contains(rate)) {
            return Err(format!(
                "`{way}.bytes_per_second` is {LEAST_BYTES_PER_SECOND} to {MOST_BYTES_PER_SECOND}, and {rate} is not. Leave it \
                 out for a line that is as wide as it can be."
            ));
        }
        Ok(Way {
            latency: Duration::from_millis(self.latency_ms.into()),
            jitter: Duration::from_millis(self.jitter_ms.into()),
            bytes_per_second: self.bytes_per_second,
        })
    }
}
