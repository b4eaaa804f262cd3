//! Bytes, annotated: what crosses a connection, taken apart into fields with names, notes and sections of the standards.
//! No IO, no async, no clock. The lessons' printed bytes and the live view both come from here.
//!
//! ```
//! use wire::{Conversation, Direction, Kind, Upgrade};
//!
//! let mut conversation = Conversation::upgraded(Upgrade::default());
//! let units = conversation.feed(Direction::ServerToClient, b"\x81\x05Hello");
//! assert!(matches!(units[0].kind, Kind::Frame { .. }));
//! assert_eq!(units[1].summary(), r#"text message "Hello""#);
//! ```
//!
//! Three promises. Nothing here panics or fails: what breaks a rule becomes a [`Kind::Malformed`] unit that names the
//! [`Rule`], and reading goes on where that is possible. How the bytes are cut into calls does not change the units. And
//! every byte of a direction stands in exactly one unit of [`Layer::Wire`], unless a unit says how many were dropped.
//!
//! # Layout
//!
//! - `conversation`: [`Conversation`], the one entry: follows requests, responses, the switch to frames, on both sides.
//! - `count`: [`Counter`], sums without explanations.
//! - `http`: heads and their fields, the opening handshake's rules, bodies and chunks, server-sent events.
//! - [`websocket`]: frames, masking, close codes, messages.
//! - [`engineio`] and [`socketio`]: the packets inside messages and polling payloads.
//! - `unit`, `field`, `summary`: what comes out, also as JSON.
//! - `rule`: every rule that can be broken, with its sentence, section and close code.
//! - [`limits`]: every bound, with its reason.
//! - `content`, `json`, `hex`: joined bytes that remember where they came from; JSON with places; digits.

mod content;
mod conversation;
mod count;
pub mod engineio;
mod field;
mod hex;
mod http;
mod json;
pub mod limits;
mod rule;
pub mod socketio;
mod summary;
mod unit;
pub mod websocket;

pub use conversation::{Conversation, Packets, Polling, Upgrade};
pub use count::{Counter, Counts};
pub use field::{Bits, Field, Value};
pub use rule::Rule;
pub use unit::{Direction, Framing, Kind, Layer, Span, Unit};
pub use websocket::{CloseCode, FrameHeader, OpCode, accept_key, apply_mask};
