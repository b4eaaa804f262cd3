//! Follows one TCP connection: requests and responses, the switch to WebSocket, and everything inside.

mod exchange;
mod heads;
mod side;

use std::{collections::VecDeque, mem};

use serde::Serialize;

use crate::{
    unit::{Direction, Unit},
    websocket::CloseCode,
};
use exchange::Exchange;
use side::{Polled, Side};

/// Reads both directions of one connection, in any chunking, and explains every byte.
///
/// ```text
/// client                                  server
///   request head, body  ───────────────►    Head, Body, Head, …
///   ◄──────────────  response head, body    Head, Body, Head, …   (keep-alive)
///   request with Upgrade ──────────────►    Held: what follows waits for the answer
///   ◄──────────────────────────────  101    Frames on both sides
/// ```
///
/// The order in which the two directions are fed matters as far as it does on the wire: a request before its response.
/// How the bytes of a direction are cut into calls does not matter.
#[derive(Debug)]
pub struct Conversation {
    client: Side,
    server: Side,
    shared: Shared,
}

/// What is known of a polling session beyond one request: the next one may come on another connection, and may bring
/// the attachments of a packet that came before.
#[derive(Debug, Default)]
pub struct Polling {
    client: Polled,
    server: Polled,
}

/// What a connection speaks after its opening handshake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Upgrade {
    /// permessage-deflate was negotiated, so RSV1 is legal. Compressed messages are shown, not inflated.
    pub deflate: bool,
    /// What the messages hold.
    pub packets: Packets,
}

/// What WebSocket messages or polling payloads hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Packets {
    /// Whatever the program likes.
    #[default]
    None,
    /// Engine.IO packets.
    EngineIo,
    /// Engine.IO packets with Socket.IO packets in them.
    SocketIo,
}

/// What reading at the start of some input came to.
#[derive(Debug)]
pub(crate) enum Step {
    /// The input does not hold a whole thing yet.
    NeedMore,
    /// So many bytes were read.
    Took(usize),
    /// So many bytes were read, and the body ends with them.
    Done(usize),
    /// So many bytes were read, and nothing after them can be, because of this rule.
    Lost(usize, crate::Rule),
}

/// What one direction must know of the other.
#[derive(Debug, Default)]
struct Shared {
    /// Requests that wait for their response, oldest first.
    exchanges: VecDeque<Exchange>,
    /// Set once more requests waited than are remembered.
    blind: bool,
    /// What the server answered to a request to switch; taken by the client's side.
    decision: Option<Decision>,
    /// The code of the first Close frame, which the answer to it echoes.
    close: Option<CloseCode>,
}

#[derive(Debug, Clone, Copy)]
enum Decision {
    Http,
    Frames(Upgrade),
    /// A protocol that is not read here.
    Opaque,
}

impl Default for Conversation {
    fn default() -> Self {
        Self::new()
    }
}

impl Conversation {
    /// A connection from its first byte on: HTTP/1.1.
    pub fn new() -> Self {
        let [client, server] =
            [Direction::ClientToServer, Direction::ServerToClient].map(Side::new);
        Self { client, server, shared: Shared::default() }
    }

    /// A connection whose opening handshake is over: frames in both directions.
    pub fn upgraded(upgrade: Upgrade) -> Self {
        let mut conversation = Self::new();
        conversation.client.speak_frames(upgrade);
        conversation.server.speak_frames(upgrade);
        conversation
    }

    /// Takes the next bytes of a direction. Gives what they complete, in order; units of the other direction too, if
    /// they waited for these bytes.
    pub fn feed(&mut self, direction: Direction, bytes: &[u8]) -> Vec<Unit> {
        let mut out = Vec::new();
        let (side, peer) = self.sides(direction);
        let mut joined = mem::take(&mut side.0.buffer);
        let input = if joined.is_empty() {
            bytes
        } else {
            joined.extend_from_slice(bytes);
            &joined
        };
        let (side, shared) = side;
        let mut at = 0;
        while let Some(took) = side.step(&input[at..], shared, &mut out) {
            at += took;
            if direction == Direction::ServerToClient && shared.decision.is_some() {
                peer.resume(shared, &mut out);
            }
        }
        if joined.is_empty() {
            joined.extend_from_slice(&bytes[at..]);
        } else {
            joined.drain(..at);
        }
        side.buffer = joined;
        out
    }

    /// The same, for a request that is read apart from the others of its session.
    pub fn feed_of(
        &mut self,
        polling: &mut Polling,
        direction: Direction,
        bytes: &[u8],
    ) -> Vec<Unit> {
        self.swap(polling);
        let units = self.feed(direction, bytes);
        self.swap(polling);
        units
    }

    const fn swap(&mut self, polling: &mut Polling) {
        mem::swap(&mut self.client.polled, &mut polling.client);
        mem::swap(&mut self.server.polled, &mut polling.server);
    }

    /// A direction has ended: its sender will send no more. Gives what was unfinished.
    pub fn finish(&mut self, direction: Direction) -> Vec<Unit> {
        let mut out = Vec::new();
        let ((side, _), _) = self.sides(direction);
        side.finish(&mut out);
        out
    }

    const fn sides(&mut self, direction: Direction) -> ((&mut Side, &mut Shared), &mut Side) {
        match direction {
            Direction::ClientToServer => ((&mut self.client, &mut self.shared), &mut self.server),
            Direction::ServerToClient => ((&mut self.server, &mut self.shared), &mut self.client),
        }
    }
}
