//! Bytes that are under way in one direction.

use std::{collections::VecDeque, io::IoSlice, time::Duration};

use bytes::{Buf, Bytes, BytesMut};
use tokio::time::Instant;

use super::Way;

/// What is under way at one time at the most, as a TCP window without scaling: with a latency of 1 s no more than this gets
/// through in a second. A connection that somebody harms makes the server hold twice as much.
const LINE_BYTES: usize = 64 * 1_024;
/// Counted for each piece on top of its bytes: what the piece itself takes, rounded up.
const PIECE_BYTES: usize = 64;
/// A narrow line lets a piece through about so often: seldom enough to be cheap, and often enough to look like a trickle.
const TRICKLE: Duration = Duration::from_millis(50);
const TRICKLES_A_SECOND: u32 = 20;

/// A queue that keeps its order: what is due waits for what was sent before it.
///
/// When a piece is due is computed only when it is asked for, so a change of the [`Way`] holds for what is under way, too.
#[derive(Debug)]
pub(super) struct Line {
    pieces: VecDeque<Piece>,
    /// Bytes of all pieces, and [`PIECE_BYTES`] for each.
    held: usize,
    /// When the last byte has passed a narrow line.
    free_at: Instant,
}

/// What was sent at one time. Without bytes: the end of TCP.
#[derive(Debug)]
struct Piece {
    sent: Instant,
    luck: f64,
    bytes: Bytes,
}

/// What comes out of a line next.
#[derive(Debug, PartialEq)]
pub(super) enum Next {
    /// Nothing is under way.
    Nothing,
    /// Nothing before this time.
    At(Instant),
    /// These bytes, now.
    Bytes(Bytes),
    /// The end of TCP, now.
    End,
}

impl Line {
    pub(super) fn new() -> Self {
        Self { pieces: VecDeque::new(), held: 0, free_at: Instant::now() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// How many bytes it takes now.
    pub(super) fn room(&self) -> usize {
        if self.is_ended() { 0 } else { LINE_BYTES.saturating_sub(self.held + PIECE_BYTES) }
    }

    /// Whether the end of TCP is under way.
    pub(super) fn is_ended(&self) -> bool {
        self.pieces.back().is_some_and(|piece| piece.bytes.is_empty())
    }

    /// Takes as much of `slices` as there is room for; how much.
    pub(super) fn send(&mut self, slices: &[IoSlice<'_>], now: Instant) -> usize {
        let mut room = self.room();
        let mut bytes = BytesMut::new();
        for slice in slices {
            let taken = &slice[..slice.len().min(room)];
            room -= taken.len();
            bytes.extend_from_slice(taken);
        }
        let count = bytes.len();
        if count > 0 {
            self.push(bytes.freeze(), now);
        }
        count
    }

    /// The end of TCP, which is slow like everything else. It needs no room, and comes once.
    pub(super) fn end(&mut self, now: Instant) {
        if !self.is_ended() {
            self.push(Bytes::new(), now);
        }
    }

    fn push(&mut self, bytes: Bytes, sent: Instant) {
        self.held += bytes.len() + PIECE_BYTES;
        self.pieces.push_back(Piece { sent, luck: rand::random(), bytes });
    }

    pub(super) fn next(&self, way: &Way, now: Instant) -> Next {
        let Some(piece) = self.pieces.front() else { return Next::Nothing };
        let count = match way.bytes_per_second {
            Some(rate) => piece.bytes.len().min((rate / TRICKLES_A_SECOND).max(1) as usize),
            None => piece.bytes.len(),
        };
        let at = self.passed_at(way, count, now);
        if at > now {
            Next::At(at)
        } else if count == 0 {
            Next::End
        } else {
            Next::Bytes(piece.bytes.slice(..count))
        }
    }

    /// So many bytes of what came next have been taken, or the end of TCP.
    pub(super) fn took(&mut self, count: usize, way: &Way, now: Instant) {
        self.free_at = self.passed_at(way, count, now);
        let Some(piece) = self.pieces.front_mut() else { return };
        piece.bytes.advance(count);
        self.held -= count;
        if piece.bytes.is_empty() {
            self.pieces.pop_front();
            self.held -= PIECE_BYTES;
        }
    }

    /// When the first `count` bytes have passed.
    fn passed_at(&self, way: &Way, count: usize, now: Instant) -> Instant {
        let due = self.pieces.front().map_or(now, |piece| way.due(piece.sent, piece.luck));
        let Some(rate) = way.bytes_per_second else { return due };
        // What a line did not carry while it was held up, it does not carry all at once afterwards.
        let caught_up = now.checked_sub(TRICKLE).unwrap_or(now);
        let begin = due.max(self.free_at).max(caught_up);
        begin + Duration::from_secs(count as u64) / rate
    }
}
