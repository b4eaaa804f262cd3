//! What a reader wishes to go wrong with their own exchanges.

use std::time::Duration;

use tokio::time::Instant;

use crate::connection::{End, FaultPlan, Way};

/// A plan that was forgotten must not puzzle the reader at the next lesson.
const PLAN_LIFE: Duration = Duration::from_mins(10);

/// What goes wrong with the exchanges of one token, and until when. A token has one, and it ends with the token.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    conditions: Conditions,
    stalled_until: Option<Instant>,
    ends: Option<(End, Instant)>,
    /// `None` before the first change.
    forgotten_at: Option<Instant>,
}

/// What goes wrong until it is mended.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Conditions {
    /// From the client to the server.
    pub(crate) up: Way,
    /// From the server to the client.
    pub(crate) down: Way,
    /// Nothing gets through in either direction, and no end of TCP does.
    pub(crate) half_open: bool,
    /// Requests lose `Upgrade` and `Connection`, as behind a strict proxy.
    pub(crate) strip_upgrade: bool,
    /// A new WebSocket takes the place of the older ones.
    pub(crate) one_connection: bool,
}

impl Plan {
    pub(crate) fn set(&mut self, conditions: Conditions) {
        self.conditions = conditions;
        self.changed();
    }

    pub(crate) fn stall_for(&mut self, time: Duration) {
        self.stalled_until = Some(Instant::now() + time);
        self.changed();
    }

    /// For so long each exchange that begins ends before anything is answered.
    pub(crate) fn end_for(&mut self, end: End, time: Duration) {
        self.ends = Some((end, Instant::now() + time));
        self.changed();
    }

    fn changed(&mut self) {
        self.forgotten_at = Some(Instant::now() + PLAN_LIFE);
    }

    /// As they are at this moment.
    pub(crate) fn conditions(&self) -> Conditions {
        let lasts = self.forgotten_at.is_some_and(|end| Instant::now() < end);
        if lasts { self.conditions } else { Conditions::default() }
    }

    /// How an exchange ends that begins at this moment.
    pub(crate) fn end(&self) -> Option<End> {
        self.ends.filter(|(_, until)| Instant::now() < *until).map(|(end, _)| end)
    }

    /// What the connection of an exchange has to bear from this moment on.
    pub(crate) fn of_connection(&self) -> Option<FaultPlan> {
        let (until, Conditions { up, down, half_open, .. }) = (self.forgotten_at?, self.conditions);
        let silent_until = if half_open { Some(until) } else { self.stalled_until };
        Some(FaultPlan { up, down, silent_until, until }).filter(|plan| plan.harms(Instant::now()))
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);
    const HALF_OPEN: Conditions = Conditions {
        up: Way { latency: Duration::ZERO, jitter: Duration::ZERO, bytes_per_second: None },
        down: Way { latency: Duration::ZERO, jitter: Duration::ZERO, bytes_per_second: None },
        half_open: true,
        strip_upgrade: true,
        one_connection: true,
    };

    #[tokio::test(start_paused = true)]
    async fn an_end_lasts_as_long_as_was_wished() {
        let mut plan = Plan::default();
        plan.end_for(End::Cut, Duration::ZERO);
        assert_eq!(plan.end(), None, "only what runs now");
        plan.end_for(End::Reset, 30 * SECOND);
        advance(29 * SECOND).await;
        assert_eq!(plan.end(), Some(End::Reset));
        advance(SECOND).await;
        assert_eq!(plan.end(), None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_plan_is_forgotten_ten_minutes_after_its_last_change() {
        let mut plan = Plan::default();
        plan.set(HALF_OPEN);
        advance(599 * SECOND).await;
        plan.stall_for(SECOND);
        advance(599 * SECOND).await;
        assert_eq!(plan.conditions(), HALF_OPEN);
        assert!(plan.of_connection().is_some());
        advance(SECOND).await;
        assert_eq!(plan.conditions(), Conditions::default());
        assert_eq!(plan.of_connection(), None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_stall_ends_by_itself_and_what_is_slow_stays_slow() {
        let mut plan = Plan::default();
        plan.stall_for(5 * SECOND);
        assert!(plan.of_connection().is_some());
        advance(5 * SECOND).await;
        assert_eq!(plan.of_connection(), None);
        let up = Way { latency: SECOND, ..Way::default() };
        plan.set(Conditions { up, ..Conditions::default() });
        assert_eq!(plan.of_connection().unwrap().up, up);
    }
}
