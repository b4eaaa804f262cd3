//! What was recorded for one page, until the page takes it.

use std::{
    mem,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use tokio::{sync::Notify, time};
use wire::Direction;

/// Bytes that wait for a page that does not take them fast enough: the largest message there and back eight times. The page
/// holds as much again while it reads them, so 120 pages make the server hold 240 MiB at the very worst.
const TAPE_BYTES: usize = 1_024 * 1_024;
/// The page is woken so often at the most: often enough for eyes, and seldom enough that a busy connection does not have to
/// share its core with the page at each frame.
const GATHER: Duration = Duration::from_millis(20);
/// Counted for each entry on top of its bytes: what the entry itself takes, rounded up.
const ENTRY_BYTES: usize = 128;

/// Which exchange of which connection, and who watches it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct TrackId {
    /// The token, as a number.
    pub(crate) owner: u128,
    /// Counted from 1 over the life of the server.
    pub(crate) connection: u64,
    /// Counted from 1 for each token.
    pub(crate) exchange: u64,
}

/// One thing on a tape.
#[derive(Debug)]
pub(crate) enum Entry {
    /// One read or write.
    Bytes { track: TrackId, direction: Direction, at: Instant, bytes: Vec<u8> },
    /// From here on nothing of the exchange is kept; `bytes` were lost at once.
    Cut { track: TrackId, why: Cut, bytes: u64 },
    /// Nothing more will come. `dropped` bytes were not kept, in all.
    Ended { track: TrackId, at: Instant, dropped: u64 },
}

/// Why the bytes of an exchange are not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// The page does not take what waits for it.
    Behind,
    /// The token's bytes are used up.
    Bytes,
    /// The token's exchanges are used up.
    Exchanges,
    /// The token's time is over.
    Time,
    /// Where this exchange begins and ends among the bytes of its connection is not known.
    Blurred,
}

/// What one token may still record.
#[derive(Debug)]
pub(crate) struct Allowance {
    bytes: AtomicU64,
    until: Instant,
    closed: AtomicBool,
}

impl Allowance {
    pub(crate) fn new(bytes: u64, life: Duration) -> Self {
        let until = Instant::now() + life;
        Self { bytes: AtomicU64::new(bytes), until, closed: AtomicBool::new(false) }
    }

    /// Nobody watches any more.
    pub(crate) fn close(&self) {
        self.closed.store(true, Relaxed);
    }

    fn spend(&self, at: Instant, count: u64) -> Result<(), Cut> {
        if at >= self.until {
            return Err(Cut::Time);
        }
        let spent = self.bytes.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(count));
        spent.map(drop).map_err(|_| Cut::Bytes)
    }
}

/// A bounded queue from the connections that a page watches to that page.
#[derive(Debug, Default)]
pub(crate) struct Tape {
    kept: Mutex<Kept>,
    news: Notify,
}

#[derive(Debug, Default)]
struct Kept {
    entries: Vec<Entry>,
    bytes: usize,
}

impl Tape {
    /// All that waits and what comes right after it; at least one entry. Cancel safe.
    pub(crate) async fn take(&self) -> Vec<Entry> {
        while self.lock().entries.is_empty() {
            self.news.notified().await;
        }
        time::sleep(GATHER).await;
        mem::take(&mut *self.lock()).entries
    }

    /// Bytes are kept if there is room.
    fn push_bytes(&self, count: usize, entry: impl FnOnce() -> Entry) -> Result<(), Cut> {
        let mut kept = self.lock();
        if kept.bytes + count > TAPE_BYTES {
            return Err(Cut::Behind);
        }
        kept.bytes += count + ENTRY_BYTES;
        self.push_to(kept, entry());
        Ok(())
    }

    /// What is not bytes is always kept: at most two entries an exchange, and a token's exchanges are counted.
    pub(crate) fn push(&self, entry: Entry) {
        self.push_to(self.lock(), entry);
    }

    fn push_to(&self, mut kept: MutexGuard<'_, Kept>, entry: Entry) {
        kept.entries.push(entry);
        let first = kept.entries.len() == 1;
        drop(kept);
        // Whoever takes takes all, so only the first entry is news.
        if first {
            self.news.notify_one();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The place of one exchange on a tape. Dropping it says that the exchange has ended.
#[derive(Debug)]
pub(crate) struct Track {
    id: TrackId,
    tape: Arc<Tape>,
    allowance: Arc<Allowance>,
    cut: bool,
    dropped: u64,
}

impl Track {
    pub(crate) const fn new(id: TrackId, tape: Arc<Tape>, allowance: Arc<Allowance>) -> Self {
        Self { id, tape, allowance, cut: false, dropped: 0 }
    }

    /// Whether nobody watches any more.
    pub(super) fn is_closed(&self) -> bool {
        self.allowance.closed.load(Relaxed)
    }

    /// Keeps `count` bytes, which `copy` gives. What does not fit ends the recording of this exchange, because what
    /// comes after a gap could not be read.
    pub(super) fn write(
        &mut self,
        direction: Direction,
        at: Instant,
        count: usize,
        copy: impl FnOnce() -> Vec<u8>,
    ) {
        if self.cut {
            self.dropped += count as u64;
            return;
        }
        let track = self.id;
        let entry = || Entry::Bytes { track, direction, at, bytes: copy() };
        let kept = self
            .allowance
            .spend(at, count as u64)
            .and_then(|()| self.tape.push_bytes(count, entry));
        if let Err(why) = kept {
            self.cut(why, count as u64);
        }
    }

    /// Says that nothing more is kept, `bytes` of what is there already included.
    pub(super) fn cut(&mut self, why: Cut, bytes: u64) {
        self.dropped += bytes;
        if !mem::replace(&mut self.cut, true) {
            self.tape.push(Entry::Cut { track: self.id, why, bytes });
        }
    }
}

impl Drop for Track {
    fn drop(&mut self) {
        if !self.is_closed() {
            let (track, dropped) = (self.id, self.dropped);
            self.tape.push(Entry::Ended { track, at: Instant::now(), dropped });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_token_whose_time_is_over_says_so_and_records_no_more() {
        let tape = Arc::<Tape>::default();
        let id = TrackId { owner: 7, connection: 1, exchange: 1 };
        let allowance = Arc::new(Allowance::new(1_000, Duration::ZERO));
        let mut track = Track::new(id, Arc::clone(&tape), allowance);
        track.write(Direction::ClientToServer, Instant::now(), 2, || b"hi".to_vec());
        drop(track);
        let entries = tape.take().await;
        assert!(
            matches!(
                entries[..],
                [Entry::Cut { why: Cut::Time, bytes: 2, .. }, Entry::Ended { dropped: 2, .. }]
            ),
            "{entries:?}"
        );
    }
}
