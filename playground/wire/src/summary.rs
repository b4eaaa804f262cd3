use std::fmt::Write;

use crate::{Framing, Kind, Unit, engineio::PacketType, websocket::OpCode};

/// Characters of text that a summary shows.
const SHOWN: usize = 60;

impl Unit {
    /// The unit in one line, for a timeline.
    pub fn summary(&self) -> String {
        let size = self.bytes.len();
        match &self.kind {
            Kind::RequestHead { method, .. } if method.is_empty() => {
                "unreadable request line".to_owned()
            }
            Kind::ResponseHead { status: 0, .. } => "unreadable status line".to_owned(),
            Kind::RequestHead { method, target } => {
                format!("{} {}", shorten(method), shorten(target))
            }
            Kind::ResponseHead { status, reason } => {
                format!("{status} {}", shorten(reason)).trim_end().to_owned()
            }
            Kind::Body { framing: Framing::ContentLength, .. } => bytes("body", size),
            Kind::Body { framing: Framing::Chunk, .. } => bytes("chunk", size),
            Kind::Body { framing: Framing::LastChunk, .. } => {
                "last chunk: the body ends".to_owned()
            }
            Kind::Body { framing: Framing::UntilClose, .. } => {
                bytes("body until the connection closes", size)
            }
            Kind::SseEvent { event, dispatched: true } => format!("event {}", shorten(event)),
            Kind::SseEvent { dispatched: false, .. } => {
                "event without data, not dispatched".to_owned()
            }
            Kind::Frame { .. } => self.frame_summary(),
            Kind::Message { compressed: true, .. } => {
                bytes("compressed message, not inflated", size)
            }
            Kind::Message { opcode: OpCode::Text, .. } => format!("text message {:?}", self.text()),
            Kind::Message { .. } => bytes("binary message", size),
            Kind::EngineIo { packet_type, binary: true, .. } => bytes(packet_type.name(), size),
            Kind::EngineIo { packet_type: PacketType::Ping | PacketType::Pong, .. } => {
                self.heartbeat_summary()
            }
            Kind::EngineIo { packet_type, .. } => packet_type.name().to_owned(),
            Kind::SocketIo { .. } => self.socketio_summary(),
            Kind::SocketIoAttachment { index, of, packet } => {
                format!("attachment {} of {of} (placeholder {index}) of {packet}", index + 1)
            }
            Kind::Malformed { rule, dropped: 0 } => rule.sentence().to_owned(),
            Kind::Malformed { rule, dropped } => format!("{} ({dropped} bytes)", rule.sentence()),
        }
    }

    fn frame_summary(&self) -> String {
        let Kind::Frame { header } = &self.kind else { return String::new() };
        let mut line = header.opcode.name().to_owned();
        for (shown, word) in
            [(!header.fin, "not final"), (header.rsv1, "RSV1"), (header.mask.is_some(), "masked")]
        {
            if shown {
                line.push_str(", ");
                line.push_str(word);
            }
        }
        let _ = write!(line, ", {} bytes", header.payload_length);
        line
    }

    /// `ping`, or with the word of a probe: `ping probe`.
    fn heartbeat_summary(&self) -> String {
        let Kind::EngineIo { packet_type, .. } = self.kind else { return String::new() };
        let word = self.bytes.get(1..).unwrap_or_default();
        let word = String::from_utf8_lossy(&word[..word.len().min(SHOWN * 4 + 4)]);
        format!("{} {}", packet_type.name(), shorten(&word)).trim_end().to_owned()
    }

    fn socketio_summary(&self) -> String {
        let Kind::SocketIo { packet, event } = &self.kind else { return String::new() };
        let mut line = packet.packet_type.name().to_owned();
        if let Some(event) = event {
            let _ = write!(line, " {:?}", shorten(event));
        }
        if !packet.namespace.is_main() {
            let _ = write!(line, " in {}", shorten(packet.namespace.as_str()));
        }
        if let Some(id) = packet.ack_id {
            let _ = write!(line, ", ack id {}", id.0);
        }
        line
    }

    fn text(&self) -> String {
        // A character takes at most four bytes, so this is enough of the message to fill the line.
        let start = &self.bytes[..self.bytes.len().min(SHOWN * 4 + 4)];
        shorten(&String::from_utf8_lossy(start))
    }
}

fn bytes(what: &str, size: usize) -> String {
    format!("{what}, {size} bytes")
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}
