use super::{FrameHeader, OpCode};
use crate::{
    Rule,
    content::Content,
    field::{Field, Value},
    limits::{MAX_FRAGMENTS, MAX_MESSAGE_BYTES},
    unit::{Direction, Kind, Span, Unit},
};

/// Puts the data frames of one direction together to messages (RFC 6455 section 5.4).
#[derive(Debug, Default)]
pub(super) struct Assembly {
    /// The message that is under way.
    open: Option<Open>,
}

#[derive(Debug)]
struct Open {
    opcode: OpCode,
    compressed: bool,
    frames: usize,
    content: Content,
    /// Where each fragment's payload begins in the content.
    fragments: Vec<usize>,
    /// Set once a bound was exceeded: the payload bytes so far, and their place in the stream.
    dropped: Option<Span>,
}

/// What became of a message after a frame.
pub(super) enum Outcome {
    /// More frames must come, or there is nothing to show.
    Unfinished,
    /// The frame was its last.
    Whole(Message),
    /// The frame was its last, but it exceeded a bound; its payloads stood in this part of the stream.
    Dropped(Span),
}

/// A message that is complete.
pub(super) struct Message {
    pub(super) content: Content,
    pub(super) opcode: OpCode,
    pub(super) compressed: bool,
    frames: usize,
    fragments: Vec<usize>,
}

impl Assembly {
    /// Takes a data frame whose unmasked payload stands at `offset`; `None` for a payload that was not kept. Gives the
    /// rule that it breaks, if any, and what became of its message.
    pub(super) fn frame(
        &mut self,
        header: &FrameHeader,
        compressed: bool,
        (offset, payload): (u64, Option<Vec<u8>>),
    ) -> (Option<Rule>, Outcome) {
        let opcode = header.opcode;
        let mut broken = None;
        if opcode == OpCode::Continuation {
            if self.open.is_none() {
                return (Some(Rule::NothingToContinue), Outcome::Unfinished);
            }
        } else if self.open.take().is_some() {
            broken = Some(Rule::MessageInterrupted);
        }
        if self.open.is_none() && header.fin {
            let Some(payload) = payload else { return (broken, Outcome::Unfinished) };
            let content = Content::one(offset, payload);
            return (
                broken,
                Outcome::Whole(Message {
                    content,
                    opcode,
                    compressed,
                    frames: 1,
                    fragments: Vec::new(),
                }),
            );
        }
        let open = self.open.get_or_insert_with(|| Open::new(opcode, compressed, offset));
        open.add(offset, header.payload_length, payload);
        let finished = if header.fin { self.open.take() } else { None };
        (broken, finished.map_or(Outcome::Unfinished, Open::finish))
    }
}

impl Open {
    fn finish(self) -> Outcome {
        let Self { opcode, compressed, frames, content, fragments, dropped } = self;
        match dropped {
            Some(span) => Outcome::Dropped(span),
            None => Outcome::Whole(Message { content, opcode, compressed, frames, fragments }),
        }
    }

    fn new(opcode: OpCode, compressed: bool, offset: u64) -> Self {
        let content = Content::one(offset, Vec::new());
        Self { opcode, compressed, frames: 0, content, fragments: Vec::new(), dropped: None }
    }

    fn add(&mut self, offset: u64, length: u64, payload: Option<Vec<u8>>) {
        self.frames += 1;
        if let Some(dropped) = &mut self.dropped {
            dropped.end = offset + length;
            return;
        }
        let fits = self.frames <= MAX_FRAGMENTS;
        let payload = payload
            .filter(|bytes| fits && self.content.bytes.len() + bytes.len() <= MAX_MESSAGE_BYTES);
        if let Some(bytes) = payload {
            self.fragments.push(self.content.bytes.len());
            self.content.push(offset, &bytes);
        } else {
            let all = 0..self.content.bytes.len();
            let start = self.content.sources(&all).first().map_or(offset, |span| span.start);
            self.dropped = Some(Span { start, end: offset + length });
            self.content = Content::default();
            self.fragments = Vec::new();
        }
    }
}

impl Message {
    /// The message's unit, and a remark if it is text that is not UTF-8.
    pub(super) fn units(&self, direction: Direction, out: &mut Vec<Unit>) {
        let all = 0..self.content.bytes.len();
        let kind =
            Kind::Message { opcode: self.opcode, frames: self.frames, compressed: self.compressed };
        let text = self.opcode == OpCode::Text && !self.compressed;
        let value = if text { Value::OwnText } else { Value::OwnBytes };
        let note = match (self.compressed, text) {
            (true, _) => "Compressed, not inflated.",
            (false, true) => "What the program receives as one string.",
            (false, false) => "What the program receives as one piece of binary data.",
        };
        let field =
            Field::new(all.clone(), "message", value).note(note).section("RFC 6455 section 5.4");
        out.push(self.content.unit(
            direction,
            all,
            kind,
            vec![field.children(self.fragment_fields())],
        ));
        if let (true, Err(error)) = (text, std::str::from_utf8(&self.content.bytes)) {
            let bad = error.valid_up_to();
            let end = error.error_len().map_or(self.content.bytes.len(), |length| bad + length);
            out.push(self.content.remark(direction, bad..end, Rule::TextNotUtf8));
        }
    }

    fn fragment_fields(&self) -> Vec<Field> {
        let ends = self.fragments.iter().skip(1).copied().chain([self.content.bytes.len()]);
        let spans = self.fragments.iter().zip(ends);
        let note = "The payload of one frame.";
        spans
            .map(|(&start, end)| Field::new(start..end, "fragment", Value::OwnBytes).note(note))
            .collect()
    }
}
