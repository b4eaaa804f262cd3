//! What shall go wrong with a connection.

use std::time::Duration;

use tokio::time::Instant;

/// What the connection of one exchange has to bear, and until when.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct FaultPlan {
    /// From the client to the server.
    pub(crate) up: Way,
    /// From the server to the client.
    pub(crate) down: Way,
    /// Until then nothing is read or written, and no end of TCP is seen or said.
    pub(crate) silent_until: Option<Instant>,
    /// From then on nothing goes wrong.
    pub(crate) until: Instant,
}

/// How slow one direction is.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Way {
    /// Each byte arrives so much later.
    pub(crate) latency: Duration,
    /// And by up to so much more, at random. As on TCP, what is late delays all that is behind it.
    pub(crate) jitter: Duration,
    /// No more bytes get through.
    pub(crate) bytes_per_second: Option<u32>,
}

/// How a connection is ended on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// FIN, as if the process had gone.
    Cut,
    /// RST, as from a machine that knows nothing of the connection.
    Reset,
}

impl FaultPlan {
    /// Until when nothing gets through, if that is so now.
    pub(in crate::connection) fn silence(&self, now: Instant) -> Option<Instant> {
        self.silent_until.map(|end| end.min(self.until)).filter(|end| now < *end)
    }

    /// Whether it makes a difference now.
    pub(crate) fn harms(&self, now: Instant) -> bool {
        let slow = self.up != Way::default() || self.down != Way::default();
        now < self.until && (slow || self.silence(now).is_some())
    }
}

impl Way {
    /// When arrives what was sent at `sent` and has `luck` from 0 to 1.
    pub(in crate::connection) fn due(&self, sent: Instant, luck: f64) -> Instant {
        sent + self.latency + self.jitter.mul_f64(luck)
    }
}
