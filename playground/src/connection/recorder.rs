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

use std::{
    io::IoSlice,
    mem,
    pin::pin,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{
            AtomicU8,
            Ordering::{Acquire, Relaxed, Release},
        },
    },
    task::Context,
    time::Instant,
};

use futures_util::task::AtomicWaker;
use tokio::{sync::Notify, time};
use wire::Direction::{ClientToServer, ServerToClient};

use super::{Cut, End, FaultPlan, Track, tape::Slices};

/// What waits for its exchange to begin. The HTTP layer reads at most 16 KiB ahead into a buffer that may have 16 KiB.
const WAITING_BYTES: usize = 32 * 1_024;
/// Reads whose times are kept apart while they wait; a head usually comes in one. More count as one with the last.
const WAITING_READS: usize = 64;

/// Records what one connection reads and writes, as far as somebody may see it.
#[derive(Debug)]
pub(crate) struct Recorder {
    /// Which connection this is, counted from 1.
    pub(crate) connection: u64,
    /// One of [`ON`], [`OFF`], [`HARMED`], [`CUT`] and [`RESET`].
    mode: AtomicU8,
    /// Who reads, who writes and who answers, to be told of what goes wrong from now on.
    reader: AtomicWaker,
    writer: AtomicWaker,
    answerer: Notify,
    state: Mutex<State>,
}

const ON: u8 = 0;
/// For good: after an upgrade that nobody watches, which makes a WebSocket cost one branch a read or write.
const OFF: u8 = 1;
/// The current exchange has a plan, or had one a moment ago.
const HARMED: u8 = 2;
/// For good: who watches the current exchange has wished for its connection to end.
const CUT: u8 = 3;
const RESET: u8 = 4;

/// What goes wrong with a connection.
#[derive(Debug)]
pub(super) enum Harm {
    None,
    Plan(FaultPlan),
    End(End),
}

/// How far an exchange is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Http,
    /// It has taken over the connection (101).
    Upgraded,
}

/// One way through a stream.
#[derive(Debug, Clone, Copy)]
pub(super) enum Half {
    Read,
    Write,
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

    /// What goes wrong now. The task is woken when that changes, but not when the time of a plan is over.
    pub(super) fn harm(&self, half: Half, cx: &Context<'_>) -> Harm {
        let waker = match half {
            Half::Read => &self.reader,
            Half::Write => &self.writer,
        };
        // First the waker: a change that comes in between wakes it.
        waker.register(cx.waker());
        match self.mode.load(Acquire) {
            CUT => Harm::End(End::Cut),
            RESET => Harm::End(End::Reset),
            HARMED => self.plan().map_or(Harm::None, Harm::Plan),
            _ => Harm::None,
        }
    }

    /// What makes a difference to the current exchange now.
    pub(super) fn plan(&self) -> Option<FaultPlan> {
        let mut state = self.lock();
        state.track.take_if(|track| track.is_closed());
        let watched = state.track.is_some();
        state.plan.take_if(|plan| !watched || !plan.harms(time::Instant::now()));
        self.settle(&state);
        state.plan
    }

    /// The current exchange, if it belongs to this watch of `owner`. What cannot be shown for want of borders or of
    /// allowance cannot be harmed: it could be somebody else's.
    pub(crate) fn stage(&self, owner: u128, watch: u64) -> Option<Stage> {
        self.lock().stage(owner, watch)
    }

    /// From now on goes wrong with the current exchange what `plan` says; whether it belongs to this watch of `owner`.
    pub(crate) fn set_plan(&self, owner: u128, watch: u64, plan: Option<FaultPlan>) -> bool {
        let mut state = self.lock();
        if state.stage(owner, watch).is_none() {
            return false;
        }
        state.plan = plan;
        let _ = self.mode.compare_exchange(ON, HARMED, Release, Relaxed);
        self.settle(&state);
        drop(state);
        self.wake();
        true
    }

    /// Ends the connection if its current exchange belongs to this watch of `owner`; whether it does.
    pub(crate) fn end(&self, owner: u128, watch: u64, end: End) -> bool {
        let state = self.lock();
        if state.stage(owner, watch).is_none() {
            return false;
        }
        let mode = match end {
            End::Cut => CUT,
            End::Reset => RESET,
        };
        self.mode.store(mode, Release);
        drop(state);
        self.wake();
        true
    }

    /// Completes when a head that was sent now would have come over the line, with whatever goes wrong with it: when it is
    /// known whose it is, it has come already.
    pub(crate) async fn arrival(&self) {
        let (sent, luck) = (time::Instant::now(), rand::random());
        loop {
            let mut changed = pin!(self.answerer.notified());
            changed.as_mut().enable();
            let Some(plan) = self.plan() else { return };
            let now = time::Instant::now();
            let due = plan.silence(now).unwrap_or(now).max(plan.up.due(sent, luck));
            if due <= now {
                return;
            }
            let _ = time::timeout_at(due.min(plan.until), changed).await;
        }
    }

    fn wake(&self) {
        self.reader.wake();
        self.writer.wake();
        self.answerer.notify_waiters();
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

    /// Without a plan nothing is harmed; whether that is news.
    fn settle(&self, state: &State) -> bool {
        state.plan.is_none()
            && self.mode.load(Relaxed) == HARMED
            && self.mode.compare_exchange(HARMED, ON, Release, Relaxed).is_ok()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What returns `bool`: whether there is a reason to go on recording.
impl State {
    fn stage(&self, owner: u128, watch: u64) -> Option<Stage> {
        self.track.as_ref().filter(|track| track.belongs_to(owner, watch))?;
        Some(if self.upgraded { Stage::Upgraded } else { Stage::Http })
    }

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
