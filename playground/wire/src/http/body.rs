use super::{
    Length, SseReader,
    chunk::{Chunk, ChunkReader},
    event_scan::EventScan,
};
use crate::{
    Rule,
    content::Content,
    conversation::Step,
    field::{Field, Value},
    limits::{MAX_PIECES, MAX_POLLING_PAYLOAD, PIECE_BYTES},
    unit::{Direction, Framing, Kind, Layer, Span, Unit},
};

/// Reads one body: its pieces, and what they hold.
#[derive(Debug)]
pub(crate) struct BodyReader {
    cut: Cut,
    decode: Decode,
}

/// How the body is cut into pieces.
#[derive(Debug)]
enum Cut {
    Known { left: u64 },
    Chunked(ChunkReader),
    UntilClose { scan: EventScan },
}

/// What the body holds.
#[derive(Debug)]
pub(crate) enum Decode {
    Nothing,
    Events(SseReader),
    /// An Engine.IO payload, which is read once it is whole. `dropped` is set when it is longer than is kept.
    Payload {
        content: Content,
        dropped: Option<Span>,
    },
}

impl BodyReader {
    /// A reader for a body of this length; `None` if there is none, or if its end cannot be known.
    pub(crate) fn new(length: Length, decode: Decode) -> Option<Self> {
        let cut = match length {
            Length::Known(0) | Length::Unknown(_) => return None,
            Length::Known(left) => Cut::Known { left },
            Length::Chunked => Cut::Chunked(ChunkReader::default()),
            Length::UntilClose => Cut::UntilClose { scan: EventScan::default() },
        };
        Some(Self { cut, decode })
    }

    /// Reads one piece at the start of `input`, which stands at `offset` of the stream.
    pub(crate) fn step(
        &mut self,
        direction: Direction,
        offset: u64,
        input: &[u8],
        out: &mut Vec<Unit>,
    ) -> Step {
        match &mut self.cut {
            Cut::Known { left } => {
                let take = usize::try_from(*left).map_or(PIECE_BYTES, |left| left.min(PIECE_BYTES));
                let Some(bytes) = input.get(..take) else { return Step::NeedMore };
                *left -= take as u64;
                let last = *left == 0;
                self.piece(direction, offset, bytes, (Framing::ContentLength, last), out);
                if last { Step::Done(take) } else { Step::Took(take) }
            }
            Cut::Chunked(chunks) => {
                let chunk = chunks.next(input);
                self.chunk(chunk, direction, offset, input, out)
            }
            Cut::UntilClose { scan } => {
                let events = matches!(self.decode, Decode::Events(_));
                let window = &input[..input.len().min(PIECE_BYTES)];
                let end = if events { scan.find(window, false) } else { None };
                let Some(take) = end.or((window.len() == PIECE_BYTES).then_some(PIECE_BYTES))
                else {
                    return Step::NeedMore;
                };
                scan.at -= take.min(scan.at);
                self.piece(direction, offset, &input[..take], (Framing::UntilClose, false), out);
                Step::Took(take)
            }
        }
    }

    fn chunk(
        &mut self,
        chunk: Chunk,
        direction: Direction,
        offset: u64,
        input: &[u8],
        out: &mut Vec<Unit>,
    ) -> Step {
        match chunk {
            Chunk::NeedMore => Step::NeedMore,
            Chunk::Piece { bytes, data, fields, bare_line_feed } => {
                let kind = Kind::Body { framing: Framing::Chunk, last: false };
                out.push(Unit::wire(direction, offset, &input[..bytes], kind, fields));
                if bare_line_feed {
                    let line_feed = data.start - 1..data.start;
                    out.push(Unit::remark(direction, offset, input, line_feed, Rule::BareLineFeed));
                }
                self.decode(direction, offset + data.start as u64, &input[data], out);
                Step::Took(bytes)
            }
            Chunk::Last { bytes, fields } => {
                let kind = Kind::Body { framing: Framing::LastChunk, last: true };
                out.push(Unit::wire(direction, offset, &input[..bytes], kind, fields));
                Step::Done(bytes)
            }
            Chunk::Broken { bytes: 0, rule } => {
                out.push(Unit::remark(direction, offset, input, 0..1, rule));
                Step::Lost(0, rule)
            }
            Chunk::Broken { bytes, rule } => {
                out.push(Unit::unreadable(direction, offset, &input[..bytes], rule));
                Step::Lost(bytes, rule)
            }
        }
    }

    /// A piece that is body bytes and nothing else.
    fn piece(
        &mut self,
        direction: Direction,
        offset: u64,
        bytes: &[u8],
        (framing, last): (Framing, bool),
        out: &mut Vec<Unit>,
    ) {
        let field = Field::new(0..bytes.len(), "message body", Value::OwnText)
            .section("RFC 9112 section 6");
        out.push(Unit::wire(direction, offset, bytes, Kind::Body { framing, last }, vec![field]));
        self.decode(direction, offset, bytes, out);
    }

    fn decode(&mut self, direction: Direction, offset: u64, bytes: &[u8], out: &mut Vec<Unit>) {
        match &mut self.decode {
            Decode::Nothing => {}
            Decode::Events(events) => events.push(direction, offset, bytes, out),
            Decode::Payload { dropped: Some(span), .. } => span.end = offset + bytes.len() as u64,
            Decode::Payload { content, dropped } => {
                content.push(offset, bytes);
                if content.bytes.len() > MAX_POLLING_PAYLOAD || content.pieces() > MAX_PIECES {
                    let start = content.sources(&(0..0)).first().map_or(offset, |span| span.start);
                    *dropped = Some(Span { start, end: offset + bytes.len() as u64 });
                    *content = Content::default();
                }
            }
        }
    }

    /// The connection was closed with `rest` unread. Gives whether that ends the body properly.
    pub(crate) fn closed(
        &mut self,
        direction: Direction,
        offset: u64,
        rest: &[u8],
        out: &mut Vec<Unit>,
    ) -> bool {
        if matches!(self.cut, Cut::UntilClose { .. }) {
            self.piece(direction, offset, rest, (Framing::UntilClose, true), out);
            return true;
        }
        false
    }

    /// The body has ended; gives an Engine.IO payload, if it was one.
    pub(crate) fn finish(self, direction: Direction, out: &mut Vec<Unit>) -> Option<Content> {
        match self.decode {
            Decode::Nothing => None,
            Decode::Events(mut events) => {
                events.finish(direction, out);
                None
            }
            Decode::Payload { dropped: Some(span), .. } => {
                out.push(Unit::dropped(direction, span, Layer::Remark, Rule::EnginePayloadTooLong));
                None
            }
            Decode::Payload { content, dropped: None } => Some(content),
        }
    }
}
