//! Hoses: each makes numbered messages at a steady pace for one reader.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use serde::Serialize;
use tokio::{
    sync::Notify,
    time::{self, Instant},
};
use tokio_tungstenite::tungstenite::Utf8Bytes;
use tokio_util::sync::CancellationToken;

use super::queue::{Made, Policy, Queue, Sums};

/// A hose that was late makes up for so much: a timer is a millisecond late, a machine that slept is an hour.
const MOST_LATE: Duration = Duration::from_millis(50);

/// The settings that can change while a hose runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Flow {
    /// Messages per second.
    pub(crate) rate: u32,
    /// Bytes of payload in a message.
    pub(crate) bytes: u32,
    /// Messages that may wait.
    pub(crate) queue: u32,
    pub(crate) policy: Policy,
}

impl Default for Flow {
    fn default() -> Self {
        Self { rate: 100, bytes: 1_000, queue: 100, policy: Policy::Wait }
    }
}

/// One message, as it goes to the reader.
#[derive(Serialize)]
struct Message<'a> {
    number: u64,
    /// When it was made: milliseconds since the hose was opened.
    at_ms: f64,
    payload: &'a str,
}

/// All hoses that run.
#[derive(Debug)]
pub(crate) struct Hoses {
    most: usize,
    by_id: Mutex<HashMap<String, Arc<Hose>>>,
}

impl Hoses {
    pub(crate) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { most, by_id: Mutex::default() })
    }

    /// `None`: all places are taken.
    pub(crate) fn open(self: &Arc<Self>) -> Option<Maker> {
        let mut by_id = lock(&self.by_id);
        if by_id.len() >= self.most {
            return None;
        }
        let id = format!("{:016x}", rand::random::<u64>());
        let hose = Arc::new(Hose::new(id.clone()));
        by_id.insert(id, Arc::clone(&hose));
        Some(Maker { hoses: Arc::clone(self), previous: hose.opened, hose })
    }

    pub(crate) fn get(&self, id: &str) -> Option<Arc<Hose>> {
        lock(&self.by_id).get(id).cloned()
    }
}

/// What the maker and the reader of one hose share.
#[derive(Debug)]
pub(crate) struct Hose {
    pub(crate) id: String,
    opened: Instant,
    state: Mutex<State>,
    /// Wakes the maker: there is room, or a reader.
    room: Notify,
    /// Wakes the reader: there is a message.
    news: Notify,
}

#[derive(Debug, Default)]
struct State {
    flow: Flow,
    queue: Queue,
    /// Cancelled when the present reader shall go.
    reader: Option<CancellationToken>,
    has_ended: bool,
}

impl Hose {
    fn new(id: String) -> Self {
        Self {
            id,
            opened: Instant::now(),
            state: Mutex::default(),
            room: Notify::new(),
            news: Notify::new(),
        }
    }

    /// Takes the one place of a reader; `None`: it is taken.
    pub(crate) fn read(self: &Arc<Self>) -> Option<Reading> {
        let mut state = lock(&self.state);
        if state.reader.is_some() {
            return None;
        }
        let over = CancellationToken::new();
        if state.has_ended {
            over.cancel();
        }
        state.reader = Some(over.clone());
        self.room.notify_one();
        Some(Reading { hose: Arc::clone(self), over })
    }

    /// Milliseconds since the hose was opened.
    fn at_ms(&self) -> f64 {
        (self.opened.elapsed().as_secs_f64() * 1e4).round() / 10.0
    }

    /// `size` letters: readable in a byte view, and the same length in JSON.
    fn message(&self, number: u64, size: u32) -> Utf8Bytes {
        let payload: String = ('a'..='z').cycle().take(size as usize).collect();
        let message = Message { number, at_ms: self.at_ms(), payload: &payload };
        serde_json::to_string(&message).expect("plain structs serialize").into()
    }
}

/// What a hose tells about itself.
#[derive(Debug, Serialize)]
pub(crate) struct Gauge {
    at_ms: f64,
    #[serde(flatten)]
    sums: Sums,
    /// Somebody reads. Nothing is made for nobody.
    reading: bool,
}

/// Makes the messages. Dropping it ends the hose, and its reader.
#[derive(Debug)]
pub(crate) struct Maker {
    hoses: Arc<Hoses>,
    hose: Arc<Hose>,
    /// When the last message was due.
    previous: Instant,
}

impl Maker {
    pub(crate) fn id(&self) -> &str {
        &self.hose.id
    }

    pub(crate) fn flow(&self) -> Flow {
        lock(&self.hose.state).flow
    }

    pub(crate) fn set_flow(&self, flow: Flow) {
        lock(&self.hose.state).flow = flow;
    }

    pub(crate) fn gauge(&self) -> Gauge {
        let state = lock(&self.hose.state);
        let reading = state.reader.as_ref().is_some_and(|over| !over.is_cancelled());
        Gauge { at_ms: self.hose.at_ms(), sums: state.queue.sums(), reading }
    }

    /// Makes messages for ever. Cancel safe: begin again after a change of the flow.
    pub(crate) async fn make(&mut self) {
        loop {
            let due = self.previous + Duration::from_secs(1) / self.flow().rate;
            time::sleep_until(due).await;
            if self.make_one() {
                self.previous = due.max(Instant::now() - MOST_LATE);
            } else {
                self.hose.room.notified().await;
            }
        }
    }

    /// False: there is no room, or no reader.
    fn make_one(&self) -> bool {
        let mut state = lock(&self.hose.state);
        let Flow { bytes, policy, queue, .. } = state.flow;
        let Some(over) = state.reader.clone().filter(|over| !over.is_cancelled()) else {
            return false;
        };
        let message = |number| self.hose.message(number, bytes);
        match state.queue.make(policy, queue as usize, message) {
            Made::NoRoom => return false,
            Made::TooSlow => over.cancel(),
            Made::Done => self.hose.news.notify_one(),
        }
        true
    }
}

impl Drop for Maker {
    fn drop(&mut self) {
        lock(&self.hoses.by_id).remove(&self.hose.id);
        let mut state = lock(&self.hose.state);
        state.has_ended = true;
        if let Some(over) = &state.reader {
            over.cancel();
        }
    }
}

/// Why a reader has to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Over {
    /// The queue was full, and that was the policy.
    TooSlow,
    /// The hose is turned off.
    Ended,
}

/// Being the reader of a hose. Dropping it leaves: what waited is dropped.
#[derive(Debug)]
pub(crate) struct Reading {
    hose: Arc<Hose>,
    over: CancellationToken,
}

impl Reading {
    /// The next message, waiting for it if need be. Cancel safe.
    pub(crate) async fn next(&self) -> Utf8Bytes {
        loop {
            let message = lock(&self.hose.state).queue.send();
            if let Some(message) = message {
                self.hose.room.notify_one();
                return message;
            }
            self.hose.news.notified().await;
        }
    }

    /// Completes when this reader has to go. Cancel safe.
    pub(crate) async fn over(&self) -> Over {
        self.over.cancelled().await;
        if lock(&self.hose.state).has_ended { Over::Ended } else { Over::TooSlow }
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        let mut state = lock(&self.hose.state);
        state.reader = None;
        state.queue.clear();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
