//! Any bytes, in any order of directions: nothing panics, every byte stands in one wire unit, every field inside its
//! unit, and feeding byte by byte gives the same units.
//!
//! `cd playground/wire/fuzz && cargo +nightly fuzz run conversation -- -dict=conversation.dict -max_total_time=300`
//!
//! An input is one byte of options, then pieces: a byte with the direction (highest bit) and the length (the rest), and
//! so many bytes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wire::{Conversation, Direction, Field, Kind, Layer, Packets, Unit, Upgrade};

fuzz_target!(|input: &[u8]| {
    let Some((&options, rest)) = input.split_first() else { return };
    let pieces = pieces(rest);
    let whole = decode(options, &pieces);
    check_tiles(&pieces, &whole);
    for unit in &whole {
        check_fields(&unit.fields, unit.bytes.len());
        assert!(serde_json::to_string(unit).is_ok());
    }
    let bytes: Vec<(Direction, &[u8])> =
        pieces.iter().flat_map(|(direction, piece)| piece.chunks(1).map(|byte| (*direction, byte))).collect();
    assert_eq!(whole, decode(options, &bytes));
});

fn pieces(mut rest: &[u8]) -> Vec<(Direction, &[u8])> {
    let mut pieces = Vec::new();
    while let Some((&head, after)) = rest.split_first() {
        let direction = if head & 0x80 == 0 { Direction::ClientToServer } else { Direction::ServerToClient };
        let (piece, after) = after.split_at(usize::from(head & 0x7F).min(after.len()));
        pieces.push((direction, piece));
        rest = after;
    }
    pieces
}

fn decode(options: u8, pieces: &[(Direction, &[u8])]) -> Vec<Unit> {
    let packets = [Packets::None, Packets::EngineIo, Packets::SocketIo][usize::from(options >> 2) % 3];
    let mut conversation = match options & 1 {
        0 => Conversation::new(),
        _ => Conversation::upgraded(Upgrade { deflate: options & 2 != 0, packets }),
    };
    let mut units: Vec<Unit> =
        pieces.iter().flat_map(|(direction, piece)| conversation.feed(*direction, piece)).collect();
    units.extend(conversation.finish(Direction::ClientToServer));
    units.extend(conversation.finish(Direction::ServerToClient));
    units
}

fn check_tiles(pieces: &[(Direction, &[u8])], units: &[Unit]) {
    for direction in [Direction::ClientToServer, Direction::ServerToClient] {
        let stream: Vec<u8> =
            pieces.iter().filter(|piece| piece.0 == direction).flat_map(|piece| piece.1).copied().collect();
        let mut at = 0;
        for unit in units.iter().filter(|unit| unit.direction == direction && unit.layer == Layer::Wire) {
            let (start, end) = (unit.span.start as usize, unit.span.end as usize);
            assert_eq!(start, at);
            let dropped = matches!(unit.kind, Kind::Malformed { dropped: 1.., .. });
            assert!(dropped || unit.bytes == stream[start..end]);
            at = end;
        }
        assert_eq!(at, stream.len());
    }
}

fn check_fields(fields: &[Field], bytes: usize) {
    for field in fields {
        assert!(field.span.start <= field.span.end && field.span.end <= bytes);
        check_fields(&field.children, bytes);
    }
}
