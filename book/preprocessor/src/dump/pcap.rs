//! A conversation as a pcap file that Wireshark opens. Nobody sent it over TCP, so its TCP and IP headers are made up.

use etherparse::PacketBuilder;
use wire::Direction;

/// Addresses that are kept for examples (RFC 5737).
const CLIENT: [u8; 4] = [192, 0, 2, 1];
const SERVER: [u8; 4] = [192, 0, 2, 2];
const CLIENT_PORT: u16 = 50_000;
/// Wireshark looks for HTTP here.
const SERVER_PORT: u16 = 80;
const WINDOW: u16 = 65_535;
const TTL: u8 = 64;
/// What fits into one packet of Ethernet.
const MAX_SEGMENT: usize = 1460;
/// Packets begin with an IP header: `LINKTYPE_RAW`.
const LINK_TYPE: u32 = 101;
/// 11 December 2011, when RFC 6455 was young.
const BEGIN: u32 = 1_323_561_600;

/// The file: a handshake of TCP, the bytes, and the end, which the server begins (RFC 6455 section 7.1.1).
pub(super) fn file(feeds: &[(Direction, &[u8])]) -> Result<Vec<u8>, String> {
    use Direction::{ClientToServer as Client, ServerToClient as Server};
    let mut capture = Capture::new();
    capture.packet(Client, Flags::Syn, &[])?;
    capture.packet(Server, Flags::Syn, &[])?;
    capture.packet(Client, Flags::Ack, &[])?;
    for (direction, bytes) in feeds {
        for segment in bytes.chunks(MAX_SEGMENT) {
            capture.packet(*direction, Flags::Push, segment)?;
        }
    }
    capture.packet(Server, Flags::Fin, &[])?;
    capture.packet(Client, Flags::Fin, &[])?;
    capture.packet(Server, Flags::Ack, &[])?;
    Ok(capture.bytes)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Flags {
    Syn,
    Ack,
    Push,
    Fin,
}

struct Capture {
    bytes: Vec<u8>,
    packets: u32,
    /// The next sequence number of the client, and of the server.
    next: [u32; 2],
}

impl Capture {
    /// Begins with the file's header: microseconds, version 2.4, UTC, packets of any length.
    fn new() -> Self {
        let mut bytes = Vec::new();
        bytes.extend(0xa1b2_c3d4_u32.to_le_bytes());
        bytes.extend(2_u16.to_le_bytes());
        bytes.extend(4_u16.to_le_bytes());
        bytes.extend([0; 8]);
        bytes.extend(65_535_u32.to_le_bytes());
        bytes.extend(LINK_TYPE.to_le_bytes());
        Self { bytes, packets: 0, next: [1000, 2000] }
    }

    fn packet(&mut self, from: Direction, flags: Flags, data: &[u8]) -> Result<(), String> {
        let client = from == Direction::ClientToServer;
        let [own, peer] = if client { [0, 1] } else { [1, 0] };
        let (ip, ports) = if client {
            (PacketBuilder::ipv4(CLIENT, SERVER, TTL), [CLIENT_PORT, SERVER_PORT])
        } else {
            (PacketBuilder::ipv4(SERVER, CLIENT, TTL), [SERVER_PORT, CLIENT_PORT])
        };
        let mut tcp = ip.tcp(ports[0], ports[1], self.next[own], WINDOW);
        tcp = match flags {
            Flags::Syn => tcp.syn(),
            Flags::Push => tcp.psh(),
            Flags::Fin => tcp.fin(),
            Flags::Ack => tcp,
        };
        // Only the very first packet has nothing to acknowledge.
        if self.packets > 0 {
            tcp = tcp.ack(self.next[peer]);
        }
        let length = u32::try_from(tcp.size(data.len())).map_err(|error| error.to_string())?;
        // One packet a millisecond.
        for number in [BEGIN + self.packets / 1000, self.packets % 1000 * 1000, length, length] {
            self.bytes.extend(number.to_le_bytes());
        }
        tcp.write(&mut self.bytes, data).map_err(|error| error.to_string())?;
        let counted = u32::from(matches!(flags, Flags::Syn | Flags::Fin));
        let sent = u32::try_from(data.len()).map_err(|error| error.to_string())?;
        self.next[own] += sent + counted;
        self.packets += 1;
        Ok(())
    }
}
