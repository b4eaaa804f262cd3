//! What a page does to the exchanges of its token, and to nobody else's.
//!
//! Plans reach connections under the hub's lock, so the last one stands. Whatever lasts is written into the token's plan
//! first: an exchange that begins meanwhile reads the plan after it has begun, so one of the two finds it.

use std::{borrow::Cow, time::Duration};

use super::{
    Goodbye, Plan, TapHub, TapToken,
    hub::{Connection, Token},
};
use crate::connection::{End, Recorder, Stage};

/// What an exchange has to bear that begins.
#[derive(Debug, Default)]
pub(crate) struct Begun {
    /// It loses `Upgrade` and `Connection`.
    pub(crate) strip_upgrade: bool,
    /// Its connection is ended already.
    pub(crate) ended: bool,
}

impl TapHub {
    /// Harms the exchange of `token` that has just begun on a connection.
    pub(crate) fn begun(&self, token: TapToken, recorder: &Recorder) -> Begun {
        let watched = self.lock();
        let Some(entry) = watched.tokens.get(&token) else { return Begun::default() };
        let plan = &entry.plan;
        if let Some(plan) = plan.of_connection() {
            recorder.set_plan(token.0, entry.watch, Some(plan));
        }
        let ended = plan.end().is_some_and(|end| recorder.end(token.0, entry.watch, end));
        Begun { strip_upgrade: plan.conditions().strip_upgrade, ended }
    }

    /// The exchange of `token` on a connection became a WebSocket, and takes the place of those before it if that is wished.
    pub(crate) fn upgraded(&self, token: TapToken, recorder: &Recorder) {
        let watched = self.lock();
        let entry = watched.tokens.get(&token).filter(|it| it.plan.conditions().one_connection);
        let Some(entry) = entry else { return };
        let goodbye = Goodbye {
            code: 4001,
            reason: Cow::Borrowed("Another connection of yours took this place."),
        };
        for (number, connection) in &entry.connections {
            if *number != recorder.connection {
                connection.say(token, entry.watch, &goodbye);
            }
        }
    }

    /// Changes what goes wrong with exchanges of `token`, those included that run. How many do; `None` if no page watches
    /// the token.
    pub(crate) fn set_plan(
        &self,
        token: TapToken,
        change: impl FnOnce(&mut Plan),
    ) -> Option<usize> {
        let mut watched = self.lock();
        let entry = watched.tokens.get_mut(&token)?;
        change(&mut entry.plan);
        let plan = entry.plan.of_connection();
        Some(entry.count(|it| it.set_plan(token.0, entry.watch, plan)))
    }

    /// Ends every connection whose current exchange is `token`'s, and for `time` each that begins one. How many were ended
    /// at once; `None` if no page watches the token.
    pub(crate) fn end(&self, token: TapToken, end: End, time: Duration) -> Option<usize> {
        let mut watched = self.lock();
        let entry = watched.tokens.get_mut(&token)?;
        entry.plan.end_for(end, time);
        Some(entry.count(|it| it.end(token.0, entry.watch, end)))
    }

    /// Ends every WebSocket of `token`. How many; `None` if no page watches the token.
    pub(crate) fn close(&self, token: TapToken, goodbye: &Goodbye) -> Option<usize> {
        let watched = self.lock();
        let entry = watched.tokens.get(&token)?;
        let connections = entry.connections.values();
        Some(connections.filter(|it| it.say(token, entry.watch, goodbye)).count())
    }

    /// Ends every WebSocket of `token` with words, and its other exchanges without; for `time` each that begins is reset.
    /// How many were ended at once; `None` if no page watches the token.
    pub(crate) fn restart(
        &self,
        token: TapToken,
        goodbye: &Goodbye,
        time: Duration,
    ) -> Option<usize> {
        let mut watched = self.lock();
        let entry = watched.tokens.get_mut(&token)?;
        entry.plan.end_for(End::Reset, time);
        let ended = entry.connections.values().filter(|connection| {
            connection.say(token, entry.watch, goodbye)
                || connection.end(token.0, entry.watch, End::Cut)
        });
        Some(ended.count())
    }
}

impl Token {
    /// On how many connections `harm` succeeds.
    fn count(&self, harm: impl Fn(&Recorder) -> bool) -> usize {
        let recorders = self.connections.values().filter_map(|it| it.recorder.upgrade());
        recorders.filter(|recorder| harm(recorder)).count()
    }
}

impl Connection {
    /// Ends it if it is a WebSocket of this watch: with a Close frame if it knows them. Whether it is.
    fn say(&self, token: TapToken, watch: u64, goodbye: &Goodbye) -> bool {
        let Some(recorder) = self.recorder.upgrade() else { return false };
        if recorder.stage(token.0, watch) != Some(Stage::Upgraded) {
            return false;
        }
        self.commander.end(goodbye) || recorder.end(token.0, watch, End::Cut)
    }

    fn end(&self, owner: u128, watch: u64, end: End) -> bool {
        self.recorder.upgrade().is_some_and(|recorder| recorder.end(owner, watch, end))
    }
}
