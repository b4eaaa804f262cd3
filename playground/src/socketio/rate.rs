//! How often one client may do something.

use tokio::time::Instant;

/// A token bucket: so many at once, and as many again each second. It is one number and a time, for which the crates for
/// limits by key, client or endpoint (such as `governor`) are too much.
#[derive(Debug)]
pub(super) struct Rate {
    per_second: f64,
    tokens: f64,
    since: Instant,
}

impl Rate {
    pub(super) fn per_second(count: u32) -> Self {
        let per_second = f64::from(count);
        Self { per_second, tokens: per_second, since: Instant::now() }
    }

    /// Whether there may be one now.
    pub(super) fn take(&mut self) -> bool {
        let now = Instant::now();
        let refilled = (now - self.since).as_secs_f64() * self.per_second;
        self.tokens = (self.tokens + refilled).min(self.per_second);
        self.since = now;
        let enough = self.tokens >= 1.0;
        if enough {
            self.tokens -= 1.0;
        }
        enough
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time;

    use super::*;

    fn taken(rate: &mut Rate) -> usize {
        (0..100).filter(|_| rate.take()).count()
    }

    #[tokio::test(start_paused = true)]
    async fn a_second_s_worth_at_once_and_then_as_many_each_second() {
        let mut rate = Rate::per_second(10);
        assert_eq!(taken(&mut rate), 10);
        time::advance(Duration::from_millis(300)).await;
        assert_eq!(taken(&mut rate), 3);
        time::advance(Duration::from_hours(1)).await;
        assert_eq!(taken(&mut rate), 10, "what was not used is not saved up");
    }
}
