//! What goes wrong with the connection of the current exchange, as its page wishes.

use std::{
    pin::pin,
    sync::atomic::Ordering::{Acquire, Relaxed, Release},
    task::Context,
};

use tokio::time;

use super::{Recorder, State};
use crate::connection::{End, FaultPlan};

pub(super) const ON: u8 = 0;
/// For good: after an upgrade that nobody watches, which makes a WebSocket cost one branch a read or write.
pub(super) const OFF: u8 = 1;
/// The current exchange has a plan, or had one a moment ago.
pub(super) const HARMED: u8 = 2;
/// For good: who watches the current exchange has wished for its connection to end.
pub(super) const CUT: u8 = 3;
pub(super) const RESET: u8 = 4;

/// What goes wrong with a connection.
#[derive(Debug)]
pub(in crate::connection) enum Harm {
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
pub(in crate::connection) enum Half {
    Read,
    Write,
}

impl Recorder {
    /// What goes wrong now. The task is woken when that changes, but not when the time of a plan is over.
    pub(in crate::connection) fn harm(&self, half: Half, cx: &Context<'_>) -> Harm {
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
    pub(in crate::connection) fn plan(&self) -> Option<FaultPlan> {
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

    pub(super) fn wake(&self) {
        self.reader.wake();
        self.writer.wake();
        self.answerer.notify_waiters();
    }

    /// Without a plan nothing is harmed; whether that is news.
    pub(super) fn settle(&self, state: &State) -> bool {
        state.plan.is_none()
            && self.mode.load(Relaxed) == HARMED
            && self.mode.compare_exchange(HARMED, ON, Release, Relaxed).is_ok()
    }
}

impl State {
    fn stage(&self, owner: u128, watch: u64) -> Option<Stage> {
        self.track.as_ref().filter(|track| track.belongs_to(owner, watch))?;
        Some(if self.upgraded { Stage::Upgraded } else { Stage::Http })
    }
}
