//! What was recorded for one page, until the page takes it.

use std::{
    collections::HashMap,
    io::IoSlice,
    mem,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use serde::Deserialize;
use tokio::{sync::Notify, time};
use wire::{Counter, Counts, Direction};

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
    /// A token can be watched again after it was unwatched; counted from 1 for each page.
    pub(crate) watch: u64,
    /// Counted from 1 over the life of the server.
    pub(crate) connection: u64,
    /// Counted from 1 for each token.
    pub(crate) exchange: u64,
}

/// What happened since the page looked last.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    pub(crate) entries: Vec<Entry>,
    /// The bytes of all [`Entry::Bytes`], one after the other.
    pub(crate) bytes: Vec<u8>,
    /// Exchanges that moved and have not ended: no more than there are connections.
    pub(crate) moved: HashMap<TrackId, Sums>,
}

/// One thing on a tape.
#[derive(Debug)]
pub(crate) enum Entry {
    /// One read or write; so many bytes of the batch.
    Bytes { track: TrackId, direction: Direction, at: Instant, count: usize },
    /// From here on nothing of the exchange is kept; `bytes` were lost at once.
    Cut { track: TrackId, why: Cut, bytes: u64 },
    /// Nothing more will come. `up` and `down` were kept, `dropped` were not.
    Ended { track: TrackId, sums: Sums, up: u64, down: u64, dropped: u64 },
}

/// What an exchange came to at a moment, whether it was kept or not.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sums {
    pub(crate) at: Instant,
    pub(crate) up: Counts,
    pub(crate) down: Counts,
}

/// How much a page wants to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Detail {
    /// Every byte, explained; and the sums.
    #[default]
    Units,
    /// The sums alone: nothing is kept, so nothing is dropped.
    Counts,
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
    kept: Mutex<Batch>,
    news: Notify,
}

impl Tape {
    /// Waits until something has happened, and a little longer. Cancel safe.
    pub(crate) async fn news(&self) {
        while self.lock().is_empty() {
            self.news.notified().await;
        }
        time::sleep(GATHER).await;
    }

    /// Gives all that happened for an empty batch, whose memory is used again.
    pub(crate) fn swap(&self, batch: &mut Batch) {
        mem::swap(batch, &mut *self.lock());
    }

    /// What is not bytes is always kept: at most two entries an exchange, and a token's exchanges are counted.
    pub(crate) fn push(&self, entry: Entry) {
        self.change(|kept| kept.entries.push(entry));
    }

    fn change<T>(&self, change: impl FnOnce(&mut Batch) -> T) -> T {
        let mut kept = self.lock();
        let first = kept.is_empty();
        let changed = change(&mut kept);
        drop(kept);
        // Whoever takes takes all, so only the first change is news.
        if first {
            self.news.notify_one();
        }
        changed
    }

    fn lock(&self) -> MutexGuard<'_, Batch> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Batch {
    fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.moved.is_empty()
    }

    /// Bytes are kept if there is room.
    fn keep(
        &mut self,
        track: TrackId,
        direction: Direction,
        at: Instant,
        bytes: Slices<'_>,
    ) -> Result<(), Cut> {
        let held = self.bytes.len() + self.entries.len() * ENTRY_BYTES;
        if held + bytes.count > TAPE_BYTES {
            return Err(Cut::Behind);
        }
        bytes.for_each(|piece| self.bytes.extend_from_slice(piece));
        self.entries.push(Entry::Bytes { track, direction, at, count: bytes.count });
        Ok(())
    }
}

/// The first `count` bytes of some slices: what a vectored write has written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slices<'a> {
    pub(super) slices: &'a [IoSlice<'a>],
    pub(super) count: usize,
}

impl Slices<'_> {
    fn for_each(self, mut each: impl FnMut(&[u8])) {
        let mut left = self.count;
        for slice in self.slices {
            let piece = &slice[..slice.len().min(left)];
            left -= piece.len();
            each(piece);
        }
    }
}

/// The place of one exchange on a tape. Dropping it says that the exchange has ended.
#[derive(Debug)]
pub(crate) struct Track {
    id: TrackId,
    detail: Detail,
    tape: Arc<Tape>,
    allowance: Arc<Allowance>,
    counter: Counter,
    cut: bool,
    /// Counted and not kept, up and down.
    dropped: (u64, u64),
}

impl Track {
    pub(crate) fn new(
        id: TrackId,
        detail: Detail,
        tape: Arc<Tape>,
        allowance: Arc<Allowance>,
    ) -> Self {
        let counter = Counter::default();
        Self { id, detail, tape, allowance, counter, cut: false, dropped: (0, 0) }
    }

    pub(super) fn belongs_to(&self, owner: u128, watch: u64) -> bool {
        self.id.owner == owner && self.id.watch == watch
    }

    /// Whether nobody watches any more.
    pub(super) fn is_closed(&self) -> bool {
        self.allowance.closed.load(Relaxed)
    }

    /// Counts bytes, and keeps them if they are wanted. What does not fit ends the recording of this exchange, because
    /// what comes after a gap could not be read; the sums go on.
    pub(super) fn write(&mut self, direction: Direction, at: Instant, bytes: Slices<'_>) {
        let Slices { count, .. } = bytes;
        bytes.for_each(|piece| self.counter.feed(direction, piece));
        let (track, sums) = (self.id, self.sums(at));
        let wanted = self.detail == Detail::Units && !self.cut;
        let allowed = if wanted { self.allowance.spend(at, count as u64) } else { Ok(()) };
        let kept = self.tape.change(|kept| {
            kept.moved.insert(track, sums);
            allowed?;
            if wanted { kept.keep(track, direction, at, bytes) } else { Ok(()) }
        });
        if self.cut || kept.is_err() {
            match direction {
                Direction::ClientToServer => self.dropped.0 += count as u64,
                Direction::ServerToClient => self.dropped.1 += count as u64,
            }
        }
        if let Err(why) = kept {
            self.cut(why, count as u64);
        }
    }

    /// What the client sends from here on are frames.
    pub(super) fn upgraded(&mut self) {
        self.counter.upgraded();
    }

    /// Says that nothing more is kept; `bytes` of what was counted already are lost.
    pub(super) fn cut(&mut self, why: Cut, bytes: u64) {
        if !mem::replace(&mut self.cut, true) {
            self.tape.push(Entry::Cut { track: self.id, why, bytes });
        }
    }

    fn sums(&self, at: Instant) -> Sums {
        let [up, down] = [Direction::ClientToServer, Direction::ServerToClient]
            .map(|direction| self.counter.counts(direction));
        Sums { at, up, down }
    }
}

impl Drop for Track {
    fn drop(&mut self) {
        if self.is_closed() {
            return;
        }
        let (track, sums) = (self.id, self.sums(Instant::now()));
        let (up, down) = (sums.up.bytes - self.dropped.0, sums.down.bytes - self.dropped.1);
        let dropped = self.dropped.0 + self.dropped.1;
        self.tape.change(|kept| {
            kept.moved.remove(&track);
            kept.entries.push(Entry::Ended { track, sums, up, down, dropped });
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_whose_time_is_over_says_so_and_records_no_more() {
        let tape = Arc::<Tape>::default();
        let id = TrackId { owner: 7, watch: 1, connection: 1, exchange: 1 };
        let allowance = Arc::new(Allowance::new(1_000, Duration::ZERO));
        let mut track = Track::new(id, Detail::Units, Arc::clone(&tape), allowance);
        let slices = &[IoSlice::new(b"hi")];
        track.write(Direction::ClientToServer, Instant::now(), Slices { slices, count: 2 });
        drop(track);
        let mut batch = Batch::default();
        tape.swap(&mut batch);
        let entries = batch.entries;
        assert!(
            matches!(
                entries[..],
                [Entry::Cut { why: Cut::Time, bytes: 2, .. }, Entry::Ended { dropped: 2, .. }]
            ),
            "{entries:?}"
        );
    }
}
