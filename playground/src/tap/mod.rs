//! The tap: a reader's page sees every byte of its own connections, explained.
//!
//! ```text
//! page    GET /tap, {"type":"watch","token":T}    ───────────▶ page: what it watches      watch: token -> page's tape
//! page    any request with ?tap=T                 ───────────▶ bind: the exchange is T's
//! page    ◀─ [watching, read, unit, counts, dropped, ended] ── page: bytes -> wire -> units, redacted
//! ```
//!
//! A token shows exchanges, not connections: the request with the token, to the end of its response, or, after a 101, to
//! the end of the connection. Only exchanges that begin while the token is watched are shown; there is no past.
//!
//! What is exact when more crosses than a page takes:
//!
//! - `read` and `unit` show every byte, or a `dropped` event says that the exchange's end is not shown. There are no gaps
//!   before it, and nothing after it: what follows a gap could not be read.
//! - `counts` are right to the last byte and frame, whatever was dropped and whatever was the reason, because they are made
//!   where the bytes cross. Only where borders are blurred do they stop too.
//! - `ended` says how many bytes were shown, and how many were not.

mod bind;
mod events;
mod page;
mod redact;
mod teller;

pub(crate) use bind::bind;
pub(crate) use page::connect;

/// Where a page opens its tap. The tap's own connection cannot be tapped.
pub(crate) const TAP_PATH: &str = "/tap";
