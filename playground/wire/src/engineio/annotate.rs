use std::ops::Range;

use super::{Packet, PacketType};
use crate::{
    Rule,
    conversation::Packets,
    field::{Field, Value},
    json::Json,
    unit::Direction,
};

const ENCODING: &str = "Engine.IO protocol 4, Packet encoding";
const HANDSHAKE: &str = "Engine.IO protocol 4, Handshake";

/// The fields of a packet of text.
pub(super) fn text(packet: &Packet<'_>, packets: Packets) -> Vec<Field> {
    let first = if packet.binary {
        Field::new(0..1, "binary prefix", Value::OwnText).note("The rest is binary data in Base64.")
    } else {
        Field::new(0..1, "packet type", Value::Word(packet.packet_type.name()))
            .note(packet.packet_type.note())
    };
    let mut fields = vec![first.section(ENCODING)];
    if !packet.data.is_empty() {
        let note = match (packet.packet_type, packets) {
            (PacketType::Message, Packets::SocketIo) if !packet.binary => "A Socket.IO packet.",
            (PacketType::Open, _) => "What the client must know of the session, as a JSON object.",
            (PacketType::Ping | PacketType::Pong, _) => {
                "The word probe, while a client tries a new transport."
            }
            _ => "What the program sends.",
        };
        let children =
            if packet.packet_type == PacketType::Open { open(packet.data) } else { Vec::new() };
        let data = Field::new(1..1 + packet.data.len(), "data", Value::OwnText);
        fields.push(data.note(note).section(ENCODING).children(children));
    }
    fields
}

/// The field of a binary WebSocket message: it is a message packet without a type.
pub(super) fn binary(bytes: usize) -> Vec<Field> {
    let note =
        "A binary WebSocket message is the data of a message packet as it is, without a type.";
    vec![
        Field::new(0..bytes, "data", Value::OwnBytes)
            .note(note)
            .section("Engine.IO protocol 4, WebSocket"),
    ]
}

const OPEN_KEYS: [(&str, &str); 5] = [
    ("sid", "The session's id; the client repeats it in every later request."),
    ("upgrades", "The transports that the client may move to."),
    ("pingInterval", "Milliseconds between two pings of the server."),
    ("pingTimeout", "Milliseconds that the client has to answer a ping."),
    ("maxPayload", "Bytes that one polling payload may have."),
];

fn open_members(data: &[u8]) -> Vec<(String, Range<usize>)> {
    match std::str::from_utf8(data).ok().and_then(Json::parse) {
        Some(Json::Object(members)) => members,
        _ => Vec::new(),
    }
}

fn open(data: &[u8]) -> Vec<Field> {
    let mut fields = Vec::new();
    for (key, span) in open_members(data) {
        let span = span.start + 1..span.end + 1;
        let known = OPEN_KEYS.iter().find(|(name, _)| *name == key);
        let &(name, note) = known.unwrap_or(&("member", "Not part of the protocol."));
        fields.push(Field::new(span, name, Value::OwnText).note(note).section(HANDSHAKE));
    }
    fields
}

/// Calls `broken` with the rules that a packet breaks.
pub(super) fn rules(packet: &Packet<'_>, direction: Direction, mut broken: impl FnMut(Rule)) {
    use Direction::{ClientToServer as Client, ServerToClient as Server};
    let probe = packet.data == b"probe";
    match (packet.packet_type, direction) {
        (PacketType::Open, Client) => broken(Rule::EngineOpenSide),
        (PacketType::Ping, Client) if !probe => broken(Rule::EnginePingSide),
        (PacketType::Pong, Server) if !probe => broken(Rule::EnginePongSide),
        (PacketType::Upgrade, Server) => broken(Rule::EngineUpgradeSide),
        (PacketType::Noop, Client) => broken(Rule::EngineNoopSide),
        _ => {}
    }
    if packet.packet_type == PacketType::Open {
        let members = open_members(packet.data);
        if !OPEN_KEYS.iter().all(|(name, _)| members.iter().any(|(key, _)| key == name)) {
            broken(Rule::EngineOpen);
        }
    }
}
