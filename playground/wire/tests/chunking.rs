//! However the bytes are cut into calls, the units are the same; and no bytes make the decoder panic.

mod common;
#[path = "common/conversations.rs"]
mod conversations;

use common::{Client, Feed, Server, assert_fields, assert_tiles, decode, decode_frames};
use proptest::prelude::*;
use wire::{OpCode, Packets, Upgrade};

/// The same bytes in the same order, cut into pieces of the given sizes.
fn cut(feeds: &[Feed], sizes: &[usize]) -> Vec<Feed> {
    let mut sizes = sizes.iter().copied().cycle();
    let mut pieces = Vec::new();
    for (direction, bytes) in feeds {
        let mut rest = &bytes[..];
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(sizes.next().unwrap_or(1).clamp(1, rest.len()));
            pieces.push((*direction, piece.to_vec()));
            rest = after;
        }
    }
    pieces
}

/// Joins neighbors of the same direction.
fn join(feeds: &[Feed]) -> Vec<Feed> {
    let mut joined: Vec<Feed> = Vec::new();
    for (direction, bytes) in feeds {
        match joined.last_mut() {
            Some((last, all)) if last == direction => all.extend_from_slice(bytes),
            _ => joined.push((*direction, bytes.clone())),
        }
    }
    joined
}

#[test]
fn conversations_byte_by_byte_give_the_same_units() {
    for (name, _, feeds) in conversations::all() {
        let whole = decode(&join(&feeds));
        assert_eq!(whole, decode(&cut(&feeds, &[1])), "{name}");
        assert_eq!(whole, decode(&feeds), "{name}");
    }
}

#[test]
fn long_bodies_and_events_byte_by_byte_give_the_same_units() {
    let long = "x".repeat(wire::limits::PIECE_BYTES + 10);
    let event_stream = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
    for response in [
        format!("HTTP/1.1 200 OK\r\n\r\n{long}"),
        format!("{event_stream}data: a\r\rdata: {long}\r\rdata: b\r\n\r\n{long}"),
        format!(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{long}\r\n0\r\nA: {long}{long}\r\n\r\n",
            long.len()
        ),
        format!("HTTP/1.1 200 {long}\r\n\r\n"),
        format!("\x00{long}"),
    ] {
        let feeds = [
            (Client, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n".to_vec()),
            (Server, response.into_bytes()),
        ];
        let units = decode(&feeds);
        assert_tiles(&feeds, &units);
        assert_eq!(units, decode(&cut(&feeds, &[1])));
    }
}

fn any_direction() -> impl Strategy<Value = wire::Direction> {
    prop_oneof![Just(Client), Just(Server)]
}

/// Bytes that look enough like frames to reach deep.
fn any_frames() -> impl Strategy<Value = Vec<Feed>> {
    let payload = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..200),
        "[0-6b][0-6]?(1-)?(/a,)?1?(\\[\"a\",\\{\"_placeholder\":true,\"num\":0\\}\\])?"
            .prop_map(String::into_bytes),
    ];
    let frame = (any_direction(), any::<u8>(), any::<bool>(), payload).prop_map(
        |(direction, first, odd, payload)| {
            let (direction, mut bytes) =
                common::frame(direction, OpCode::from_bits(first), &payload);
            // Mostly sound first bytes, sometimes any.
            bytes[0] = if odd { first } else { first & 0x8F };
            (direction, bytes)
        },
    );
    proptest::collection::vec(frame, 0..12)
}

/// Heads and bodies in many states of repair.
fn any_http() -> impl Strategy<Value = Vec<Feed>> {
    let piece = prop_oneof![
        Just("GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\n"),
        Just("POST / HTTP/1.1\r\n"),
        Just("HEAD / HTTP/1.0\r\n"),
        Just("HTTP/1.1 200 OK\r\n"),
        Just("HTTP/1.1 101 Switching\r\n"),
        Just("HTTP/1.1 204 x\r\n"),
        Just("Host: a\r\n"),
        Just("Content-Length: 5\r\n"),
        Just("Transfer-Encoding: chunked\r\n"),
        Just("Content-Type: text/event-stream\r\n"),
        Just("Upgrade: websocket\r\nConnection: upgrade\r\n"),
        Just("\r\n"),
        Just("\n"),
        Just("\r"),
        Just("5\r\n40\x1e4\n\r\n"),
        Just("0\r\n\r\n"),
        Just("data: x\n\n"),
        Just("hello"),
        Just("\u{81}"),
    ];
    proptest::collection::vec(
        (any_direction(), piece.prop_map(|text| text.as_bytes().to_vec())),
        0..24,
    )
}

fn any_bytes() -> impl Strategy<Value = Vec<Feed>> {
    proptest::collection::vec(
        (any_direction(), proptest::collection::vec(any::<u8>(), 0..80)),
        0..8,
    )
}

fn check(
    feeds: &[Feed],
    sizes: &[usize],
    decode: impl Fn(&[Feed]) -> Vec<wire::Unit>,
) -> Result<(), TestCaseError> {
    let units = decode(&join(feeds));
    assert_tiles(feeds, &units);
    units.iter().for_each(assert_fields);
    prop_assert_eq!(&units, &decode(&cut(feeds, sizes)));
    prop_assert_eq!(&units, &decode(&cut(feeds, &[1])));
    Ok(())
}

fn any_sizes() -> impl Strategy<Value = Vec<usize>> {
    proptest::collection::vec(1..50_usize, 1..20)
}

proptest! {
    #[test]
    fn frames_in_any_chunking(feeds in any_frames(), sizes in any_sizes(), deflate: bool, socket_io: bool) {
        let packets = if socket_io { Packets::SocketIo } else { Packets::EngineIo };
        check(&feeds, &sizes, |feeds| decode_frames(Upgrade { deflate, packets }, feeds))?;
    }

    #[test]
    fn http_in_any_chunking(feeds in any_http(), sizes in any_sizes()) {
        check(&feeds, &sizes, decode)?;
    }

    #[test]
    fn any_bytes_in_any_chunking(feeds in any_bytes(), sizes in any_sizes()) {
        check(&feeds, &sizes, decode)?;
        check(&feeds, &sizes, |feeds| decode_frames(Upgrade::default(), feeds))?;
    }
}
