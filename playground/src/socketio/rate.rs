//! How much one client may do.

use std::sync::{Mutex, PoisonError};

use tokio::time::Instant;

/// A token bucket: so much at once, and so much again each second. It is three numbers and a time, for which the crates for
/// limits by key, client or endpoint (such as `governor`) are too much.
#[derive(Debug)]
pub(super) struct Rate {
    most: f64,
    per_second: f64,
    left: Mutex<(f64, Instant)>,
}

impl Rate {
    pub(super) fn new(most: u32, per_second: u32) -> Self {
        let most = f64::from(most);
        let left = Mutex::new((most, Instant::now()));
        Self { most, per_second: f64::from(per_second), left }
    }

    /// Whether there may be `amount` now.
    pub(super) fn take(&self, amount: u32) -> bool {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let (tokens, since) = *left;
        let now = Instant::now();
        let tokens = (tokens + (now - since).as_secs_f64() * self.per_second).min(self.most);
        let enough = tokens >= f64::from(amount);
        *left = (if enough { tokens - f64::from(amount) } else { tokens }, now);
        enough
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time;

    use super::*;

    fn taken(rate: &Rate) -> usize {
        (0..100).filter(|_| rate.take(1)).count()
    }

    #[tokio::test(start_paused = true)]
    async fn so_much_at_once_and_so_much_again_each_second() {
        let rate = Rate::new(20, 10);
        assert_eq!(taken(&rate), 20);
        time::advance(Duration::from_millis(300)).await;
        assert!(!rate.take(4), "what is too much takes nothing");
        assert_eq!(taken(&rate), 3);
        time::advance(Duration::from_hours(1)).await;
        assert_eq!(taken(&rate), 20, "what was not used is not saved up");
    }
}
