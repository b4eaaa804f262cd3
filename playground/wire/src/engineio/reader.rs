use std::ops::Range;

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{Packet, PacketType, RECORD_SEPARATOR, Transport, annotate};
use crate::{
    Rule,
    content::Content,
    conversation::Packets,
    limits::MAX_PACKETS,
    socketio::SocketReader,
    unit::{Direction, Kind, Unit},
};

/// What is known of the packets of one message or payload.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Carried {
    pub(crate) direction: Direction,
    pub(crate) packets: Packets,
    pub(crate) transport: Transport,
}

/// Reads one direction of an Engine.IO session.
#[derive(Debug, Default)]
pub(crate) struct PacketReader {
    socket_io: SocketReader,
}

impl PacketReader {
    /// Reads the packet that `range` of `content` is; `binary` for a binary WebSocket message.
    pub(crate) fn packet(
        &mut self,
        content: &Content,
        range: Range<usize>,
        binary: bool,
        carried: Carried,
        out: &mut Vec<Unit>,
    ) {
        match (carried.packets, binary) {
            (Packets::None, _) => {}
            (_, true) => self.binary(content, range, carried, out),
            (_, false) => self.text(content, range, carried, out),
        }
    }

    /// Reads a polling payload: packets with record separators between them.
    pub(crate) fn payload(&mut self, content: &Content, carried: Carried, out: &mut Vec<Unit>) {
        let all = 0..content.bytes.len();
        if let Err(error) = std::str::from_utf8(&content.bytes) {
            let bad = error.valid_up_to()..all.end;
            out.push(content.remark(carried.direction, bad, Rule::EnginePayloadNotUtf8));
            return;
        }
        let mut start = 0;
        for (index, packet) in content.bytes.split(|&byte| byte == RECORD_SEPARATOR).enumerate() {
            if index == MAX_PACKETS {
                out.push(content.remark(
                    carried.direction,
                    start..all.end,
                    Rule::EngineTooManyPackets,
                ));
                return;
            }
            let end = start + packet.len();
            self.text(content, start..end, carried, out);
            start = end + 1;
        }
    }

    fn binary(
        &mut self,
        content: &Content,
        range: Range<usize>,
        carried: Carried,
        out: &mut Vec<Unit>,
    ) {
        let Carried { direction, transport, packets } = carried;
        let kind = Kind::EngineIo { packet_type: PacketType::Message, binary: true, transport };
        out.push(content.unit(direction, range.clone(), kind, annotate::binary(range.len())));
        if packets == Packets::SocketIo {
            let data = content.bytes.get(range.clone()).unwrap_or_default().to_vec();
            self.socket_io.attachment(content, range, data, direction, out);
        }
    }

    fn text(
        &mut self,
        content: &Content,
        range: Range<usize>,
        carried: Carried,
        out: &mut Vec<Unit>,
    ) {
        let Carried { direction, transport, packets } = carried;
        let bytes = content.bytes.get(range.clone()).unwrap_or_default();
        let packet = match Packet::parse(bytes, transport) {
            Ok(packet) => packet,
            Err(rule) => return out.push(content.remark(direction, range, rule)),
        };
        let Packet { packet_type, binary, data } = packet;
        let kind = Kind::EngineIo { packet_type, binary, transport };
        out.push(content.unit(direction, range.clone(), kind, annotate::text(&packet, packets)));
        annotate::rules(&packet, direction, |rule| {
            out.push(content.remark(direction, range.clone(), rule));
        });
        let data_range = range.start + 1..range.end;
        if binary {
            let Ok(decoded) = STANDARD.decode(data) else {
                return out.push(content.remark(direction, data_range, Rule::EngineBase64));
            };
            if packets == Packets::SocketIo {
                self.socket_io.attachment(content, data_range, decoded, direction, out);
            }
        } else if packets == Packets::SocketIo && packet_type == PacketType::Message {
            self.socket_io.packet(content, data_range, direction, out);
        }
    }
}
