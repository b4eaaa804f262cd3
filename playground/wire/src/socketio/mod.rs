//! Socket.IO protocol, version 5: what an Engine.IO message holds.

mod annotate;
mod parse;
mod reader;

use std::ops::Range;

use serde::Serialize;

use crate::Rule;

pub(crate) use reader::SocketReader;

/// What a packet is for: its first digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PacketType {
    /// 0: asks for a namespace, or grants it.
    Connect,
    /// 1: leaves a namespace.
    Disconnect,
    /// 2: an event.
    Event,
    /// 3: the answer to an event.
    Ack,
    /// 4: refuses a namespace.
    ConnectError,
    /// 5: an event with binary data.
    BinaryEvent,
    /// 6: an answer with binary data.
    BinaryAck,
}

impl PacketType {
    /// The type that a digit stands for.
    pub const fn from_digit(digit: u8) -> Option<Self> {
        Some(match digit {
            b'0' => Self::Connect,
            b'1' => Self::Disconnect,
            b'2' => Self::Event,
            b'3' => Self::Ack,
            b'4' => Self::ConnectError,
            b'5' => Self::BinaryEvent,
            b'6' => Self::BinaryAck,
            _ => return None,
        })
    }

    /// Its name in the protocol document, such as `"CONNECT"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Connect => "CONNECT",
            Self::Disconnect => "DISCONNECT",
            Self::Event => "EVENT",
            Self::Ack => "ACK",
            Self::ConnectError => "CONNECT_ERROR",
            Self::BinaryEvent => "BINARY_EVENT",
            Self::BinaryAck => "BINARY_ACK",
        }
    }

    /// What it is for, in one sentence.
    pub const fn note(self) -> &'static str {
        match self {
            Self::Connect => "A client asks for a namespace, or the server grants it.",
            Self::Disconnect => "A side leaves the namespace.",
            Self::Event => "An event with a name and arguments.",
            Self::Ack => "The answer to the event with the same id.",
            Self::ConnectError => "The server refuses the namespace.",
            Self::BinaryEvent => "An event whose binary arguments follow as attachments.",
            Self::BinaryAck => "An answer whose binary arguments follow as attachments.",
        }
    }

    /// Whether attachments follow it.
    pub const fn is_binary(self) -> bool {
        matches!(self, Self::BinaryEvent | Self::BinaryAck)
    }

    /// Whether it carries an event.
    pub const fn is_event(self) -> bool {
        matches!(self, Self::Event | Self::BinaryEvent)
    }

    /// Whether it answers an event.
    pub const fn is_ack(self) -> bool {
        matches!(self, Self::Ack | Self::BinaryAck)
    }
}

/// A communication channel within one connection; `/` is the main one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Namespace(String);

impl Namespace {
    /// The namespace with this name, which begins with a slash.
    pub(crate) fn new(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// Its name, such as `/admin`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is `/`, which is left out on the wire.
    pub fn is_main(&self) -> bool {
        self.0 == "/"
    }
}

/// The number that ties an acknowledgement to its event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct AckId(pub u64);

/// A packet's parts before its data (Socket.IO protocol 5, Packet encoding).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Packet {
    /// What it is for.
    pub packet_type: PacketType,
    /// How many binary attachments follow.
    pub attachments: u32,
    /// Where it belongs.
    pub namespace: Namespace,
    /// Ties an answer to its event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ack_id: Option<AckId>,
    /// Where its JSON stands in the packet's text; empty if it has none.
    #[serde(skip)]
    pub data: Range<usize>,
}

impl Packet {
    /// Reads a packet's text (without Engine.IO's digit). The error is the first rule that it breaks.
    pub fn parse(text: &str) -> Result<Self, Rule> {
        let parsed = parse::parse(text)?;
        match parsed.broken.into_iter().next() {
            Some((_, rule)) => Err(rule),
            None => Ok(parsed.packet),
        }
    }
}
