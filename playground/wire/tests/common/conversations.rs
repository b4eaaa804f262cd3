//! The golden conversations: whole connections, sound and broken.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use wire::OpCode;

use super::common::{Client, Feed, Server, frame, handshake};

fn http(direction: wire::Direction, text: &str) -> Feed {
    (direction, text.as_bytes().to_vec())
}

/// Name, what it shows, and what is fed.
pub(crate) fn all() -> Vec<(&'static str, &'static str, Vec<Feed>)> {
    vec![
        (
            "echo",
            "RFC 6455's sample handshake, a text message and its echo, a ping inside a fragmented message, a close.",
            echo(),
        ),
        (
            "broken-frames",
            "One connection that breaks many rules of RFC 6455 and is read to its end.",
            broken_frames(),
        ),
        (
            "server-sent-events",
            "An event stream in chunks that cut an event, on a connection that is used again.",
            events(),
        ),
        (
            "polling",
            "Short polls on one kept-alive connection, and a broken request at the end.",
            polling(),
        ),
        (
            "socketio-polling",
            "A Socket.IO session over HTTP long-polling, with a binary attachment.",
            socketio_polling(),
        ),
        (
            "socketio-websocket",
            "The probe, the upgrade, an event with an answer and an attachment, a heartbeat.",
            socketio_websocket(),
        ),
        (
            "compressed",
            "permessage-deflate was negotiated: compressed messages are shown, not inflated.",
            compressed(),
        ),
        (
            "long",
            "What a view must fold, cut or write out: a long head, a long message, characters that cannot be shown.",
            long(),
        ),
    ]
}

fn echo() -> Vec<Feed> {
    let mut feeds = handshake("/ws/echo");
    feeds.extend([
        frame(Client, OpCode::Text, b"Hello"),
        frame(Server, OpCode::Text, b"Hello"),
        (Server, b"\x01\x03Hel".to_vec()),
        frame(Server, OpCode::Ping, b"are you there"),
        frame(Client, OpCode::Pong, b"are you there"),
        (Server, b"\x80\x02lo".to_vec()),
        frame(Client, OpCode::Binary, &[0; 126]),
        frame(Client, OpCode::Close, b"\x03\xe8bye"),
        frame(Server, OpCode::Close, b"\x03\xe8bye"),
    ]);
    feeds
}

fn broken_frames() -> Vec<Feed> {
    let mut feeds = handshake("/ws/echo");
    let accept = String::from_utf8(feeds[1].1.clone()).unwrap().replace("s3pP", "AAAA");
    feeds[1].1 = accept.into_bytes();
    feeds.extend([
        (Client, b"\x81\x02hi".to_vec()),
        (Server, vec![0x81, 0x81, 0, 0, 0, 0, b'x']),
        (Server, vec![0xf3, 0x00]),
        (Server, vec![0x80, 0x00]),
        (Server, vec![0x09, 0x00]),
        (Server, vec![0x82, 0x7e, 0x00, 0x01, b'x']),
        (Server, vec![0x81, 0x02, 0xc3, 0x28]),
        (Server, vec![0x88, 0x01, 0x03]),
        (Server, vec![0x88, 0x02, 0x03, 0xed]),
        frame(Client, OpCode::Close, b"\x03\xec"),
        (Server, vec![0x82, 0x7f, 0xff, 0, 0, 0, 0, 0, 0, 0, b'l', b'o', b's', b't']),
        (Client, vec![0x81, 0x85, 0x37]),
    ]);
    feeds
}

fn events() -> Vec<Feed> {
    vec![
        http(
            Client,
            "GET /race/9f/sse HTTP/1.1\r\nHost: localhost:4000\r\nAccept: text/event-stream\r\nLast-Event-ID: 6\r\n\r\n",
        ),
        http(
            Server,
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nTransfer-Encoding: chunked\r\n\r\n",
        ),
        chunk("id: 7\ndata: {\"seq\":7}\n\n"),
        chunk(": still there\n\n"),
        chunk("id: 8\ndata: {\"seq\""),
        chunk(":8}\n\nevent: end\ndata: {}\n"),
        chunk("\n"),
        chunk(""),
        http(Client, "GET /healthz HTTP/1.1\r\nHost: localhost:4000\r\n\r\n"),
        http(Server, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
    ]
}

fn chunk(data: &str) -> Feed {
    http(Server, &format!("{:x}\r\n{data}\r\n", data.len()))
}

fn polling() -> Vec<Feed> {
    let get = "GET /race/9f/poll?after=3 HTTP/1.1\r\nHost: localhost:4000\r\nAccept: */*\r\n\r\n";
    vec![
        http(Client, get),
        http(
            Server,
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]",
        ),
        http(Client, get),
        http(
            Server,
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n[{\"seq\":4,\"at_ms\":400.5,\"payload\":\"xx\"}]",
        ),
        http(Client, "GET  /race HTTP/1.1\nNo colon\r\nContent-Length: one\r\n\r\nwhat is this"),
        http(Server, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\nNot a request."),
    ]
}

fn poll(method: &str, sid: &str, body: &str) -> Feed {
    let target = format!("/socket.io/?EIO=4&transport=polling{sid}");
    let length =
        if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    http(
        Client,
        &format!("{method} {target} HTTP/1.1\r\nHost: localhost:4000\r\n{length}\r\n{body}"),
    )
}

fn answer(body: &str) -> Feed {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=UTF-8\r\n";
    http(Server, &format!("{head}Content-Length: {}\r\n\r\n{body}", body.len()))
}

const OPEN: &str = r#"0{"sid":"lv_VI97HAXpY6yYWAAAC","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}"#;

fn socketio_polling() -> Vec<Feed> {
    let sid = "&sid=lv_VI97HAXpY6yYWAAAC";
    vec![
        poll("GET", "", ""),
        answer(OPEN),
        poll("POST", sid, "40"),
        answer("ok"),
        poll("GET", sid, ""),
        answer(r#"40{"sid":"wZX3oN0bSVIhsaknAAAI"}"#),
        poll(
            "POST",
            sid,
            "42[\"hello\"]\x1e451-[\"file\",{\"_placeholder\":true,\"num\":0}]\x1ebAQIDBA==",
        ),
        answer("ok"),
        poll("GET", sid, ""),
        answer("6"),
    ]
}

fn socketio_websocket() -> Vec<Feed> {
    let mut feeds = handshake("/socket.io/?EIO=4&transport=websocket&sid=lv_VI97HAXpY6yYWAAAC");
    feeds.extend([
        frame(Client, OpCode::Text, b"2probe"),
        frame(Server, OpCode::Text, b"3probe"),
        frame(Client, OpCode::Text, b"5"),
        frame(Client, OpCode::Text, br#"42/chat,1["say","hello",{"to":"all"}]"#),
        frame(Server, OpCode::Text, br#"461-/chat,1["heard",{"_placeholder":true,"num":0}]"#),
        frame(Server, OpCode::Binary, &[1, 2, 3, 4]),
        frame(Server, OpCode::Text, b"2"),
        frame(Client, OpCode::Text, b"3"),
        frame(Server, OpCode::Text, b"42[]"),
        frame(Client, OpCode::Text, b"41/chat,"),
    ]);
    feeds
}

fn compressed() -> Vec<Feed> {
    let mut feeds = handshake("/ws/echo");
    for (_, bytes) in &mut feeds {
        let text = String::from_utf8(bytes.clone()).unwrap();
        *bytes = text
            .replace("\r\n\r\n", "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n")
            .into_bytes();
    }
    // RFC 7692 section 7.2.3.1: "Hello", in one frame and in two.
    feeds.push((Server, vec![0xc1, 0x07, 0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00]));
    feeds.push((Server, vec![0x41, 0x03, 0xf2, 0x48, 0xcd, 0x80, 0x04, 0xc9, 0xc9, 0x07, 0x00]));
    feeds.push((Server, vec![0x01, 0x00, 0xc0, 0x00]));
    feeds
}

fn long() -> Vec<Feed> {
    let mut feeds = handshake("/ws/echo");
    let request = String::from_utf8(feeds[0].1.clone()).unwrap();
    let agent = format!(
        "\r\nUser-Agent: {}\r\nX-Empty:\r\nX-Twice: 1\r\nX-Twice: 2\r\n\r\n",
        "a".repeat(180)
    );
    feeds[0].1 = request.replace("\r\n\r\n", &agent).into_bytes();
    let characters = "tab\t, nul\0, turned \u{202e}round, \u{1f600} and \"<b>&amp;{{#end}}\" ";
    feeds.extend([
        frame(Client, OpCode::Text, characters.as_bytes()),
        frame(Client, OpCode::Text, characters.repeat(6).as_bytes()),
        frame(Server, OpCode::Text, &[]),
        frame(Server, OpCode::Binary, &(0..=255).cycle().take(2500).collect::<Vec<u8>>()),
    ]);
    feeds
}
