//! How fast 1 KiB frames are decoded with every field, note and message, and how fast the outcome is written as JSON:
//! `cargo bench -p wire`. Both count bytes of the wire.

use std::{hint::black_box, time::Instant};

use wire::{Conversation, Direction, FrameHeader, OpCode, Packets, Upgrade, apply_mask};

const PAYLOAD: usize = 1024;
/// Frames a call: what one read of 64 KiB brings.
const FRAMES: usize = 62;
const ROUNDS: usize = 9;
const CALLS: usize = 400;

fn main() {
    let json = format!("42[\"tick\",\"{}\"]", "x".repeat(PAYLOAD - 12));
    let text = "All the bytes of a message, ".repeat(64).into_bytes()[..PAYLOAD].to_vec();
    let (client, server) = (Direction::ClientToServer, Direction::ServerToClient);
    let plain = Upgrade::default();
    let socket_io = Upgrade { packets: Packets::SocketIo, ..plain };
    measure("text, masked", client, plain, OpCode::Text, &text);
    measure("text, not masked", server, plain, OpCode::Text, &text);
    measure("binary, masked", client, plain, OpCode::Binary, &text);
    measure("Socket.IO event, masked", client, socket_io, OpCode::Text, json.as_bytes());
}

fn measure(name: &str, direction: Direction, upgrade: Upgrade, opcode: OpCode, payload: &[u8]) {
    let mask = (direction == Direction::ClientToServer).then_some([0x37, 0xfa, 0x21, 0x3d]);
    let mut stream = Vec::new();
    for _ in 0..FRAMES {
        FrameHeader::new(opcode, mask, payload.len() as u64).encode(&mut stream);
        let start = stream.len();
        stream.extend_from_slice(payload);
        apply_mask(&mut stream[start..], mask.unwrap_or_default());
    }
    let mut conversation = Conversation::upgraded(upgrade);
    let decode =
        rates(stream.len(), || drop(black_box(conversation.feed(direction, black_box(&stream)))));
    let units = Conversation::upgraded(upgrade).feed(direction, &stream);
    let mut json = Vec::new();
    let write = rates(stream.len(), || {
        json.clear();
        serde_json::to_writer(&mut json, black_box(&units)).expect("units serialize");
    });
    println!(
        "{name:25} decoded: {decode}; as JSON ({} times as long): {write}",
        json.len() / stream.len()
    );
}

/// The best and the middle of some rounds.
#[expect(clippy::cast_precision_loss, reason = "a rate needs no 53 bits")]
fn rates(bytes: usize, mut call: impl FnMut()) -> String {
    let mut rates: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            (0..CALLS).for_each(|_| call());
            (bytes * CALLS) as f64 / 1e6 / start.elapsed().as_secs_f64()
        })
        .collect();
    rates.sort_by(f64::total_cmp);
    format!("best {:5.0} MB/s, median {:5.0} MB/s", rates[ROUNDS - 1], rates[ROUNDS / 2])
}
