//! The tap: a reader's page sees every byte of its own connections, explained.
//!
//! ```text
//! page    GET /tap, {"type":"watch","token":T}    ───────────▶ page: what it watches      hub: token -> page's tape
//! page    any request with ?tap=T                 ───────────▶ bind: the exchange is T's
//! page    ◀─ [watching, read, unit, counts, dropped, ended] ── page: bytes -> wire -> units, redacted
//! ```
//!
//! A token shows exchanges, not connections: the request with the token, to the end of its response, or, after a 101, to
//! the end of the connection. Only exchanges that begin while the token is watched are shown; there is no past.
//!
//! The sums of an exchange (`counts`) are made where its bytes cross, so they are right however much is dropped.

mod bind;
mod events;
mod hub;
mod page;
mod redact;
mod teller;
mod token;

pub(crate) use bind::bind;
pub(crate) use hub::TapHub;
pub(crate) use page::connect;
pub(crate) use token::{NotAToken, TapToken};

/// Where a page opens its tap. The tap's own connection cannot be tapped.
pub(crate) const TAP_PATH: &str = "/tap";
