//! The counter says what the units say.

mod common;

use common::{Client, Feed, MASK, Server, handshake};
use proptest::prelude::*;
use wire::{Conversation, Counter, Counts, Direction, FrameHeader, Framing, Kind, Layer, OpCode};

/// The counts of some feeds, cut into pieces of the given sizes.
fn counted(feeds: &[Feed], sizes: &[usize]) -> [Counts; 2] {
    let mut counter = Counter::default();
    let mut sizes = sizes.iter().copied().cycle();
    for (index, (direction, bytes)) in feeds.iter().enumerate() {
        let mut rest = &bytes[..];
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(sizes.next().unwrap_or(1).clamp(1, rest.len()));
            counter.feed(*direction, piece);
            rest = after;
        }
        if index == 0 {
            counter.upgraded();
        }
    }
    [Client, Server].map(|direction| counter.counts(direction))
}

/// The same sums from explained units.
fn from_units(feeds: &[Feed]) -> [Counts; 2] {
    let mut conversation = Conversation::new();
    let mut sums = [Counts::default(); 2];
    for (direction, bytes) in feeds {
        for unit in conversation.feed(*direction, bytes) {
            let sum = &mut sums[usize::from(unit.direction == Server)];
            add(sum, &unit);
        }
    }
    sums
}

fn add(sum: &mut Counts, unit: &wire::Unit) {
    let length = unit.span.len();
    if unit.layer != Layer::Wire {
        return;
    }
    sum.bytes += length;
    match &unit.kind {
        Kind::RequestHead { .. } | Kind::ResponseHead { .. } => sum.head += length,
        Kind::Body { framing: Framing::ContentLength | Framing::UntilClose, .. } => {
            sum.payload += length;
        }
        Kind::Body { .. } => {
            let data = unit.fields.iter().find(|field| field.name == "chunk-data");
            sum.payload += data.map_or(0, |field| field.span.len() as u64);
        }
        Kind::Frame { header } => {
            sum.frames += 1;
            if !header.opcode.is_control() {
                sum.payload += header.payload_length;
            }
        }
        _ => {}
    }
}

fn any_frame() -> impl Strategy<Value = Feed> {
    let direction = prop_oneof![Just(Client), Just(Server)];
    (direction, any::<u8>(), any::<bool>(), 0..70_000_usize, any::<bool>()).prop_map(
        |(direction, first, masked, length, short): (Direction, _, _, _, _)| {
            let length = if short { length % 200 } else { length };
            let mask = masked.then_some(MASK);
            let header = FrameHeader {
                fin: first & 0x80 != 0,
                ..FrameHeader::new(OpCode::from_bits(first), mask, length as u64)
            };
            (direction, header.frame(&vec![0x81; length]))
        },
    )
}

proptest! {
    #[test]
    fn frames_in_any_chunking(
        frames in proptest::collection::vec(any_frame(), 0..8),
        sizes in proptest::collection::vec(1..5_000_usize, 1..20),
    ) {
        let feeds = [handshake("/ws/echo"), frames].concat();
        let expected = from_units(&feeds);
        prop_assert_eq!(expected, counted(&feeds, &sizes));
        prop_assert_eq!(expected, counted(&feeds, &[1]));
        prop_assert_eq!(expected, counted(&feeds, &[usize::MAX]));
    }

    #[test]
    fn any_bytes_are_counted_and_never_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        begin in prop_oneof![
            Just(""),
            Just("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
            Just("HTTP/1.1 101 x\r\n\r\n"),
        ],
    ) {
        let bytes = [begin.as_bytes(), &bytes].concat();
        let feeds = [(Client, bytes.clone()), (Server, bytes.clone())];
        let whole = counted(&feeds, &[usize::MAX]);
        prop_assert_eq!(whole, counted(&feeds, &[1]));
        prop_assert_eq!(whole.map(|counts| counts.bytes), [bytes.len() as u64; 2]);
        for Counts { bytes, head, payload, .. } in whole {
            prop_assert!(head + payload <= bytes);
        }
    }
}

#[test]
fn bodies_and_chunks() {
    for response in [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\
         5;a=b\r\nhello\r\n0010\r\n0123456789abcdef\r\n0\r\nTrailer: 5\r\n\r\n",
    ] {
        let request = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";
        let feeds = [(Client, request.into()), (Server, response.into())];
        let expected = from_units(&feeds);
        let mut counter = Counter::default();
        for (direction, bytes) in &feeds {
            for byte in bytes {
                counter.feed(*direction, &[*byte]);
            }
        }
        assert_eq!([Client, Server].map(|side| counter.counts(side)), expected, "{response}");
    }
}
