//! Which tokens are watched, and by which page.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};

use super::{
    Orders, Plan, TapToken,
    orders::{Commander, orders},
};
use crate::connection::{Allowance, Cut, Detail, Entry, Recorder, Tape, Track, TrackId};

/// Pages that watch at one time: a class of 40 with three tabs each.
const MOST_PAGES: usize = 120;
/// Tokens that one page watches at one time: the race has six lanes, a lesson a few demos.
const TOKENS_PER_PAGE: usize = 16;
/// What one token may record in all: a race of 2,000 ticks with the largest payload takes 8 MiB.
const BYTES_PER_TOKEN: u64 = 16 * 1_024 * 1_024;
/// Exchanges that one token may record: a race that is polled makes one for each of up to 2,000 ticks.
const EXCHANGES_PER_TOKEN: u64 = 4_096;
/// How long one token may record: longer than a lesson, shorter than a forgotten tab.
const TOKEN_LIFE: Duration = Duration::from_hours(2);

/// Knows who watches what. A token belongs to the one page that watches it first: a token that has leaked shows nothing
/// to another page as long as its own is open.
#[derive(Debug, Default)]
pub(crate) struct TapHub {
    watched: Mutex<Watched>,
}

#[derive(Debug, Default)]
pub(super) struct Watched {
    pages: usize,
    /// At most `MOST_PAGES * TOKENS_PER_PAGE` entries.
    pub(super) tokens: HashMap<TapToken, Token>,
}

#[derive(Debug)]
pub(super) struct Token {
    pub(super) watch: u64,
    detail: Detail,
    tape: Arc<Tape>,
    allowance: Arc<Allowance>,
    exchanges: u64,
    /// Connections that carried an exchange of this token, by their number: no more than there are connections.
    pub(super) connections: HashMap<u64, Connection>,
    pub(super) plan: Plan,
}

/// What carries, or has carried, an exchange of a token.
#[derive(Debug)]
pub(super) struct Connection {
    pub(super) recorder: Weak<Recorder>,
    /// Of the latest exchange.
    pub(super) commander: Commander,
}

impl TapHub {
    /// A place for one more page.
    pub(crate) fn page(self: &Arc<Self>) -> Result<PageTokens, String> {
        let mut watched = self.lock();
        if watched.pages >= MOST_PAGES {
            return Err(format!(
                "{MOST_PAGES} pages watch their connections already, which is as many as may. Try again in a moment."
            ));
        }
        watched.pages += 1;
        drop(watched);
        let (hub, tape) = (Arc::clone(self), Arc::default());
        Ok(PageTokens { hub, tape, watched: HashMap::new(), watches: 0 })
    }

    /// A track for the next exchange of `token` on a connection, and what it shall obey; `None` if nobody watches it, or if
    /// it has had its share.
    pub(crate) fn track(
        &self,
        token: TapToken,
        recorder: &Arc<Recorder>,
    ) -> Option<(Track, Orders)> {
        let mut watched = self.lock();
        let entry = watched.tokens.get_mut(&token)?;
        let connection = recorder.connection;
        let (commander, orders) = orders();
        entry.connections.retain(|_, connection| connection.recorder.strong_count() > 0);
        let carrier = Connection { recorder: Arc::downgrade(recorder), commander };
        entry.connections.insert(connection, carrier);
        entry.exchanges = entry.exchanges.saturating_add(1);
        let id =
            TrackId { owner: token.0, watch: entry.watch, connection, exchange: entry.exchanges };
        if entry.exchanges > EXCHANGES_PER_TOKEN {
            // Said once.
            if entry.exchanges == EXCHANGES_PER_TOKEN + 1 {
                entry.tape.push(Entry::Cut { track: id, why: Cut::Exchanges, bytes: 0 });
            }
            return None;
        }
        let (tape, allowance) = (Arc::clone(&entry.tape), Arc::clone(&entry.allowance));
        Some((Track::new(id, entry.detail, tape, allowance), orders))
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Watched> {
        self.watched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watched {
    /// Nobody watches `token` any more. What goes wrong with its connections is mended.
    fn forget(&mut self, token: TapToken) {
        let Some(entry) = self.tokens.remove(&token) else { return };
        for recorder in entry.connections.values().filter_map(|it| it.recorder.upgrade()) {
            recorder.set_plan(token.0, entry.watch, None);
        }
    }
}

/// What one page watches. Dropping it frees its tokens.
#[derive(Debug)]
pub(crate) struct PageTokens {
    hub: Arc<TapHub>,
    pub(crate) tape: Arc<Tape>,
    watched: HashMap<TapToken, Watch>,
    /// How often a token was watched.
    watches: u64,
}

#[derive(Debug)]
struct Watch {
    number: u64,
    allowance: Arc<Allowance>,
}

impl PageTokens {
    /// From now on, exchanges that begin with `token` are recorded. A sentence if that cannot be.
    pub(crate) fn watch(&mut self, token: TapToken, detail: Detail) -> Result<(), String> {
        if self.watched.contains_key(&token) {
            return Err("This page watches that token already.".to_owned());
        }
        if self.watched.len() >= TOKENS_PER_PAGE {
            return Err(format!(
                "A page may watch {TOKENS_PER_PAGE} tokens at one time. Unwatch one first."
            ));
        }
        let mut watched = self.hub.lock();
        if watched.tokens.contains_key(&token) {
            return Err(
                "Another page watches that token. Make 128 random bits of your own.".to_owned()
            );
        }
        self.watches += 1;
        let allowance = Arc::new(Allowance::new(BYTES_PER_TOKEN, TOKEN_LIFE));
        let (tape, ours) = (Arc::clone(&self.tape), Arc::clone(&allowance));
        let entry = Token {
            watch: self.watches,
            detail,
            tape,
            allowance,
            exchanges: 0,
            connections: HashMap::new(),
            plan: Plan::default(),
        };
        watched.tokens.insert(token, entry);
        drop(watched);
        self.watched.insert(token, Watch { number: self.watches, allowance: ours });
        Ok(())
    }

    /// Nothing more is recorded for `token`, open connections included. Whether it was watched.
    pub(crate) fn unwatch(&mut self, token: TapToken) -> bool {
        let Some(Watch { allowance, .. }) = self.watched.remove(&token) else { return false };
        allowance.close();
        self.hub.lock().forget(token);
        true
    }

    /// Whether `track` belongs to a token as it is watched now: not to one that was unwatched since.
    pub(crate) fn shows(&self, track: TrackId) -> bool {
        let watch = self.watched.get(&TapToken(track.owner));
        watch.is_some_and(|watch| watch.number == track.watch)
    }
}

impl Drop for PageTokens {
    fn drop(&mut self) {
        let mut watched = self.hub.lock();
        watched.pages -= 1;
        for (token, Watch { allowance, .. }) in &self.watched {
            allowance.close();
            watched.forget(*token);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::Batch;

    fn tokens(count: usize) -> impl Iterator<Item = TapToken> {
        (1..=count as u128).map(TapToken)
    }

    fn connection() -> Arc<Recorder> {
        Arc::new(Recorder::new(1))
    }

    #[test]
    fn a_page_that_is_gone_leaves_nothing() {
        let hub = Arc::new(TapHub::default());
        let mut page = hub.page().unwrap();
        tokens(3).for_each(|token| page.watch(token, Detail::Units).unwrap());
        assert!(hub.track(TapToken(2), &connection()).is_some());
        drop(page);
        let watched = hub.lock();
        assert!(watched.tokens.is_empty());
        assert_eq!(watched.pages, 0);
    }

    #[test]
    fn a_page_watches_so_many_tokens_at_one_time() {
        let hub = Arc::new(TapHub::default());
        let mut page = hub.page().unwrap();
        tokens(TOKENS_PER_PAGE).for_each(|token| page.watch(token, Detail::Units).unwrap());
        let more = TapToken(99);
        assert!(
            page.watch(more, Detail::Units).unwrap_err().starts_with("A page may watch 16 tokens")
        );
        assert!(page.unwatch(TapToken(1)));
        assert!(page.watch(more, Detail::Units).is_ok());
    }

    #[test]
    fn what_waits_from_before_an_unwatch_is_not_shown_when_the_token_is_watched_again() {
        let hub = Arc::new(TapHub::default());
        let mut page = hub.page().unwrap();
        page.watch(TapToken(7), Detail::Units).unwrap();
        drop(hub.track(TapToken(7), &connection()));
        let mut batch = Batch::default();
        page.tape.swap(&mut batch);
        let [Entry::Ended { track, .. }] = batch.entries[..] else { panic!("{batch:?}") };
        assert!(page.shows(track));
        page.unwatch(TapToken(7));
        assert!(!page.shows(track));
        page.watch(TapToken(7), Detail::Units).unwrap();
        assert!(!page.shows(track));
    }

    #[test]
    fn there_are_so_many_pages() {
        let hub = Arc::new(TapHub::default());
        let mut pages: Vec<_> = (0..MOST_PAGES).map(|_| hub.page().unwrap()).collect();
        assert!(hub.page().is_err());
        pages.pop();
        assert!(hub.page().is_ok());
    }

    #[test]
    fn a_token_has_so_many_exchanges_and_says_once_that_they_are_used_up() {
        let hub = Arc::new(TapHub::default());
        let mut page = hub.page().unwrap();
        page.watch(TapToken(7), Detail::Units).unwrap();
        for _ in 0..EXCHANGES_PER_TOKEN {
            assert!(hub.track(TapToken(7), &connection()).is_some());
        }
        assert!(hub.track(TapToken(7), &connection()).is_none());
        assert!(hub.track(TapToken(7), &connection()).is_none());
        let mut batch = Batch::default();
        page.tape.swap(&mut batch);
        let said = batch
            .entries
            .iter()
            .filter(|entry| matches!(entry, Entry::Cut { why: Cut::Exchanges, .. }));
        assert_eq!(said.count(), 1);
    }
}
