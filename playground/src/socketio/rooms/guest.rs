//! Who is here, under a name that others may know: a session id would let them speak in a guest's stead.

use std::{
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use super::{
    super::{
        event::{Event, Refused},
        rate::Rate,
    },
    MOST_BYTES,
};

/// Enough for a table's experiments at a click, and more than anybody clicks.
const EVENTS_PER_SECOND: u32 = 50;

/// Counts the guests of both namespaces, so that no two have the same name.
#[derive(Debug, Default)]
pub(super) struct Guests {
    last: AtomicU64,
    joining: Mutex<()>,
}

impl Guests {
    pub(super) fn welcome(&self) -> Guest {
        let number = self.last.fetch_add(1, Ordering::Relaxed) + 1;
        Guest { number, rate: Arc::new(Rate::new(EVENTS_PER_SECOND, EVENTS_PER_SECOND)) }
    }

    pub(super) fn one_at_a_time(&self) -> MutexGuard<'_, ()> {
        self.joining.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One socket of a namespace. It is shown as `guest-7`.
#[derive(Debug, Clone)]
pub(super) struct Guest {
    number: u64,
    rate: Arc<Rate>,
}

impl Guest {
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Refuses what is too large, and what is too much.
    pub(super) fn may_act(&self, event: &Event) -> Result<(), Refused> {
        if event.size > MOST_BYTES {
            return Err(Refused::because(format!(
                "An event here has at most {MOST_BYTES} bytes; this one has {}.",
                event.size
            )));
        }
        if !self.rate.take(1) {
            return Err(Refused::because("Too many events, wait a second"));
        }
        Ok(())
    }
}

impl fmt::Display for Guest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "guest-{}", self.number)
    }
}
