//! The Engine.IO protocol document's examples, and its rules broken.

mod common;

use common::{
    Client, Feed, Server, assert_tiles, decode, decode_frames, frame, handshake, rules, summaries,
    value,
};
use wire::engineio::{Packet, PacketType, Transport};
use wire::{Kind, OpCode, Packets, Rule, Unit, Upgrade, limits};

const ENGINE_IO: Upgrade = Upgrade { deflate: false, packets: Packets::EngineIo };
const OPEN: &str = r#"0{"sid":"lv_VI97HAXpY6yYWAAAC","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}"#;

/// Decodes the payload of one POST.
fn posted(payload: &[u8]) -> Vec<Unit> {
    let mut request = format!(
        "POST /engine.io/?EIO=4&transport=polling&sid=a HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n",
        payload.len()
    )
    .into_bytes();
    request.extend_from_slice(payload);
    let feeds =
        [(Client, request), (Server, b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".to_vec())];
    let units = decode(&feeds);
    assert_tiles(&feeds, &units);
    units
}

fn packets(units: &[Unit]) -> Vec<(PacketType, bool, Vec<u8>)> {
    let packets = units.iter().filter_map(|unit| match unit.kind {
        Kind::EngineIo { packet_type, binary, .. } => {
            Some((packet_type, binary, unit.bytes.clone()))
        }
        _ => None,
    });
    packets.collect()
}

/// The rules that one packet over WebSocket breaks.
fn sent(direction: wire::Direction, packet: &str) -> Vec<Rule> {
    rules(&decode_frames(ENGINE_IO, &[frame(direction, OpCode::Text, packet.as_bytes())]))
}

#[test]
fn the_documents_polling_payloads() {
    let units = posted(b"4hello\x1e4world");
    assert_eq!(
        packets(&units),
        [
            (PacketType::Message, false, b"4hello".to_vec()),
            (PacketType::Message, false, b"4world".to_vec()),
        ]
    );
    let units = posted(b"4hello\x1ebAQIDBA==");
    assert_eq!(packets(&units)[1], (PacketType::Message, true, b"bAQIDBA==".to_vec()));
    assert_eq!(rules(&units), []);
    // The document's first example holds a ping, which since version 4 only a server sends.
    assert_eq!(rules(&posted(b"4hello\x1e2\x1e4world")), [Rule::EnginePingSide]);
}

#[test]
fn the_documents_websocket_packets() {
    let units = decode_frames(
        ENGINE_IO,
        &[
            frame(Server, OpCode::Text, OPEN.as_bytes()),
            frame(Server, OpCode::Text, b"4hello"),
            frame(Server, OpCode::Binary, &[1, 2, 3, 4]),
            frame(Server, OpCode::Text, b"2"),
            frame(Client, OpCode::Text, b"3"),
        ],
    );
    assert_eq!(rules(&units), []);
    let types: Vec<_> =
        packets(&units).into_iter().map(|(packet_type, binary, _)| (packet_type, binary)).collect();
    assert_eq!(
        types,
        [
            (PacketType::Open, false),
            (PacketType::Message, false),
            (PacketType::Message, true),
            (PacketType::Ping, false),
            (PacketType::Pong, false),
        ]
    );
    let open = &units[2];
    assert_eq!(value(open, &["packet type"]), "open");
    assert_eq!(value(open, &["data", "sid"]), "\"lv_VI97HAXpY6yYWAAAC\"");
    assert_eq!(value(open, &["data", "pingInterval"]), "25000");
}

#[test]
fn the_documents_upgrade_by_probe() {
    let mut feeds = handshake("/engine.io/?EIO=4&transport=websocket&sid=lv_VI97HAXpY6yYWAAAC");
    feeds.extend([
        frame(Client, OpCode::Text, b"2probe"),
        frame(Server, OpCode::Text, b"3probe"),
        frame(Client, OpCode::Text, b"5"),
    ]);
    let units = decode(&feeds);
    assert_eq!(rules(&units), []);
    let types: Vec<_> = packets(&units).into_iter().map(|(packet_type, ..)| packet_type).collect();
    assert_eq!(types, [PacketType::Ping, PacketType::Pong, PacketType::Upgrade]);
}

#[test]
fn the_answer_to_a_post_is_not_a_payload() {
    let units = posted(b"4x");
    assert_eq!(packets(&units).len(), 1);
    assert_eq!(units.last().unwrap().summary(), "body, 2 bytes");
}

#[test]
fn a_refused_poll_is_not_a_payload() {
    let refused: [Feed; 2] = [
        (
            Client,
            b"GET /engine.io/?EIO=4&transport=polling&sid=zz HTTP/1.1\r\nHost: a\r\n\r\n".to_vec(),
        ),
        (Server, b"HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\n{}".to_vec()),
    ];
    assert_eq!(packets(&decode(&refused)), []);
}

#[test]
fn packets_come_from_their_side() {
    assert_eq!(sent(Client, OPEN), [Rule::EngineOpenSide]);
    assert_eq!(sent(Server, "0{\"sid\":\"a\"}"), [Rule::EngineOpen]);
    assert_eq!(sent(Server, "0not json"), [Rule::EngineOpen]);
    assert_eq!(sent(Client, "2"), [Rule::EnginePingSide]);
    assert_eq!(sent(Server, "3"), [Rule::EnginePongSide]);
    assert_eq!(sent(Server, "5"), [Rule::EngineUpgradeSide]);
    assert_eq!(sent(Client, "6"), [Rule::EngineNoopSide]);
    assert_eq!(sent(Client, "1"), []);
}

#[test]
fn packets_that_are_none() {
    assert_eq!(sent(Client, ""), [Rule::EnginePacketEmpty]);
    assert_eq!(sent(Client, "7x"), [Rule::EnginePacketType]);
    assert_eq!(sent(Client, "bAQID"), [Rule::EnginePacketType]);
    assert_eq!(rules(&posted(b"b!!\x1e4on")), [Rule::EngineBase64]);
    assert_eq!(rules(&posted(b"4\xff")), [Rule::EnginePayloadNotUtf8]);
    assert_eq!(
        rules(&posted(&[0x1e; limits::MAX_PACKETS])).last(),
        Some(&Rule::EngineTooManyPackets)
    );
    assert_eq!(
        rules(&posted(&vec![b'4'; limits::MAX_POLLING_PAYLOAD + 1])),
        [Rule::EnginePayloadTooLong]
    );
}

#[test]
fn the_query_names_version_and_transport() {
    let get = |target: &str| {
        rules(&decode(&[(Client, format!("GET {target} HTTP/1.1\r\nHost: a\r\n\r\n").into())]))
    };
    assert_eq!(get("/engine.io/?EIO=3&transport=polling"), [Rule::EngineVersion]);
    assert_eq!(get("/engine.io/?EIO=4"), [Rule::EngineTransport]);
    assert_eq!(get("/engine.io/?EIO=4&transport=polling"), []);
}

#[test]
fn the_letter_b_is_only_for_polling() {
    let packet = Packet { packet_type: PacketType::Message, binary: true, data: b"AQID" };
    assert_eq!(Packet::parse(b"bAQID", Transport::Polling), Ok(packet));
    assert_eq!(Packet::parse(b"bAQID", Transport::WebSocket), Err(Rule::EnginePacketType));
}

#[test]
fn a_plain_websocket_holds_no_packets() {
    let mut feeds = handshake("/ws/echo?EIO=no");
    feeds.push(frame(Client, OpCode::Text, b"4hello"));
    let units = decode(&feeds);
    assert_eq!(packets(&units), []);
    assert!(summaries(&units).contains(&"text message \"4hello\"".to_owned()));
}

#[test]
fn a_payload_in_tiny_chunks_is_bounded() {
    let mut request =
        b"POST /engine.io/?EIO=4&transport=polling&sid=a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    for _ in 0..=limits::MAX_PIECES {
        request.extend(b"1\r\n4\r\n");
    }
    request.extend(b"0\r\n\r\n");
    assert_eq!(rules(&decode(&[(Client, request)])), [Rule::EnginePayloadTooLong]);
}
