//! How fast 1 KiB frames are decoded with every field, note and message: `cargo bench -p wire`.

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

/// Prints the best and the middle of some rounds.
fn measure(name: &str, direction: Direction, upgrade: Upgrade, opcode: OpCode, payload: &[u8]) {
    let mask = (direction == Direction::ClientToServer).then_some([0x37, 0xfa, 0x21, 0x3d]);
    let mut stream = Vec::new();
    for _ in 0..FRAMES {
        FrameHeader::new(opcode, mask, payload.len() as u64).encode(&mut stream);
        let start = stream.len();
        stream.extend_from_slice(payload);
        apply_mask(&mut stream[start..], mask.unwrap_or_default());
    }
    let mut rates: Vec<f64> = (0..ROUNDS).map(|_| round(direction, upgrade, &stream)).collect();
    rates.sort_by(f64::total_cmp);
    println!(
        "{name:25} best {:6.0} MB/s, median {:6.0} MB/s",
        rates[ROUNDS - 1],
        rates[ROUNDS / 2]
    );
}

#[expect(clippy::cast_precision_loss, reason = "a rate needs no 53 bits")]
fn round(direction: Direction, upgrade: Upgrade, stream: &[u8]) -> f64 {
    let mut conversation = Conversation::upgraded(upgrade);
    let start = Instant::now();
    for _ in 0..CALLS {
        black_box(conversation.feed(direction, black_box(stream)));
    }
    (stream.len() * CALLS) as f64 / 1e6 / start.elapsed().as_secs_f64()
}
