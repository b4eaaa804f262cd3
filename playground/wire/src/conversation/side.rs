use super::{
    Decision, Shared, Step, Upgrade,
    exchange::Session,
    heads::{self, Following, Then},
};
use crate::{
    content::Content,
    engineio::{Carried, PacketReader, Transport},
    http::{BodyReader, Decode, Head, Length, SseReader, looks_like_http, rest_of_lines},
    limits::{MAX_HEAD_BYTES, MAX_HELD_BYTES, PIECE_BYTES},
    rule::Rule,
    unit::{Direction, Unit},
    websocket::FrameReader,
};

/// One direction of a connection.
#[derive(Debug)]
pub(super) struct Side {
    direction: Direction,
    /// Where the next unread byte stands in the stream.
    offset: u64,
    /// Unread bytes: the beginning of something that is not whole yet.
    pub(super) buffer: Vec<u8>,
    state: State,
    /// The Engine.IO session that polls on this connection.
    pub(super) polled: Polled,
}

/// One direction of a polling session: its id, and its packets so far. Binary attachments may come in a later payload
/// than their packet.
#[derive(Debug, Default)]
pub(super) struct Polled {
    sid: String,
    packets: PacketReader,
}

#[derive(Debug)]
enum State {
    /// A head must begin here. `scanned` says how far its end was looked for.
    Head {
        scanned: usize,
    },
    Body {
        body: Box<BodyReader>,
        payload: Option<Session>,
        then: Then,
    },
    /// The client asked to switch, and the server has not answered.
    Held,
    Frames(Box<FrameReader>),
    /// Nothing can be read any more, because of this rule; the bytes are only shown.
    Lost(Rule),
}

impl Side {
    pub(super) fn new(direction: Direction) -> Self {
        let state = State::Head { scanned: 0 };
        Self { direction, offset: 0, buffer: Vec::new(), state, polled: Polled::default() }
    }

    pub(super) fn speak_frames(&mut self, upgrade: Upgrade) {
        self.state = State::Frames(Box::new(FrameReader::new(upgrade)));
    }

    /// Reads one thing at the start of `input`. Gives how many bytes it took; `None` when more are needed.
    pub(super) fn step(
        &mut self,
        input: &[u8],
        shared: &mut Shared,
        out: &mut Vec<Unit>,
    ) -> Option<usize> {
        self.obey(shared);
        let step = match &mut self.state {
            State::Frames(frames) => {
                frames.step(self.direction, self.offset, input, &mut shared.close, out)
            }
            State::Body { body, .. } => body.step(self.direction, self.offset, input, out),
            State::Head { .. } => self.head(input, shared, out),
            State::Held if input.len() > MAX_HELD_BYTES => Step::Lost(0, Rule::SentBeforeSwitch),
            State::Lost(rule) if input.len() >= PIECE_BYTES => {
                let piece = &input[..PIECE_BYTES];
                out.push(Unit::unreadable(self.direction, self.offset, piece, *rule));
                Step::Took(PIECE_BYTES)
            }
            State::Held | State::Lost(_) => Step::NeedMore,
        };
        let took = match step {
            Step::NeedMore => return None,
            Step::Took(took) => took,
            Step::Done(took) => {
                self.end_body(out);
                took
            }
            Step::Lost(took, rule) => {
                self.state = State::Lost(rule);
                took
            }
        };
        self.offset += took as u64;
        Some(took)
    }

    /// Takes up what the server decided, if this is the client's side and between two things.
    fn obey(&mut self, shared: &mut Shared) {
        let between = matches!(self.state, State::Held | State::Head { .. });
        if self.direction == Direction::ServerToClient || !between {
            return;
        }
        match shared.decision.take() {
            Some(Decision::Frames(upgrade)) => self.speak_frames(upgrade),
            Some(Decision::Opaque) => self.state = State::Lost(Rule::UnknownProtocol),
            Some(Decision::Http) => self.state = State::Head { scanned: 0 },
            None => {}
        }
    }

    /// The server has decided what this side speaks: reads what waited for that.
    pub(super) fn resume(&mut self, shared: &mut Shared, out: &mut Vec<Unit>) {
        let input = std::mem::take(&mut self.buffer);
        let mut at = 0;
        while let Some(took) = self.step(&input[at..], shared, out) {
            at += took;
        }
        self.buffer = input;
        self.buffer.drain(..at);
    }

    fn head(&mut self, input: &[u8], shared: &mut Shared, out: &mut Vec<Unit>) -> Step {
        let State::Head { scanned } = &mut self.state else { return Step::NeedMore };
        let window = &input[..input.len().min(MAX_HEAD_BYTES)];
        // Empty lines before a head are tolerated (RFC 9112 section 2.2).
        let start = window.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        if !looks_like_http(self.direction, &window[start..]) {
            out.push(Unit::remark(
                self.direction,
                self.offset,
                input,
                start..start + 1,
                Rule::NotHttp,
            ));
            return Step::Lost(0, Rule::NotHttp);
        }
        *scanned = start.max(*scanned);
        let Some(end) = rest_of_lines(window, scanned) else {
            if window.len() < MAX_HEAD_BYTES {
                return Step::NeedMore;
            }
            out.push(Unit::unreadable(self.direction, self.offset, window, Rule::HeadTooLong));
            return Step::Lost(MAX_HEAD_BYTES, Rule::HeadTooLong);
        };
        let mut head = Head::parse(&input[..end], start, self.direction);
        let following = match self.direction {
            Direction::ClientToServer => heads::request(&mut head, self.offset, shared, out),
            Direction::ServerToClient => heads::response(&mut head, self.offset, shared, out),
        };
        match following.length {
            Length::Unknown(rule) => return Step::Lost(end, rule),
            length => self.follow(length, following),
        }
        Step::Took(end)
    }

    fn follow(&mut self, length: Length, following: Following) {
        let Following { events, payload, then, .. } = following;
        let decode = match (&payload, events) {
            (Some(_), _) => Decode::Payload { content: Content::default(), dropped: None },
            (None, true) => Decode::Events(SseReader::default()),
            (None, false) => Decode::Nothing,
        };
        match BodyReader::new(length, decode) {
            Some(body) => self.state = State::Body { body: Box::new(body), payload, then },
            None => self.then(then),
        }
    }

    fn then(&mut self, then: Then) {
        match then {
            Then::Head => self.state = State::Head { scanned: 0 },
            Then::Held => self.state = State::Held,
            Then::Frames(upgrade) => self.speak_frames(upgrade),
            Then::Opaque => self.state = State::Lost(Rule::UnknownProtocol),
        }
    }

    /// The body is whole: reads what it holds, and goes on with what follows it.
    fn end_body(&mut self, out: &mut Vec<Unit>) {
        let State::Body { body, payload, then } = std::mem::replace(&mut self.state, State::Held)
        else {
            return;
        };
        self.then(then);
        let content = body.finish(self.direction, out);
        if let (Some(content), Some(session)) = (content, payload) {
            self.read_payload(&content, session, out);
        }
    }

    fn read_payload(&mut self, content: &Content, session: Session, out: &mut Vec<Unit>) {
        if self.polled.sid != session.sid {
            self.polled = Polled { sid: session.sid, packets: PacketReader::default() };
        }
        let carried = Carried {
            direction: self.direction,
            packets: session.packets,
            transport: Transport::Polling,
        };
        self.polled.packets.payload(content, carried, out);
    }

    /// The direction has ended: shows what is unfinished.
    pub(super) fn finish(&mut self, out: &mut Vec<Unit>) {
        let rest = std::mem::take(&mut self.buffer);
        let (direction, offset) = (self.direction, self.offset);
        self.offset += rest.len() as u64;
        let rule = match &mut self.state {
            State::Body { body, .. } => {
                let proper = body.closed(direction, offset, &rest, out);
                self.end_body(out);
                if proper {
                    return;
                }
                out.push(Unit::unreadable(direction, offset, &rest, Rule::Truncated));
                return;
            }
            State::Frames(frames) => {
                frames.finish(direction, out);
                Rule::Truncated
            }
            State::Lost(rule) => *rule,
            State::Head { .. } | State::Held => Rule::Truncated,
        };
        if !rest.is_empty() {
            out.push(Unit::unreadable(direction, offset, &rest, rule));
        }
    }
}
