//! What a reader wishes to go wrong with their own exchanges.

use std::time::Duration;

use tokio::time::Instant;

/// A plan that was forgotten must not puzzle the reader at the next lesson.
const PLAN_LIFE: Duration = Duration::from_mins(10);

/// What goes wrong with the exchanges of one token, and until when. A token has one, and it ends with the token.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    strip_until: Option<Instant>,
    cut_until: Option<Instant>,
}

/// What one exchange has to bear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Faults {
    /// It loses `Upgrade` and `Connection`, as behind a strict proxy.
    pub(crate) strip_upgrade: bool,
    /// Its connection ends before anything is answered.
    pub(crate) cut: bool,
}

impl Plan {
    pub(crate) fn strip_upgrade(&mut self, wanted: bool) {
        self.strip_until = wanted.then(|| Instant::now() + PLAN_LIFE);
    }

    pub(crate) fn cut_for(&mut self, time: Duration) {
        self.cut_until = Some(Instant::now() + time);
    }

    /// As it is at this moment.
    pub(crate) fn faults(&self) -> Faults {
        let now = Instant::now();
        let lasts = |until: Option<Instant>| until.is_some_and(|until| now < until);
        Faults { strip_upgrade: lasts(self.strip_until), cut: lasts(self.cut_until) }
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_cut_lasts_as_long_as_was_wished() {
        let mut plan = Plan::default();
        plan.cut_for(Duration::ZERO);
        assert_eq!(plan.faults(), Faults::default(), "only what runs now");
        plan.cut_for(Duration::from_secs(30));
        advance(Duration::from_millis(29_999)).await;
        assert!(plan.faults().cut);
        advance(Duration::from_millis(1)).await;
        assert!(!plan.faults().cut);
    }

    #[tokio::test(start_paused = true)]
    async fn a_plan_is_forgotten_after_ten_minutes_or_when_it_is_taken_back() {
        let mut plan = Plan::default();
        plan.strip_upgrade(true);
        advance(Duration::from_millis(599_999)).await;
        assert!(plan.faults().strip_upgrade);
        advance(Duration::from_millis(1)).await;
        assert_eq!(plan.faults(), Faults::default());
        plan.strip_upgrade(true);
        plan.strip_upgrade(false);
        assert_eq!(plan.faults(), Faults::default());
    }
}
