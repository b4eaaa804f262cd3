use std::ops::Range;

use serde::Serialize;

use crate::{
    Rule,
    engineio::{self, Transport},
    field::{Field, InUnit},
    hex::Hex,
    socketio,
    websocket::{CloseCode, FrameHeader, OpCode},
};

/// Which way bytes went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From the side that opened the connection.
    ClientToServer,
    /// From the side that accepted it.
    ServerToClient,
}

/// Bytes of one direction's stream, counted from its first byte. `end` is the first byte that is not part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(into = "[u64; 2]")]
pub struct Span {
    /// First byte.
    pub start: u64,
    /// One past the last byte.
    pub end: u64,
}

impl From<Span> for [u64; 2] {
    fn from(span: Span) -> Self {
        [span.start, span.end]
    }
}

impl Span {
    /// The part of the stream that is `range` of bytes beginning at `offset`.
    pub(crate) const fn at(offset: u64, range: &Range<usize>) -> Self {
        Self { start: offset + range.start as u64, end: offset + range.end as u64 }
    }

    /// Bytes in the span.
    pub const fn len(self) -> u64 {
        self.end.saturating_sub(self.start)
    }

    /// Whether it has no bytes.
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }
}

/// How a unit relates to the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// The unit's bytes are the stream's. The wire units of a direction follow each other without gap or overlap.
    Wire,
    /// Read from wire units: a message, an event, a packet. Its bytes are unmasked, joined, without chunk sizes.
    Content,
    /// A remark on bytes that another unit already showed: a rule that they break.
    Remark,
}

/// One thing that crossed the connection, explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Who sent it.
    pub direction: Direction,
    /// Whether its bytes are the stream's own.
    pub layer: Layer,
    /// Where it stands in the direction's stream. For [`Layer::Content`]: from its first to past its last byte.
    pub span: Span,
    /// For content that does not stand in one place: the pieces of the stream that it was joined from. Else empty.
    pub sources: Vec<Span>,
    /// Its bytes; what the spans of its fields count in.
    pub bytes: Vec<u8>,
    /// What it is.
    pub kind: Kind,
    /// Its parts, in order.
    pub fields: Vec<Field>,
}

/// What a unit is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Kind {
    /// An HTTP request's head: request line, field lines, empty line.
    RequestHead {
        /// The method, such as `GET`.
        method: String,
        /// The request target, as it was sent.
        target: String,
    },
    /// An HTTP response's head: status line, field lines, empty line.
    ResponseHead {
        /// The status code; 0 if it could not be read.
        status: u16,
        /// The reason phrase; may be empty.
        reason: String,
    },
    /// A body, or a piece of one.
    Body {
        /// How its end is found.
        framing: Framing,
        /// Whether the body ends with this unit.
        last: bool,
    },
    /// A server-sent event, from its first line through the empty line.
    SseEvent {
        /// Its type: the `event` field, else `message`.
        event: String,
        /// Whether the browser dispatches it: an event without a data field is not.
        dispatched: bool,
    },
    /// A WebSocket frame.
    Frame {
        /// Everything before the payload.
        header: FrameHeader,
    },
    /// A WebSocket message: the payloads of its data frames, unmasked and joined.
    Message {
        /// Text or binary.
        opcode: OpCode,
        /// How many frames it came in.
        frames: usize,
        /// It was sent compressed (RSV1): compressed, not inflated.
        compressed: bool,
    },
    /// An Engine.IO packet.
    EngineIo {
        /// What it is for.
        packet_type: engineio::PacketType,
        /// Whether its data is binary.
        binary: bool,
        /// What carried it.
        transport: Transport,
    },
    /// A Socket.IO packet.
    SocketIo {
        /// Everything before its data.
        packet: socketio::Packet,
        /// The event's name, if it has one.
        event: Option<String>,
    },
    /// Binary data of a Socket.IO packet that came before.
    SocketIoAttachment {
        /// Its place among the attachments, from 0: the placeholder's `num`.
        index: u32,
        /// How many attachments the packet announced.
        of: u32,
        /// The packet in one line: its unit's summary.
        packet: String,
    },
    /// Bytes that break a rule, or that a bound of this decoder excludes.
    Malformed {
        /// Which rule.
        rule: Rule,
        /// Bytes of the span that were counted but not kept.
        dropped: u64,
    },
}

/// How the end of a body, or of a piece of it, is found (RFC 9112 section 6.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Framing {
    /// `Content-Length` bytes.
    ContentLength,
    /// One chunk, or a piece of a long one.
    Chunk,
    /// The chunk of size 0 and the trailer section.
    LastChunk,
    /// Everything until the connection closes.
    UntilClose,
}

/// A unit as JSON: the fields of [`Unit`], `bytes` in hexadecimal digits, spans as `[from, to]`, `kind` and its data on
/// the same level, and a one-line `summary`. A `malformed` unit also has the rule's `sentence` and
/// `section`, and the `close_code` that answers it, if the standards name one.
#[derive(Serialize)]
struct Json<'a> {
    direction: Direction,
    layer: Layer,
    #[serde(flatten)]
    kind: &'a Kind,
    summary: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sentence: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    close_code: Option<CloseCode>,
    span: Span,
    #[serde(skip_serializing_if = "<[Span]>::is_empty")]
    sources: &'a [Span],
    bytes: Hex<'a>,
    fields: InUnit<'a, [Field]>,
}

impl Serialize for Unit {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rule = self.rule();
        Json {
            direction: self.direction,
            layer: self.layer,
            kind: &self.kind,
            summary: self.summary(),
            sentence: rule.map(Rule::sentence),
            section: rule.map(Rule::section),
            close_code: rule.and_then(Rule::close_code),
            span: self.span,
            sources: &self.sources,
            bytes: Hex(&self.bytes),
            fields: InUnit { of: &self.fields, bytes: &self.bytes },
        }
        .serialize(serializer)
    }
}

impl Unit {
    /// The rule that is broken, for a malformed unit.
    pub const fn rule(&self) -> Option<Rule> {
        match self.kind {
            Kind::Malformed { rule, .. } => Some(rule),
            _ => None,
        }
    }

    /// A unit whose bytes are the stream's, beginning at `offset`.
    pub(crate) fn wire(
        direction: Direction,
        offset: u64,
        bytes: &[u8],
        kind: Kind,
        fields: Vec<Field>,
    ) -> Self {
        let span = Span::at(offset, &(0..bytes.len()));
        Self {
            direction,
            layer: Layer::Wire,
            span,
            sources: Vec::new(),
            bytes: bytes.to_vec(),
            kind,
            fields,
        }
    }

    /// Bytes of the stream that cannot be read as anything.
    pub(crate) fn unreadable(direction: Direction, offset: u64, bytes: &[u8], rule: Rule) -> Self {
        Self::wire(direction, offset, bytes, Kind::Malformed { rule, dropped: 0 }, Vec::new())
    }

    /// Bytes of the stream that were counted and not kept.
    pub(crate) const fn dropped(
        direction: Direction,
        span: Span,
        layer: Layer,
        rule: Rule,
    ) -> Self {
        let kind = Kind::Malformed { rule, dropped: span.len() };
        Self {
            direction,
            layer,
            span,
            sources: Vec::new(),
            bytes: Vec::new(),
            kind,
            fields: Vec::new(),
        }
    }

    /// A remark on `range` of `bytes`, which begin at `offset` of the stream and which another unit shows.
    pub(crate) fn remark(
        direction: Direction,
        offset: u64,
        bytes: &[u8],
        range: Range<usize>,
        rule: Rule,
    ) -> Self {
        Self {
            direction,
            layer: Layer::Remark,
            span: Span::at(offset, &range),
            sources: Vec::new(),
            bytes: bytes.get(range).unwrap_or_default().to_vec(),
            kind: Kind::Malformed { rule, dropped: 0 },
            fields: Vec::new(),
        }
    }
}
