//! What is said on `GET /tap`, in JSON text messages: objects from the page, arrays of events from the server.

use serde::{Deserialize, Serialize};
use wire::{Counts, Direction, Span, Unit};

use crate::{
    connection::{Cut, Detail, TrackId},
    watch::TapToken,
};

/// What a page says: `{"type":"watch","token":"…"}`, maybe with `"detail":"counts"`, `{"type":"unwatch","token":"…"}`, or
/// `{"type":"settle"}`.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Said {
    /// Show the exchanges that begin with this token from now on. With detail `counts` there are no `read` and no `unit`.
    Watch {
        token: TapToken,
        #[serde(default)]
        detail: Detail,
    },
    /// Show nothing more of it, and forget it.
    Unwatch { token: TapToken },
    /// Say when all has been told that crossed up to now: who adds up waits for that.
    Settle,
}

/// What the server tells. Times are microseconds since the page's tap was opened; spans count from the first byte that
/// this exchange sent in that direction.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum TapEvent<'a> {
    /// Exchanges that carry `?tap=` and this token are shown from now on.
    Watching { token: TapToken },
    /// All that had crossed when the page asked has been told.
    Settled,
    /// One read or write of the TCP connection, as large as it was.
    Read {
        #[serde(flatten)]
        of: Of,
        direction: Direction,
        at_us: u64,
        span: Span,
    },
    /// What those bytes are. `at_us` is when its last byte crossed. The values of the fields named in `redacted` were
    /// overwritten with `*`. With `cut` the unit has so many bytes, too many to tell: only its first are there, and no fields.
    Unit {
        #[serde(flatten)]
        of: Of,
        at_us: u64,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        redacted: Vec<&'static str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        cut: Option<usize>,
        unit: &'a Unit,
    },
    /// What the exchange came to so far, each time that it moved and before it ends. Right whatever was dropped, unless
    /// that was for being blurred.
    Counts {
        #[serde(flatten)]
        of: Of,
        at_us: u64,
        up: Counts,
        down: Counts,
    },
    /// From here on nothing of the exchange is kept, so there are no reads and no units. `bytes` were lost at once;
    /// `ended` tells the sum.
    Dropped {
        #[serde(flatten)]
        of: Of,
        bytes: u64,
        why: Why,
        sentence: &'static str,
    },
    /// Nothing more will come of this exchange: so many bytes were shown (or counted, if counts were wanted) up and down,
    /// and so many were not. The three together are all that crossed.
    Ended {
        #[serde(flatten)]
        of: Of,
        at_us: u64,
        up: u64,
        down: u64,
        dropped: u64,
    },
    /// What the page said last was not done.
    Refused {
        #[serde(skip_serializing_if = "Option::is_none")]
        token: Option<TapToken>,
        reason: String,
    },
}

/// Which exchange an event is about.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Of {
    token: TapToken,
    connection: u64,
    exchange: u64,
}

impl From<TrackId> for Of {
    fn from(id: TrackId) -> Self {
        let TrackId { owner, connection, exchange, .. } = id;
        Self { token: TapToken(owner), connection, exchange }
    }
}

/// Why bytes were dropped, in a word.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Why {
    Behind,
    Bytes,
    Exchanges,
    Time,
    Blurred,
}

impl Why {
    /// The word, and a sentence for a person.
    pub(super) const fn of(cut: Cut) -> (Self, &'static str) {
        match cut {
            Cut::Behind => (
                Self::Behind,
                "More bytes came than this page takes; the rest of this exchange is counted, not shown.",
            ),
            Cut::Bytes => (
                Self::Bytes,
                "This view has shown as many bytes as it may; what follows is counted, not shown. Connect again to go on.",
            ),
            Cut::Exchanges => (
                Self::Exchanges,
                "This view has shown as many requests as it may; those that follow are not shown. Connect again to go on.",
            ),
            Cut::Time => (
                Self::Time,
                "This view has been open for as long as it may; what follows is counted, not shown. Connect again to go on.",
            ),
            Cut::Blurred => (
                Self::Blurred,
                "Where this exchange begins or ends among the bytes of its connection is not known (pipelined requests, or \
                 a chunked request body), so it is not shown.",
            ),
        }
    }
}
