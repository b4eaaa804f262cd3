//! What a reader may set on a hose, checked.

use std::ops::RangeInclusive;

use serde::Deserialize;
use serde_json::Value;

use super::{hose::Flow, queue::Policy};
use crate::{message::Data, number::whole};

/// Messages per second. More than one a millisecond is finer than the clock.
const RATE: RangeInclusive<u32> = 1..=1_000;
/// Bytes of payload in a message.
const BYTES: RangeInclusive<u32> = 0..=4_096;
/// Messages that wait. With the largest payload the queue holds 2 MiB.
const QUEUE: RangeInclusive<u32> = 1..=500;

const WISH: &str = "Say what shall change, in JSON in a text message, such as \
    {\"rate\":100,\"bytes\":1000,\"policy\":\"drop-oldest\",\"queue\":50}.";

/// Each is optional. Taken as any JSON, to say which range is allowed whatever came.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wish {
    rate: Option<Value>,
    bytes: Option<Value>,
    policy: Option<Value>,
    queue: Option<Value>,
}

/// `flow` with the changes that `data` wishes, or a sentence.
pub(super) fn apply(data: &Data, flow: Flow) -> Result<Flow, String> {
    let Data::Text(text) = data else { return Err(WISH.to_owned()) };
    let wish: Wish = serde_json::from_str(text).map_err(|error| format!("{WISH} {error}."))?;
    let policy = match wish.policy {
        Some(policy) => Policy::deserialize(policy).map_err(
            |_| "`policy` must be \"wait\", \"drop-oldest\", \"drop-newest\" or \"disconnect\".",
        )?,
        None => flow.policy,
    };
    Ok(Flow {
        rate: whole("rate", "messages per second", wish.rate.as_ref(), RATE, flow.rate)?,
        bytes: whole("bytes", "bytes of payload", wish.bytes.as_ref(), BYTES, flow.bytes)?,
        queue: whole("queue", "messages that wait", wish.queue.as_ref(), QUEUE, flow.queue)?,
        policy,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(text: &str) -> Result<Flow, String> {
        apply(&Data::Text(text.into()), Flow::default())
    }

    #[test]
    fn what_is_not_named_stays() {
        assert_eq!(wish("{}"), Ok(Flow::default()));
        let flow = wish(r#"{"rate":1000,"policy":"drop-newest"}"#).unwrap();
        let expected = Flow { rate: 1_000, policy: Policy::DropNewest, ..Flow::default() };
        assert_eq!(flow, expected);
    }

    #[test]
    fn absurd_numbers_are_told_the_range() {
        for rate in ["0", "1001", "-1", "1.5", "1e300", "18446744073709551617", "\"ten\"", "[]"] {
            let sentence = wish(&format!(r#"{{"rate":{rate}}}"#)).unwrap_err();
            let expected = "`rate` must be a whole number from 1 to 1000 (messages per second).";
            assert_eq!(sentence, expected, "{rate}");
        }
        assert!(wish(r#"{"bytes":4097}"#).unwrap_err().contains("from 0 to 4096"));
        assert!(wish(r#"{"queue":0}"#).unwrap_err().contains("from 1 to 500"));
    }
}
