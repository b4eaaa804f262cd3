//! Below HTTP: who may hold a TCP connection, or a session above several, what crosses it, and what goes wrong with it on
//! purpose. Bytes, no protocol.
//!
//! ```text
//! TcpStream ◀──▶ TapStream ◀──▶ FaultStream ◀──▶ hyper, then the WebSocket
//!                    │               ▲ what shall go wrong
//!                    ▼ every read and write, with its time
//!                Recorder    one a connection: keeps a head until it is known whose it is; who it is may harm it
//!                    │ Track     one an exchange that is watched
//!                    ▼
//!                  Tape      one a page that watches; bounded
//! ```

mod admission;
mod fault;
mod recorder;
mod stream;
mod tape;

pub(crate) use admission::{NoPlace, Peer, Place, Places};
pub(crate) use fault::{End, FaultPlan, FaultStream, Keeper, Way};
pub(crate) use recorder::{Recorder, Stage};
pub(crate) use stream::TapStream;
pub(crate) use tape::{Allowance, Batch, Cut, Detail, Entry, Sums, Tape, Track, TrackId};
