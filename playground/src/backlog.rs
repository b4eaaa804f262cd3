//! A numbered log of which only the newest part is kept, followed by any number of readers at their own pace.
//!
//! Writers never wait for readers, and what is kept does not depend on how many readers there are or how slow they are.
//! A reader that is overtaken by the end of the log is told how many entries it missed.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::watch;

/// Counted for each entry on top of its payload: what the entry itself takes, rounded up.
const ENTRY_BYTES: usize = 64;

/// The log. Entries are numbered 1, 2, 3, …; cloning an entry should be cheap.
#[derive(Debug)]
pub(crate) struct Backlog<T> {
    kept: Mutex<Kept<T>>,
    /// Wakes readers. It changes after `kept` does, so who sees a number here finds its entry there.
    head: watch::Sender<Head>,
}

#[derive(Debug)]
struct Kept<T> {
    entries: VecDeque<(T, usize)>,
    newest: u64,
    bytes: usize,
    most_bytes: usize,
}

/// How far the log has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    /// Number of the newest entry, 0 before the first.
    pub(crate) newest: u64,
    /// Nothing will be added any more.
    pub(crate) ended: bool,
}

/// What a reader found behind its position.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Batch<T> {
    /// Entries in order, without a gap between them.
    pub(crate) entries: Vec<T>,
    /// So many entries after the reader's position are no longer kept.
    pub(crate) missed: u64,
    /// The reader's next position: the number of the last entry in this batch, or its old position.
    pub(crate) position: u64,
}

impl<T: Clone> Backlog<T> {
    /// An empty log that keeps the newest `most_bytes`, but at least one entry.
    pub(crate) fn new(most_bytes: usize) -> Self {
        let kept = Kept { entries: VecDeque::new(), newest: 0, bytes: 0, most_bytes };
        Self { kept: Mutex::new(kept), head: watch::Sender::new(Head { newest: 0, ended: false }) }
    }

    /// Adds an entry of `bytes` payload.
    pub(crate) fn push(&self, entry: T, bytes: usize) {
        let newest = self.lock().push(entry, bytes + ENTRY_BYTES);
        // Two writers may get here in the other order; the head must not go back.
        self.head.send_modify(|head| head.newest = head.newest.max(newest));
    }

    /// Says that nothing more will come.
    pub(crate) fn end(&self) {
        self.head.send_modify(|head| head.ended = true);
    }

    pub(crate) fn head(&self) -> Head {
        *self.head.borrow()
    }

    /// Up to `most` entries after `position`, as far as they are still kept.
    pub(crate) fn after(&self, position: u64, most: usize) -> Batch<T> {
        self.lock().after(position, most)
    }

    /// A reader that has seen everything up to `position`.
    pub(crate) fn reader(self: &Arc<Self>, position: u64) -> Reader<T> {
        Reader { head: self.head.subscribe(), backlog: Arc::clone(self), position }
    }

    fn lock(&self) -> MutexGuard<'_, Kept<T>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Clone> Kept<T> {
    fn push(&mut self, entry: T, bytes: usize) -> u64 {
        self.entries.push_back((entry, bytes));
        self.bytes += bytes;
        self.newest += 1;
        while self.bytes > self.most_bytes && self.entries.len() > 1 {
            self.bytes -= self.entries.pop_front().map_or(0, |(_, bytes)| bytes);
        }
        self.newest
    }

    fn after(&self, position: u64, most: usize) -> Batch<T> {
        let before_oldest = self.newest - self.entries.len() as u64;
        let missed = before_oldest.saturating_sub(position);
        let first = position.max(before_oldest);
        let skip = usize::try_from(first - before_oldest).unwrap_or(usize::MAX);
        let entries: Vec<T> =
            self.entries.iter().skip(skip).take(most).map(|(entry, _)| entry.clone()).collect();
        let position = if entries.is_empty() { position } else { first + entries.len() as u64 };
        Batch { entries, missed, position }
    }
}

/// Follows a [`Backlog`] from one position on.
#[derive(Debug)]
pub(crate) struct Reader<T> {
    backlog: Arc<Backlog<T>>,
    head: watch::Receiver<Head>,
    position: u64,
}

impl<T: Clone> Reader<T> {
    /// The next entries, at least one and at most `most`, waiting for them if need be. `None`: there will be no more.
    ///
    /// Cancel safe: the position moves only when entries are returned.
    pub(crate) async fn next(&mut self, most: usize) -> Option<Batch<T>> {
        let position = self.position;
        let head = *self.head.wait_for(|head| head.newest > position || head.ended).await.ok()?;
        if head.newest <= position {
            return None;
        }
        let batch = self.backlog.after(position, most);
        self.position = batch.position;
        Some(batch)
    }

    /// Whether this reader has seen all there is.
    pub(crate) fn is_at_head(&self) -> bool {
        self.position >= self.backlog.head().newest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Room for three entries of no payload.
    const THREE: usize = 3 * ENTRY_BYTES;

    fn filled(count: u32) -> Arc<Backlog<u32>> {
        let backlog = Backlog::new(THREE);
        (1..=count).for_each(|entry| backlog.push(entry, 0));
        Arc::new(backlog)
    }

    #[test]
    fn gives_what_comes_after_a_position() {
        let backlog = filled(3);
        assert_eq!(backlog.after(1, 9), Batch { entries: vec![2, 3], missed: 0, position: 3 });
        assert_eq!(backlog.after(0, 2), Batch { entries: vec![1, 2], missed: 0, position: 2 });
        assert_eq!(backlog.after(3, 9), Batch { entries: vec![], missed: 0, position: 3 });
    }

    #[test]
    fn a_position_in_the_future_finds_nothing() {
        assert_eq!(
            filled(3).after(u64::MAX, 9),
            Batch { entries: vec![], missed: 0, position: u64::MAX }
        );
    }

    #[test]
    fn forgets_the_oldest_and_counts_what_was_missed() {
        assert_eq!(
            filled(10).after(2, 9),
            Batch { entries: vec![8, 9, 10], missed: 5, position: 10 }
        );
    }

    #[test]
    fn keeps_one_entry_even_if_it_is_too_large() {
        let backlog = Backlog::new(10);
        backlog.push("large", 1_000);
        backlog.push("larger", 2_000);
        assert_eq!(backlog.after(0, 9), Batch { entries: vec!["larger"], missed: 1, position: 2 });
    }

    #[tokio::test]
    async fn a_reader_waits_for_news_and_ends_with_the_log() {
        let backlog = filled(0);
        let mut reader = backlog.reader(0);
        let waiting = tokio::spawn(async move { (reader.next(9).await, reader.next(9).await) });
        tokio::task::yield_now().await;
        backlog.push(1, 0);
        tokio::task::yield_now().await;
        backlog.end();
        assert_eq!(
            waiting.await.unwrap(),
            (Some(Batch { entries: vec![1], missed: 0, position: 1 }), None)
        );
    }
}
