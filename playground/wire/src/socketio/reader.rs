use std::ops::Range;

use super::{annotate, parse};
use crate::{
    Rule,
    content::Content,
    unit::{Direction, Kind, Unit},
};

/// Reads one direction of a Socket.IO connection: packets, and the attachments that must follow them.
#[derive(Debug, Default)]
pub(crate) struct SocketReader {
    /// The attachments that are still to come.
    awaited: Option<Awaited>,
}

#[derive(Debug)]
struct Awaited {
    next: u32,
    of: u32,
    /// The packet that announced them, in one line.
    packet: String,
}

impl SocketReader {
    /// Reads the packet whose text `range` of `content` is.
    pub(crate) fn packet(
        &mut self,
        content: &Content,
        range: Range<usize>,
        direction: Direction,
        out: &mut Vec<Unit>,
    ) {
        if self.awaited.take().is_some() {
            out.push(content.remark(direction, range.clone(), Rule::SocketAttachmentMissing));
        }
        let bytes = content.bytes.get(range.clone()).unwrap_or_default();
        // Bad UTF-8 was already remarked on in the message that this stands in.
        let Ok(text) = std::str::from_utf8(bytes) else { return };
        let parsed = match parse::parse(text) {
            Ok(parsed) => parsed,
            Err(rule) => {
                out.push(content.remark(direction, range, rule));
                return;
            }
        };
        let fields = annotate::packet(&parsed, text);
        let kind = Kind::SocketIo { packet: parsed.packet.clone(), event: parsed.event };
        let unit = content.unit(direction, range.clone(), kind, fields);
        let of = parsed.packet.attachments;
        self.awaited = (of > 0).then(|| Awaited { next: 0, of, packet: unit.summary() });
        out.push(unit);
        for (part, rule) in parsed.broken {
            out.push(content.remark(
                direction,
                range.start + part.start..range.start + part.end,
                rule,
            ));
        }
    }

    /// Takes binary data that stands in `range` of `content`.
    pub(crate) fn attachment(
        &mut self,
        content: &Content,
        range: Range<usize>,
        data: Vec<u8>,
        direction: Direction,
        out: &mut Vec<Unit>,
    ) {
        let Some(Awaited { next, of, packet }) = self.awaited.take() else {
            out.push(content.remark(direction, range, Rule::SocketAttachmentUnexpected));
            return;
        };
        self.awaited =
            (next + 1 < of).then(|| Awaited { next: next + 1, of, packet: packet.clone() });
        let kind = Kind::SocketIoAttachment { index: next, of, packet };
        let fields = annotate::attachment(data.len());
        out.push(Unit { bytes: data, ..content.unit(direction, range, kind, fields) });
    }
}
