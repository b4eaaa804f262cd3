use std::{
    mem,
    time::{Duration, Instant},
};

use bytes::Bytes;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::events::TapEvent;
use crate::{
    message::Data,
    websocket::{Closed, Session},
};

/// A message is sent once it has so many bytes: a flood of small events costs few frames, and making one message keeps
/// nobody waiting for longer than some dozen microseconds.
const MESSAGE_BYTES: usize = 32 * 1_024;

/// After so much work at one time a page rests.
const SHIFT: Duration = Duration::from_millis(1);
/// A page rests for so many times as long as it has worked, so it never takes more than a quarter of a core from the
/// connections that it watches. That is enough to explain some thousand frames a second; with more it falls behind,
/// which is said.
const REST: u32 = 3;
/// Waiting for a page that reads slowly looks like work, and must not make it rest for long.
const LONGEST_REST: Duration = Duration::from_millis(20);

/// Events on their way to the page: one message is a JSON array of some.
#[derive(Debug)]
pub(super) struct Teller {
    array: Vec<u8>,
    at_work_since: Instant,
}

impl Teller {
    pub(super) fn new() -> Self {
        Self { array: Vec::new(), at_work_since: Instant::now() }
    }

    /// A batch begins, after a pause.
    pub(super) fn begin(&mut self) {
        self.at_work_since = Instant::now();
    }

    /// Adds an event; sends what there is if that is enough for a message.
    pub(super) async fn tell(
        &mut self,
        event: &TapEvent<'_>,
        session: &mut Session,
    ) -> Result<(), Closed> {
        if self.array.is_empty() {
            self.array.reserve(2 * MESSAGE_BYTES);
        }
        self.array.push(if self.array.is_empty() { b'[' } else { b',' });
        // Only a map with keys that are not strings, or a failing Serialize, can fail: ours are plain structs.
        serde_json::to_writer(&mut self.array, event).expect("plain structs serialize");
        if self.array.len() < MESSAGE_BYTES {
            return Ok(());
        }
        self.send(session).await?;
        // The connections that this is about go first.
        let worked = self.at_work_since.elapsed();
        if worked < SHIFT {
            tokio::task::yield_now().await;
        } else {
            tokio::time::sleep((REST * worked).min(LONGEST_REST)).await;
            self.begin();
        }
        Ok(())
    }

    /// Sends what there is.
    pub(super) async fn send(&mut self, session: &mut Session) -> Result<(), Closed> {
        if self.array.is_empty() {
            return Ok(());
        }
        self.array.push(b']');
        let text = Utf8Bytes::try_from(Bytes::from(mem::take(&mut self.array)));
        session.send(Data::Text(text.expect("JSON is UTF-8"))).await
    }
}
