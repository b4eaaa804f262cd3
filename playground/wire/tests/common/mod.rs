//! Bytes to feed and ways to look at what comes out, shared by the tests.
#![allow(dead_code, reason = "each test binary uses its own part")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use wire::{Conversation, Direction, FrameHeader, Kind, Layer, OpCode, Rule, Unit, Upgrade};

pub(crate) use Direction::{ClientToServer as Client, ServerToClient as Server};

/// The mask of the RFC's own examples.
pub(crate) const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// What a test feeds: a direction and its next bytes.
pub(crate) type Feed = (Direction, Vec<u8>);

/// The opening handshake of RFC 6455 section 1.3, for a target.
pub(crate) fn handshake(target: &str) -> Vec<Feed> {
    let request = format!(
        "GET {target} HTTP/1.1\r\nHost: localhost:4000\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: http://localhost:3000\r\n\
         Sec-WebSocket-Version: 13\r\n\r\n"
    );
    let response = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
                    Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
    vec![(Client, request.into_bytes()), (Server, response.into())]
}

/// A final frame; masked if the client sends it.
pub(crate) fn frame(direction: Direction, opcode: OpCode, payload: &[u8]) -> Feed {
    let mask = (direction == Client).then_some(MASK);
    (direction, FrameHeader::new(opcode, mask, payload.len() as u64).frame(payload))
}

/// Feeds everything, then ends both directions.
pub(crate) fn decode(feeds: &[Feed]) -> Vec<Unit> {
    decode_with(Conversation::new(), feeds)
}

/// The same, with the handshake already over.
pub(crate) fn decode_frames(upgrade: Upgrade, feeds: &[Feed]) -> Vec<Unit> {
    decode_with(Conversation::upgraded(upgrade), feeds)
}

pub(crate) fn decode_with(mut conversation: Conversation, feeds: &[Feed]) -> Vec<Unit> {
    let mut units = Vec::new();
    for (direction, bytes) in feeds {
        units.extend(conversation.feed(*direction, bytes));
    }
    units.extend(conversation.finish(Client));
    units.extend(conversation.finish(Server));
    units
}

/// The rules that units name, in order.
pub(crate) fn rules(units: &[Unit]) -> Vec<Rule> {
    units.iter().filter_map(Unit::rule).collect()
}

/// One line a unit.
pub(crate) fn summaries(units: &[Unit]) -> Vec<String> {
    units.iter().map(Unit::summary).collect()
}

/// Every wire unit's bytes, which must be the stream, without gap or overlap.
pub(crate) fn assert_tiles(feeds: &[Feed], units: &[Unit]) {
    for direction in [Client, Server] {
        let stream: Vec<u8> = feeds
            .iter()
            .filter(|feed| feed.0 == direction)
            .flat_map(|feed| feed.1.clone())
            .collect();
        let mut at = 0;
        for unit in
            units.iter().filter(|unit| unit.direction == direction && unit.layer == Layer::Wire)
        {
            assert_eq!(unit.span.start, at, "{}", unit.summary());
            if !matches!(unit.kind, Kind::Malformed { dropped: 1.., .. }) {
                let range = usize::try_from(unit.span.start).unwrap()
                    ..usize::try_from(unit.span.end).unwrap();
                assert_eq!(unit.bytes, stream[range]);
            }
            at = unit.span.end;
        }
        assert_eq!(at, stream.len() as u64);
    }
}

/// Every field stands inside its parent's bytes, bit fields in one byte.
pub(crate) fn assert_fields(unit: &Unit) {
    fn check(fields: &[wire::Field], bytes: usize) {
        for field in fields {
            assert!(field.span.start <= field.span.end && field.span.end <= bytes, "{field:?}");
            if let Some(bits) = field.bits {
                assert!(
                    field.span.len() == 1 && bits.count > 0 && bits.first + bits.count <= 8,
                    "{field:?}"
                );
            }
            check(&field.children, bytes);
        }
    }
    check(&unit.fields, unit.bytes.len());
    serde_json::to_string(unit).unwrap();
}

/// The display value of the field with this path of names.
pub(crate) fn value(unit: &Unit, path: &[&str]) -> String {
    let mut fields = &unit.fields;
    let mut found = None;
    for name in path {
        let field = fields
            .iter()
            .find(|field| field.name == *name)
            .unwrap_or_else(|| panic!("no field {name}"));
        fields = &field.children;
        found = Some(field);
    }
    found.map(|field| field.display(&unit.bytes).into_owned()).unwrap_or_default()
}
