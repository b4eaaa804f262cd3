//! Whose are the bytes of a connection?
//!
//! Browsers share a kept-alive connection between tabs, so the bytes belong to exchanges, one after the other. A request's
//! head has been read before anybody can know whose it is: it waits here until [`Recorder::begin`] is told.
//!
//! ```text
//! read:  head ──▶ waiting ──begin──▶ the exchange's track, or nothing
//!        body ──────────────────────▶ the exchange's track, or nothing   (`request_left` counts it down)
//!        more ──▶ waiting             the next head, pipelined or not
//! wrote: ───────────────────────────▶ the exchange's track, or nothing
//! ```
//!
//! On the way back nothing needs to be parsed: the HTTP layer begins an exchange only when the response before it has been
//! written into its buffer, and flushes this stream whenever that buffer is empty. So if all was flushed when an exchange
//! begins, its response begins here. If not, a client pipelines and reads slowly: then neither exchange is recorded on.
//! What is under way in a [`FaultStream`](super::FaultStream) is not flushed.
//!
//! Who watches the current exchange may also harm its connection, so long as it is the current one.

mod harm;

use std::{
    io::IoSlice,
    mem,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU8, Ordering::Relaxed},
    },
    time::Instant,
};

use futures_util::task::AtomicWaker;
use tokio::sync::Notify;
use wire::Direction::{ClientToServer, ServerToClient};

use super::{Cut, FaultPlan, Track, tape::Slices};

pub(crate) use harm::Stage;
pub(super) use harm::{Half, Harm};
use harm::{OFF, ON};

/// What waits for its exchange to begin. The HTTP layer reads at most 16 KiB ahead into a buffer that may have 16 KiB.
const WAITING_BYTES: usize = 32 * 1_024;
/// Reads whose times are kept apart while they wait; a head usually comes in one. More count as one with the last.
const WAITING_READS: usize = 64;

/// Records what one connection reads and writes, as far as somebody may see it.
#[derive(Debug)]
pub(crate) struct Recorder {
    /// Which connection this is, counted from 1.
    pub(crate) connection: u64,
    /// One of the modes in [`harm`].
    mode: AtomicU8,
    /// Who reads, who writes and who answers, to be told of what goes wrong from now on.
    reader: AtomicWaker,
    writer: AtomicWaker,
    answerer: Notify,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Bytes after the current request.
    waiting: Vec<u8>,
    /// When they came, and how many had come then.
    reads: Vec<(Instant, usize)>,
    /// Bytes of the current request that have not been read.
    request_left: u64,
    /// The connection belongs to the current exchange to its end.
    upgraded: bool,
    /// Something was written since the last flush.
    unflushed: bool,
    /// The response stands in the HTTP layer's buffer, or is written.
    response_made: bool,
    /// Who watches the current exchange.
    track: Option<Track>,
    /// What goes wrong with the current exchange, as long as it is watched.
    plan: Option<FaultPlan>,
}

impl Recorder {
    pub(crate) fn new(connection: u64) -> Self {
        Self {
            connection,
            mode: AtomicU8::new(ON),
            reader: AtomicWaker::new(),
            writer: AtomicWaker::new(),
            answerer: Notify::new(),
            state: Mutex::default(),
        }
    }

    #[inline]
    pub(super) fn is_off(&self) -> bool {
        self.mode.load(Relaxed) == OFF
    }

    /// `bytes` were read.
    #[inline]
    pub(super) fn read(&self, bytes: &[u8]) {
        if !bytes.is_empty() && !self.is_off() {
            self.change(|state| state.read(bytes));
        }
    }

    /// The first `count` bytes of `slices` were written.
    #[inline]
    pub(super) fn wrote(&self, slices: &[IoSlice<'_>], count: usize) {
        if !self.is_off() {
            self.change(|state| state.wrote(Slices { slices, count }));
        }
    }

    /// The layer above has written something that has not crossed yet.
    pub(super) fn accepted(&self) {
        if !self.is_off() {
            self.change(|state| {
                state.unflushed = true;
                true
            });
        }
    }

    /// The layer above has nothing left to write.
    #[inline]
    pub(super) fn flushed(&self) {
        if !self.is_off() {
            self.change(State::flushed);
        }
    }

    /// The connection is over.
    pub(super) fn hung_up(&self) {
        self.change(|_| false);
    }

    /// A request has been read up to the end of its head, and its exchange is `track`'s, or nobody's. `length` finds in
    /// the bytes that wait how long the whole request is; `None` if that cannot be known.
    pub(crate) fn begin(&self, length: impl FnOnce(&[u8]) -> Option<u64>, track: Option<Track>) {
        if !self.is_off() {
            self.change(|state| state.begin(length, track));
        } else if let Some(mut track) = track {
            track.cut(Cut::Blurred, 0);
        }
    }

    /// The response has been handed to the HTTP layer to its last byte.
    pub(crate) fn response_made(&self) {
        self.change(|state| {
            state.response_made = true;
            true
        });
    }

    /// The current exchange takes over the connection (101).
    pub(crate) fn upgraded(&self) {
        if !self.is_off() {
            self.change(State::upgrade);
        }
    }

    /// `false` from `change` switches the recorder off and forgets everything.
    fn change(&self, change: impl FnOnce(&mut State) -> bool) {
        let mut state = self.lock();
        let on = change(&mut state);
        if !on {
            *state = State::default();
        }
        if state.track.is_none() {
            state.plan = None;
        }
        if self.settle(&state) {
            // What was under way is late no more.
            self.wake();
        }
        if !on {
            // An end is not taken back.
            let _ = self.mode.compare_exchange(ON, OFF, Relaxed, Relaxed);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What returns `bool`: whether there is a reason to go on recording.
impl State {
    fn read(&mut self, bytes: &[u8]) -> bool {
        let at = Instant::now();
        if self.upgraded {
            return self.keep(at, bytes);
        }
        let of_request =
            usize::try_from(self.request_left).map_or(bytes.len(), |left| left.min(bytes.len()));
        let (of_request, next) = bytes.split_at(of_request);
        self.request_left -= of_request.len() as u64;
        self.keep(at, of_request);
        if next.is_empty() {
            return true;
        }
        if self.waiting.len() + next.len() > WAITING_BYTES {
            return false;
        }
        self.waiting.extend_from_slice(next);
        if self.reads.len() == WAITING_READS {
            self.reads.pop();
        }
        self.reads.push((at, self.waiting.len()));
        true
    }

    /// Gives bytes of the client to the current exchange; whether somebody watches it.
    fn keep(&mut self, at: Instant, bytes: &[u8]) -> bool {
        self.track.take_if(|track| track.is_closed());
        if let Some(track) = self.track.as_mut().filter(|_| !bytes.is_empty()) {
            let slices = &[IoSlice::new(bytes)];
            track.write(ClientToServer, at, Slices { slices, count: bytes.len() });
        }
        self.track.is_some()
    }

    fn wrote(&mut self, bytes: Slices<'_>) -> bool {
        self.unflushed = true;
        self.track.take_if(|track| track.is_closed());
        if let Some(track) = self.track.as_mut().filter(|_| bytes.count > 0) {
            track.write(ServerToClient, Instant::now(), bytes);
        }
        !self.upgraded || self.track.is_some()
    }

    fn flushed(&mut self) -> bool {
        self.unflushed = false;
        if self.response_made && self.request_left == 0 && !self.upgraded {
            self.track = None;
        }
        true
    }

    fn begin(
        &mut self,
        length: impl FnOnce(&[u8]) -> Option<u64>,
        mut track: Option<Track>,
    ) -> bool {
        let blurred = self.unflushed || self.request_left > 0;
        let length = length(&self.waiting);
        if blurred || length.is_none() {
            for track in [self.track.as_mut(), track.as_mut()].into_iter().flatten() {
                track.cut(Cut::Blurred, 0);
            }
            track = None;
        }
        self.track = track;
        self.plan = None;
        self.response_made = false;
        let Some(length) = length else { return false };
        let here = usize::try_from(length)
            .map_or(self.waiting.len(), |length| length.min(self.waiting.len()));
        self.request_left = length - here as u64;
        self.release(here);
        true
    }

    /// Gives the first `count` waiting bytes to the current exchange, read by read, or forgets them.
    fn release(&mut self, count: usize) {
        let next = self.waiting.split_off(count);
        let bytes = mem::replace(&mut self.waiting, next);
        let mut start = 0;
        for (at, end) in mem::take(&mut self.reads) {
            let cut = end.min(count);
            self.keep(at, &bytes[start..cut]);
            start = cut;
            if end > count {
                self.reads.push((at, end - count));
            }
        }
    }

    fn upgrade(&mut self) -> bool {
        self.upgraded = true;
        if let Some(track) = &mut self.track {
            track.upgraded();
        }
        self.release(self.waiting.len());
        self.track.is_some()
    }
}
