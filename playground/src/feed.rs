//! A feed of numbered ticks, made at a steady pace, for any number of readers on any transport.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use serde::Serialize;
use tokio::{
    sync::watch,
    time::{self, Instant},
};
use tokio_tungstenite::tungstenite::Utf8Bytes;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    backlog::{Backlog, Batch, Head, Reader},
    config::Limits,
};

/// What a race keeps for readers that are behind: all 2,000 ticks with up to 900 bytes of payload, and the newest 500
/// with the largest.
const RACE_BYTES: usize = 2 << 20;

/// What all transports answer to who asks for a race that is not kept.
pub(crate) const NO_SUCH_RACE: &str =
    "There is no such race. It may be over and forgotten: start a new one with POST /race.";

/// One tick, as it goes over every transport.
#[derive(Serialize)]
struct Tick<'a> {
    seq: u64,
    /// Milliseconds since the race started, on the server's monotonic clock.
    at_ms: f64,
    payload: &'a str,
}

/// The settings that can change while a race runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pace {
    /// Ticks per second.
    pub(crate) rate: u32,
    /// Bytes of payload in a tick.
    pub(crate) size: u32,
    /// No ticks are made for now.
    pub(crate) paused: bool,
}

/// A running race.
#[derive(Debug)]
pub(crate) struct Feed {
    pub(crate) id: String,
    /// The last tick has this `seq`.
    pub(crate) count: u32,
    started: Instant,
    pace: watch::Sender<Pace>,
    /// JSON of each tick, encoded once; the entry's number is its `seq`.
    ticks: Arc<Backlog<Utf8Bytes>>,
    /// Ends the race before its time.
    dropped: CancellationToken,
}

impl Feed {
    fn new(id: String, pace: Pace, count: u32, dropped: CancellationToken) -> Self {
        let (pace, _) = watch::channel(pace);
        let ticks = Arc::new(Backlog::new(RACE_BYTES));
        Self { id, count, started: Instant::now(), pace, ticks, dropped }
    }

    pub(crate) fn pace(&self) -> Pace {
        *self.pace.borrow()
    }

    /// Changes the pace as `change` says; a sentence if it cannot be.
    pub(crate) fn set_pace(
        &self,
        change: impl FnOnce(Pace) -> Result<Pace, String>,
    ) -> Result<(), String> {
        let mut outcome = Ok(());
        self.pace.send_if_modified(|pace| match change(*pace) {
            Ok(changed) => std::mem::replace(pace, changed) != changed,
            Err(sentence) => {
                outcome = Err(sentence);
                false
            }
        });
        outcome
    }

    pub(crate) fn head(&self) -> Head {
        self.ticks.head()
    }

    /// The last tick has been made.
    pub(crate) fn is_complete(&self) -> bool {
        self.head().newest >= u64::from(self.count)
    }

    pub(crate) fn after(&self, seq: u64, most: usize) -> Batch<Utf8Bytes> {
        self.ticks.after(seq, most)
    }

    pub(crate) fn reader(&self, after: u64) -> Reader<Utf8Bytes> {
        self.ticks.reader(after)
    }

    /// Makes all ticks. The first comes one interval after the start; a pause shifts the rest.
    async fn run(&self) {
        let mut pace = self.pace.subscribe();
        let mut previous = self.started;
        for seq in 1..=u64::from(self.count) {
            let size = loop {
                let Pace { rate, size, paused } = *pace.borrow_and_update();
                let due = previous + Duration::from_secs(1) / rate;
                tokio::select! {
                    () = time::sleep_until(due), if !paused => {
                        previous = due;
                        break size;
                    }
                    _ = pace.changed() => {}
                }
                if paused {
                    previous = Instant::now();
                }
            };
            self.push(seq, size);
        }
        self.ticks.end();
    }

    fn push(&self, seq: u64, size: u32) {
        let micros = (self.started.elapsed().as_secs_f64() * 1e6).round();
        let tick = Tick { seq, at_ms: micros / 1e3, payload: &payload(size) };
        let json = serde_json::to_string(&tick).expect("plain structs serialize");
        let bytes = json.len();
        self.ticks.push(json.into(), bytes);
    }
}

/// `size` letters: readable in a byte view, and the same length in JSON.
fn payload(size: u32) -> String {
    ('a'..='z').cycle().take(size as usize).collect()
}

/// All races that are kept.
#[derive(Debug)]
pub(crate) struct Races {
    most: usize,
    lifetime: Duration,
    by_id: Mutex<HashMap<String, Arc<Feed>>>,
    shutdown: CancellationToken,
    tasks: TaskTracker,
}

impl Races {
    pub(crate) fn new(
        limits: &Limits,
        shutdown: CancellationToken,
        tasks: TaskTracker,
    ) -> Arc<Self> {
        let (most, lifetime) = (limits.races, limits.race_seconds);
        Arc::new(Self { most, lifetime, by_id: Mutex::default(), shutdown, tasks })
    }

    /// Starts a race. `None`: all places are taken by races that still run.
    pub(crate) fn start(self: &Arc<Self>, pace: Pace, count: u32) -> Option<Arc<Feed>> {
        let mut by_id = self.lock();
        if by_id.len() >= self.most {
            let finished = by_id.values().filter(|feed| feed.head().ended);
            let oldest = finished.min_by_key(|feed| feed.started)?.id.clone();
            if let Some(feed) = by_id.remove(&oldest) {
                feed.dropped.cancel();
            }
        }
        let id = format!("{:016x}", rand::random::<u64>());
        let feed = Arc::new(Feed::new(id, pace, count, self.shutdown.child_token()));
        by_id.insert(feed.id.clone(), Arc::clone(&feed));
        drop(by_id);
        self.tasks.spawn(Arc::clone(self).keep(Arc::clone(&feed)));
        Some(feed)
    }

    pub(crate) fn get(&self, id: &str) -> Option<Arc<Feed>> {
        self.lock().get(id).cloned()
    }

    /// One race's whole life: it makes its ticks, then stays for readers that are late.
    async fn keep(self: Arc<Self>, feed: Arc<Feed>) {
        let life = async {
            feed.run().await;
            std::future::pending::<()>().await;
        };
        tokio::select! {
            () = life => {}
            () = time::sleep(self.lifetime) => {}
            () = feed.dropped.cancelled() => {}
        }
        feed.ticks.end();
        self.lock().remove(&feed.id);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Arc<Feed>>> {
        self.by_id.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUICK: Pace = Pace { rate: 100, size: 3, paused: false };

    fn races(most: usize) -> Arc<Races> {
        let limits =
            Limits { races: most, race_seconds: Duration::from_mins(1), ..Limits::default() };
        Races::new(&limits, CancellationToken::new(), TaskTracker::new())
    }

    async fn all(feed: &Feed) -> Vec<String> {
        let mut reader = feed.reader(0);
        let mut ticks = Vec::new();
        while let Some(batch) = reader.next(usize::MAX).await {
            ticks.extend(batch.entries.iter().map(ToString::to_string));
        }
        ticks
    }

    #[tokio::test(start_paused = true)]
    async fn ticks_come_at_the_rate_that_was_asked_for() {
        let feed = races(1).start(QUICK, 3).unwrap();
        let expected = [(1, "10.0"), (2, "20.0"), (3, "30.0")]
            .map(|(seq, at)| format!(r#"{{"seq":{seq},"at_ms":{at},"payload":"abc"}}"#));
        assert_eq!(all(&feed).await, expected);
        assert!(feed.is_complete());
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_shifts_the_rest() {
        let feed = races(1).start(QUICK, 2).unwrap();
        feed.reader(0).next(1).await.unwrap();
        feed.set_pace(|pace| Ok(Pace { paused: true, ..pace })).unwrap();
        time::sleep(Duration::from_secs(30)).await;
        assert_eq!(feed.head().newest, 1);
        feed.set_pace(|pace| Ok(Pace { paused: false, ..pace })).unwrap();
        assert!(all(&feed).await[1].contains(r#""at_ms":30020.0"#));
    }

    #[tokio::test(start_paused = true)]
    async fn a_race_is_forgotten_after_its_lifetime_and_its_readers_end() {
        let races = races(1);
        let feed = races.start(Pace { paused: true, ..QUICK }, 1).unwrap();
        assert_eq!(feed.reader(0).next(1).await, None);
        assert!(!feed.is_complete());
        tokio::task::yield_now().await;
        assert!(races.get(&feed.id).is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn the_oldest_finished_race_makes_room_and_a_running_one_does_not() {
        let races = races(2);
        let finished = races.start(QUICK, 1).unwrap();
        all(&finished).await;
        let running = races.start(Pace { paused: true, ..QUICK }, 1).unwrap();
        assert!(races.start(Pace { paused: true, ..QUICK }, 1).is_some());
        assert!(races.get(&finished.id).is_none());
        assert!(races.get(&running.id).is_some());
        assert!(races.start(QUICK, 1).is_none());
    }
}
