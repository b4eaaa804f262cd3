//! What frames would look like on the wire, explained, without sending them.

use serde::Serialize;
use wire::{
    Conversation, Direction, FrameHeader, Kind, Layer, Unit, Upgrade, limits::MAX_FRAME_PAYLOAD,
};

use super::shorten::{SHOWN_BYTES, shorten};

/// The answer to `preview`.
#[derive(Serialize)]
pub(super) struct Preview {
    /// How many bytes the frames are.
    bytes: usize,
    /// Where each frame stands among them: from, to.
    frames: Vec<[usize; 2]>,
    /// How many more bytes the server would wait for, because a header claims more than there is. 1 in the middle of a
    /// header, where nobody can know.
    missing: u64,
    /// What a server reads in them.
    units: Vec<Unit>,
}

/// A frame whose payload is not all there.
struct Unfinished {
    /// Where it begins.
    at: usize,
    /// Where its payload begins.
    payload_at: usize,
    header: FrameHeader,
}

pub(super) fn of(frames: &[Vec<u8>]) -> Preview {
    let bytes = frames.concat();
    let mut end = 0;
    let spans = frames.iter().map(|frame| {
        let start = end;
        end += frame.len();
        [start, end]
    });
    let spans = spans.collect();
    let unfinished = last_unfinished(&bytes);
    let missing = match &unfinished {
        Tail::Whole => 0,
        Tail::Header => 1,
        Tail::Payload(Unfinished { payload_at, header, .. }) => {
            header.payload_length - (bytes.len() - payload_at) as u64
        }
    };
    let mut conversation = Conversation::upgraded(Upgrade::default());
    let mut units = conversation.feed(Direction::ClientToServer, &bytes);
    if let Tail::Payload(unfinished) = unfinished {
        units.extend(unfinished.units(&mut conversation, missing, bytes.len()));
    }
    for unit in &mut units {
        shorten(unit, SHOWN_BYTES);
    }
    Preview { bytes: bytes.len(), frames: spans, missing, units }
}

/// What the bytes end with.
enum Tail {
    /// A whole frame, or what cannot be read.
    Whole,
    /// Part of a header.
    Header,
    /// Part of a payload.
    Payload(Unfinished),
}

fn last_unfinished(bytes: &[u8]) -> Tail {
    let mut at = 0;
    while at < bytes.len() {
        let (header, payload_at) = match FrameHeader::parse(&bytes[at..]) {
            Err(_) => return Tail::Whole,
            Ok(None) => return Tail::Header,
            Ok(Some((header, header_bytes))) => (header, at + header_bytes),
        };
        let here = bytes.len() - payload_at;
        match usize::try_from(header.payload_length) {
            Ok(claimed) if claimed <= here => at = payload_at + claimed,
            _ => return Tail::Payload(Unfinished { at, payload_at, header }),
        }
    }
    Tail::Whole
}

impl Unfinished {
    /// Its header explained, and the rules that the header breaks: a frame is a unit only when it is whole, so zeros
    /// stand in for what is missing, and are cut off again. Longer payloads than `wire` keeps have that unit already.
    fn units(&self, conversation: &mut Conversation, missing: u64, end: usize) -> Vec<Unit> {
        if self.header.payload_length > MAX_FRAME_PAYLOAD {
            return Vec::new();
        }
        let zeros = vec![0; usize::try_from(missing).unwrap_or_default()];
        let mut units = conversation.feed(Direction::ClientToServer, &zeros);
        units.retain_mut(|unit| {
            shorten(unit, end - self.at);
            match unit.kind {
                Kind::Frame { .. } => true,
                _ => unit.layer == Layer::Remark && unit.span.end <= self.payload_at as u64,
            }
        });
        units
    }
}
