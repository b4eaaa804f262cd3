//! Engine.IO protocol, version 4: packets, in WebSocket messages and in polling payloads.

mod annotate;
mod reader;

use serde::Serialize;

use crate::Rule;

pub(crate) use reader::{Carried, PacketReader};

/// Stands between the packets of a polling payload (Engine.IO protocol 4, HTTP long-polling).
pub const RECORD_SEPARATOR: u8 = 0x1E;

/// What carries packets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Transport {
    /// HTTP requests and responses; packets are joined to payloads.
    Polling,
    /// A WebSocket connection; each packet is one message.
    #[serde(rename = "websocket")]
    WebSocket,
}

/// What a packet is for: its first digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PacketType {
    /// 0: the server's first packet, with the session's id and timers.
    Open,
    /// 1: the transport can be closed.
    Close,
    /// 2: the server's heartbeat, or a client's probe.
    Ping,
    /// 3: the answer to a ping.
    Pong,
    /// 4: data for the layer above.
    Message,
    /// 5: the client moves the session to this transport.
    Upgrade,
    /// 6: nothing; it ends a waiting poll.
    Noop,
}

impl PacketType {
    /// The type that a digit stands for.
    pub const fn from_digit(digit: u8) -> Option<Self> {
        Some(match digit {
            b'0' => Self::Open,
            b'1' => Self::Close,
            b'2' => Self::Ping,
            b'3' => Self::Pong,
            b'4' => Self::Message,
            b'5' => Self::Upgrade,
            b'6' => Self::Noop,
            _ => return None,
        })
    }

    /// Its name, such as `"open"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Close => "close",
            Self::Ping => "ping",
            Self::Pong => "pong",
            Self::Message => "message",
            Self::Upgrade => "upgrade",
            Self::Noop => "noop",
        }
    }

    /// What it is for, in one sentence.
    pub const fn note(self) -> &'static str {
        match self {
            Self::Open => "The server opens the session and names its id and timers.",
            Self::Close => "This transport can be closed.",
            Self::Ping => {
                "The server asks whether the client is there; with the word probe a client tries a new transport."
            }
            Self::Pong => "The answer to a ping.",
            Self::Message => "Data for the layer above.",
            Self::Upgrade => "The client moves the session to this transport.",
            Self::Noop => "Nothing; it ends a poll that waits, so that the client can move on.",
        }
    }
}

/// A packet as it stands in a WebSocket message or between record separators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Packet<'a> {
    /// What it is for.
    pub packet_type: PacketType,
    /// Whether `data` is binary.
    pub binary: bool,
    /// What follows the type. For binary data in a polling payload: still in Base64.
    pub data: &'a [u8],
}

impl<'a> Packet<'a> {
    /// Reads a packet of text. In a polling payload `b` begins binary data in Base64.
    pub const fn parse(text: &'a [u8], transport: Transport) -> Result<Self, Rule> {
        let Some((&first, data)) = text.split_first() else { return Err(Rule::EnginePacketEmpty) };
        if first == b'b' && matches!(transport, Transport::Polling) {
            return Ok(Self { packet_type: PacketType::Message, binary: true, data });
        }
        match PacketType::from_digit(first) {
            Some(packet_type) => Ok(Self { packet_type, binary: false, data }),
            None => Err(Rule::EnginePacketType),
        }
    }
}
