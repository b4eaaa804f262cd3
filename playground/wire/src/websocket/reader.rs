use super::{
    CloseCode, FrameHeader, LengthTooLarge, OpCode, annotate, apply_mask,
    message::{Assembly, Outcome},
    rules,
};
use crate::{
    Rule,
    conversation::{Step, Upgrade},
    engineio::{Carried, PacketReader, Transport},
    limits::MAX_FRAME_PAYLOAD,
    unit::{Direction, Kind, Layer, Span, Unit},
};

/// Reads one direction of a WebSocket connection: frames, messages, and the packets in them.
#[derive(Debug)]
pub(crate) struct FrameReader {
    upgrade: Upgrade,
    assembly: Assembly,
    packets: PacketReader,
    closed: bool,
    /// A payload that is counted, not kept.
    skipping: Option<Skipping>,
}

#[derive(Debug)]
struct Skipping {
    span: Span,
    left: u64,
}

impl FrameReader {
    pub(crate) fn new(upgrade: Upgrade) -> Self {
        let packets = PacketReader::default();
        Self { upgrade, assembly: Assembly::default(), packets, closed: false, skipping: None }
    }

    /// Reads one frame at the start of `input`, which stands at `offset` of the stream. `first_close` is the code of
    /// the connection's first Close frame, from whichever side.
    pub(crate) fn step(
        &mut self,
        direction: Direction,
        offset: u64,
        input: &[u8],
        first_close: &mut Option<CloseCode>,
        out: &mut Vec<Unit>,
    ) -> Step {
        if self.skipping.is_some() {
            return self.skip(direction, input.len(), out);
        }
        let (header, header_bytes) = match FrameHeader::parse(input) {
            Ok(None) => return Step::NeedMore,
            Ok(Some(parsed)) => parsed,
            Err(LengthTooLarge { header_bytes, .. }) => {
                let bytes = &input[..header_bytes];
                out.push(Unit::unreadable(direction, offset, bytes, Rule::LengthTooLarge));
                return Step::Lost(header_bytes, Rule::LengthTooLarge);
            }
        };
        if header.payload_length > MAX_FRAME_PAYLOAD {
            self.frame(direction, offset, &header, &input[..header_bytes], first_close, out);
            let start = offset + header_bytes as u64;
            // A stream offset beyond u64 cannot be reached by counting bytes.
            let end = start.saturating_add(header.payload_length);
            self.skipping =
                Some(Skipping { span: Span { start, end }, left: header.payload_length });
            return Step::Took(header_bytes);
        }
        // At most `MAX_FRAME_PAYLOAD`, so it fits.
        let payload_bytes = usize::try_from(header.payload_length).unwrap_or(usize::MAX);
        let Some(bytes) = input.get(..header_bytes + payload_bytes) else { return Step::NeedMore };
        self.frame(direction, offset, &header, bytes, first_close, out);
        Step::Took(bytes.len())
    }

    fn skip(&mut self, direction: Direction, available: usize, out: &mut Vec<Unit>) -> Step {
        let Some(skipping) = &mut self.skipping else { return Step::NeedMore };
        let took = usize::try_from(skipping.left).map_or(available, |left| left.min(available));
        skipping.left -= took as u64;
        if skipping.left == 0 {
            out.push(Unit::dropped(direction, skipping.span, Layer::Wire, Rule::FrameTooLong));
            self.skipping = None;
        }
        if took == 0 { Step::NeedMore } else { Step::Took(took) }
    }

    /// The stream has ended: what was counted of a payload that never came whole.
    pub(crate) fn finish(&mut self, direction: Direction, out: &mut Vec<Unit>) {
        if let Some(Skipping { span, left }) = self.skipping.take() {
            let span = Span { start: span.start, end: span.end.saturating_sub(left) };
            out.push(Unit::dropped(direction, span, Layer::Wire, Rule::FrameTooLong));
        }
    }

    /// A whole frame, or only the header of one whose payload is not kept.
    fn frame(
        &mut self,
        direction: Direction,
        offset: u64,
        header: &FrameHeader,
        bytes: &[u8],
        first_close: &mut Option<CloseCode>,
        out: &mut Vec<Unit>,
    ) {
        let header_bytes = header.encoded_bytes();
        let kept = header.payload_length <= MAX_FRAME_PAYLOAD;
        let payload = kept.then(|| {
            let mut payload = bytes[header_bytes..].to_vec();
            if let Some(key) = header.mask {
                apply_mask(&mut payload, key);
            }
            payload
        });
        let compressed = header.rsv1 && self.upgrade.deflate;
        let fields = annotate::frame(header, payload.as_deref(), compressed);
        out.push(Unit::wire(direction, offset, bytes, Kind::Frame { header: *header }, fields));

        let mut broken =
            |range, rule| out.push(Unit::remark(direction, offset, bytes, range, rule));
        rules::header(header, direction, self.upgrade.deflate, &mut broken);
        if self.closed {
            broken(0..1, Rule::FrameAfterClose);
        }
        match (header.opcode, payload) {
            (OpCode::Close, payload) => {
                self.closed = true;
                let payload = payload.unwrap_or_default();
                rules::close_payload(&payload, direction, *first_close, |range, rule| {
                    broken(header_bytes + range.start..header_bytes + range.end, rule);
                });
                *first_close = first_close.or_else(|| CloseCode::of(&payload));
            }
            (OpCode::Text | OpCode::Binary | OpCode::Continuation, payload) => {
                self.data(direction, offset, header, bytes, payload, out);
            }
            _ => {}
        }
    }

    fn data(
        &mut self,
        direction: Direction,
        offset: u64,
        header: &FrameHeader,
        bytes: &[u8],
        payload: Option<Vec<u8>>,
        out: &mut Vec<Unit>,
    ) {
        let payload_at = offset + header.encoded_bytes() as u64;
        let compressed = header.rsv1 && self.upgrade.deflate;
        let (broken, outcome) = self.assembly.frame(header, compressed, (payload_at, payload));
        if let Some(rule) = broken {
            out.push(Unit::remark(direction, offset, bytes, 0..1, rule));
        }
        let message = match outcome {
            Outcome::Unfinished => return,
            Outcome::Dropped(span) => {
                out.push(Unit::dropped(direction, span, Layer::Remark, Rule::MessageTooLong));
                return;
            }
            Outcome::Whole(message) => message,
        };
        message.units(direction, out);
        if !message.compressed {
            let carried = Carried {
                direction,
                packets: self.upgrade.packets,
                transport: Transport::WebSocket,
            };
            let all = 0..message.content.bytes.len();
            self.packets.packet(
                &message.content,
                all,
                message.opcode == OpCode::Binary,
                carried,
                out,
            );
        }
    }
}
