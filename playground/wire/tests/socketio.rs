//! The Socket.IO protocol document's examples, and its rules broken.

mod common;

use common::{Client, Server, decode, decode_frames, frame, handshake, rules, summaries, value};
use wire::socketio::{AckId, Packet, PacketType};
use wire::{Conversation, Direction, Kind, OpCode, Packets, Polling, Rule, Unit, Upgrade};

const SOCKET_IO: Upgrade = Upgrade { deflate: false, packets: Packets::SocketIo };

fn text(direction: Direction, packet: &str) -> common::Feed {
    frame(direction, OpCode::Text, format!("4{packet}").as_bytes())
}

fn sent(packets: &[&str]) -> Vec<Unit> {
    let feeds: Vec<_> = packets.iter().map(|packet| text(Client, packet)).collect();
    decode_frames(SOCKET_IO, &feeds)
}

#[test]
fn the_documents_encoded_packets() {
    use PacketType::{Ack, BinaryAck, BinaryEvent, Connect, ConnectError, Disconnect, Event};
    for (encoded, packet_type, attachments, namespace, ack_id, data) in [
        ("0", Connect, 0, "/", None, ""),
        (
            r#"0{"sid":"wZX3oN0bSVIhsaknAAAI"}"#,
            Connect,
            0,
            "/",
            None,
            r#"{"sid":"wZX3oN0bSVIhsaknAAAI"}"#,
        ),
        ("0/admin,", Connect, 0, "/admin", None, ""),
        (
            r#"0/admin,{"sid":"oSO0OpakMV_3jnilAAAA"}"#,
            Connect,
            0,
            "/admin",
            None,
            r#"{"sid":"oSO0OpakMV_3jnilAAAA"}"#,
        ),
        (
            r#"4{"message":"Not authorized"}"#,
            ConnectError,
            0,
            "/",
            None,
            r#"{"message":"Not authorized"}"#,
        ),
        (r#"2["foo"]"#, Event, 0, "/", None, r#"["foo"]"#),
        (r#"2/admin,["bar"]"#, Event, 0, "/admin", None, r#"["bar"]"#),
        (
            r#"51-["baz",{"_placeholder":true,"num":0}]"#,
            BinaryEvent,
            1,
            "/",
            None,
            r#"["baz",{"_placeholder":true,"num":0}]"#,
        ),
        (
            r#"52-/admin,["baz",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]"#,
            BinaryEvent,
            2,
            "/admin",
            None,
            r#"["baz",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]"#,
        ),
        (r#"212["foo"]"#, Event, 0, "/", Some(12), r#"["foo"]"#),
        ("312[]", Ack, 0, "/", Some(12), "[]"),
        (r#"2/admin,13["foo"]"#, Event, 0, "/admin", Some(13), r#"["foo"]"#),
        (r#"3/admin,13["bar"]"#, Ack, 0, "/admin", Some(13), r#"["bar"]"#),
        (
            r#"51-14["foo",{"_placeholder":true,"num":0}]"#,
            BinaryEvent,
            1,
            "/",
            Some(14),
            r#"["foo",{"_placeholder":true,"num":0}]"#,
        ),
        (
            r#"61-15["bar",{"_placeholder":true,"num":0}]"#,
            BinaryAck,
            1,
            "/",
            Some(15),
            r#"["bar",{"_placeholder":true,"num":0}]"#,
        ),
        ("1", Disconnect, 0, "/", None, ""),
        ("1/admin,", Disconnect, 0, "/admin", None, ""),
    ] {
        let packet = Packet::parse(encoded).unwrap();
        assert_eq!(packet.packet_type, packet_type, "{encoded}");
        assert_eq!(
            (packet.attachments, packet.namespace.as_str()),
            (attachments, namespace),
            "{encoded}"
        );
        assert_eq!((packet.ack_id, &encoded[packet.data]), (ack_id.map(AckId), data), "{encoded}");
    }
}

#[test]
fn the_documents_sample_session_over_websocket() {
    // With the arrows the way the packets really go.
    let mut feeds = handshake("/socket.io/?EIO=4&transport=websocket&sid=lv_VI97HAXpY6yYWAAAC");
    feeds.extend([
        frame(Client, OpCode::Text, b"2probe"),
        frame(Server, OpCode::Text, b"3probe"),
        frame(Client, OpCode::Text, b"5"),
        text(Client, r#"2["hello"]"#),
        text(Client, "0/admin,"),
        text(Server, r#"0/admin,{"sid":"-G5j-67EZFp-q59rADQM"}"#),
        text(Client, r#"2/admin,1["tellme"]"#),
        text(Server, r#"61-/admin,1[{"_placeholder":true,"num":0}]"#),
        frame(Server, OpCode::Binary, &[1, 2, 3]),
        frame(Server, OpCode::Text, b"2"),
        frame(Client, OpCode::Text, b"3"),
        frame(Client, OpCode::Text, b"1"),
    ]);
    let units = decode(&feeds);
    assert_eq!(rules(&units), []);
    let socket: Vec<_> = units
        .iter()
        .filter(|unit| matches!(unit.kind, Kind::SocketIo { .. } | Kind::SocketIoAttachment { .. }))
        .map(Unit::summary)
        .collect();
    assert_eq!(
        socket,
        [
            "EVENT \"hello\"",
            "CONNECT in /admin",
            "CONNECT in /admin",
            "EVENT \"tellme\" in /admin, ack id 1",
            "BINARY_ACK in /admin, ack id 1",
            "attachment 1 of 1 (placeholder 0) of BINARY_ACK in /admin, ack id 1",
        ]
    );
}

#[test]
fn the_documents_sample_session_over_polling() {
    let poll = |method: &str, body: &str| {
        let head = format!(
            "{method} /socket.io/?EIO=4&transport=polling&t=N8hyd6w&sid=lv_VI97HAXpY6yYWAAAC HTTP/1.1\r\nHost: a\r\n"
        );
        (Client, format!("{head}Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes())
    };
    let answer = |body: &str| {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=UTF-8\r\n";
        (Server, format!("{head}Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes())
    };
    let units = decode(&[
        poll("GET", ""),
        answer(
            r#"0{"sid":"lv_VI97HAXpY6yYWAAAC","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":5000,"maxPayload":1000000}"#,
        ),
        poll("POST", "40"),
        answer("ok"),
        poll("GET", ""),
        answer(r#"40{"sid":"wZX3oN0bSVIhsaknAAAI"}"#),
        poll("GET", ""),
        answer(r#"42["hey","Jude"]"#),
        poll("POST", "42[\"hello\"]\x1e42[\"world\"]"),
        answer("ok"),
        // An attachment may come in a later payload than its packet.
        poll("POST", r#"451-["file",{"_placeholder":true,"num":0}]"#),
        answer("ok"),
        poll("POST", "bAQIDBA=="),
        answer("ok"),
    ]);
    assert_eq!(rules(&units), []);
    let lines = summaries(&units);
    for line in [
        "CONNECT",
        "EVENT \"hey\"",
        "EVENT \"hello\"",
        "EVENT \"world\"",
        "attachment 1 of 1 (placeholder 0) of BINARY_EVENT \"file\"",
    ] {
        assert!(lines.iter().any(|found| found == line), "{line}: {lines:?}");
    }
    assert_eq!(
        units
            .iter()
            .rfind(|unit| matches!(unit.kind, Kind::SocketIoAttachment { .. }))
            .unwrap()
            .bytes,
        [1, 2, 3, 4]
    );
}

#[test]
fn a_packet_is_taken_apart() {
    let units = sent(&[r#"51-/chat,7["file",{"blob":{"num":0,"_placeholder":true}}]"#]);
    let packet = &units[3];
    for (path, expected) in [
        (vec!["packet type"], "BINARY_EVENT"),
        (vec!["number of binary attachments"], "1"),
        (vec!["namespace"], "/chat"),
        (vec!["acknowledgment id"], "7"),
        (vec!["payload", "event name"], "\"file\""),
        (vec!["payload", "argument", "placeholder"], "0"),
    ] {
        assert_eq!(value(packet, &path), expected);
    }
}

#[test]
fn each_broken_rule_is_named() {
    let deep = format!("2[\"a\",{}{}]", "[".repeat(20_000), "]".repeat(20_000));
    for (packet, rule) in [
        ("", Rule::SocketPacketType),
        ("9", Rule::SocketPacketType),
        (r#"5["a"]"#, Rule::SocketAttachments),
        (r#"299999999999999999999["a"]"#, Rule::SocketAckId),
        ("3[]", Rule::SocketAckIdMissing),
        ("2", Rule::SocketPayloadMissing),
        ("2[\"a\"", Rule::SocketPayloadJson),
        ("0[]", Rule::SocketPayloadConnect),
        ("1{}", Rule::SocketPayloadDisconnect),
        ("2{}", Rule::SocketPayloadEvent),
        ("2[]", Rule::SocketPayloadEvent),
        ("31{}", Rule::SocketPayloadAck),
        ("2[\"connect\"]", Rule::SocketEventName),
        ("2[{}]", Rule::SocketEventName),
        (r#"51-["a",{"_placeholder":true,"num":4}]"#, Rule::SocketPlaceholders),
        (&deep, Rule::SocketTooDeep),
    ] {
        assert_eq!(rules(&sent(&[packet])), [rule], "{}", &packet[..packet.len().min(40)]);
    }
}

#[test]
fn attachments_may_come_in_a_request_on_another_connection() {
    let post = |body: &str| {
        let head = "POST /socket.io/?EIO=4&transport=polling&sid=A HTTP/1.1\r\nHost: a\r\n";
        format!("{head}Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
    };
    let mut polling = Polling::default();
    let mut read = |body: &str| {
        Conversation::new().feed_of(&mut polling, Client, &post(body)).pop().map(|it| it.summary())
    };
    read(r#"451-["file",{"_placeholder":true,"num":0}]"#);
    let attached = "attachment 1 of 1 (placeholder 0) of BINARY_EVENT \"file\"";
    assert_eq!(read("bAQIDBA==").as_deref(), Some(attached));
    assert_eq!(
        read("bAQIDBA==").as_deref(),
        Some(Rule::SocketAttachmentUnexpected.sentence()),
        "there was one to come"
    );
}

#[test]
fn attachments_follow_at_once() {
    let announced = text(Client, r#"51-["a",{"_placeholder":true,"num":0}]"#);
    let binary = frame(Client, OpCode::Binary, b"x");
    let next = text(Client, "1");
    let broken = |feeds: &[common::Feed]| rules(&decode_frames(SOCKET_IO, feeds));
    assert_eq!(broken(&[announced.clone(), binary.clone(), next.clone()]), []);
    assert_eq!(broken(&[announced.clone(), next]), [Rule::SocketAttachmentMissing]);
    assert_eq!(broken(&[announced, binary.clone(), binary]), [Rule::SocketAttachmentUnexpected]);
}

#[test]
fn a_payload_full_of_placeholder_keys_is_read() {
    let keys = "\"_placeholder\",".repeat(60_000);
    let packet = format!("51-[\"a\",{keys}1]");
    assert_eq!(rules(&sent(&[&packet])), [Rule::SocketPlaceholders]);
}
