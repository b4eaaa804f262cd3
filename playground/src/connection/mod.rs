//! Below HTTP: who may hold a TCP connection, or a session above several, and what crosses it. Bytes, no protocol.
//!
//! ```text
//! TcpStream ◀──▶ TapStream ◀──▶ hyper, then the WebSocket
//!                    │ every read and write, with its time
//!                    ▼
//!                Recorder    one a connection: keeps a head until it is known whose it is; who it is may cut it
//!                    │ Track     one an exchange that is watched
//!                    ▼
//!                  Tape      one a page that watches; bounded
//! ```

mod admission;
mod recorder;
mod stream;
mod tape;

pub(crate) use admission::{NoPlace, Peer, Place, Places};
pub(crate) use recorder::Recorder;
pub(crate) use stream::TapStream;
pub(crate) use tape::{Allowance, Batch, Cut, Detail, Entry, Sums, Tape, Track, TrackId};
