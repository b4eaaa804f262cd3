//! `/ws/control`, byte by byte: the frames are what it is for.

use serde_json::{Value, json};
use wire::{CloseCode, websocket::MaySend};

use crate::common::{Frame, RawClient, TestServer, WsClient};

const CONTROL: &str = "/ws/control";
const TEXT: u8 = 0x81;
const CLOSE: u8 = 0x88;
const PING: u8 = 0x89;
const PONG: u8 = 0x8a;

async fn open(server: &TestServer) -> RawClient {
    RawClient::open(server.address, CONTROL).await
}

async fn wish(client: &mut RawClient, wish: Value) {
    client.send_frame(TEXT, wish.to_string().as_bytes()).await;
}

/// The server's next text message.
async fn told(client: &mut RawClient) -> Value {
    let frame = client.frame().await;
    assert_eq!(frame.first, TEXT, "{frame:?}");
    serde_json::from_slice(&frame.payload).unwrap()
}

#[tokio::test]
async fn sends_a_ping_frame_and_tells_of_its_pong() {
    let server = TestServer::start().await;
    let mut client = open(&server).await;
    for payload in ["hi", "", &"x".repeat(125)] {
        wish(&mut client, json!({"type": "ping", "payload": payload})).await;
        let length = u8::try_from(payload.len()).unwrap();
        let ping = [&[PING, length], payload.as_bytes()].concat();
        assert_eq!(client.read(ping.len()).await, ping);
        client.send_frame(PONG, payload.as_bytes()).await;
        let told = told(&mut client).await;
        assert_eq!((&told["type"], &told["payload"]), (&json!("pong"), &json!(payload)));
        assert!(told["after_ms"].as_f64().unwrap() >= 0.0, "{told}");
    }
}

#[tokio::test]
async fn a_pong_answers_the_newest_ping_with_its_payload_and_all_before() {
    let server = TestServer::start().await;
    let mut client = open(&server).await;
    for payload in ["one", "two", "three"] {
        wish(&mut client, json!({"type": "ping", "payload": payload})).await;
        assert_eq!(client.frame().await, Frame { first: PING, payload: payload.into() });
    }
    // Nobody asked for the first, and the last two are answered already.
    for payload in ["unasked", "two", "one", "two"] {
        client.send_frame(PONG, payload.as_bytes()).await;
    }
    client.send_frame(PONG, b"three").await;
    assert_eq!(told(&mut client).await["payload"], "two");
    assert_eq!(told(&mut client).await["payload"], "three");
}

#[tokio::test]
async fn remembers_a_bounded_number_of_pings() {
    let server = TestServer::start().await;
    let mut client = open(&server).await;
    for n in 0..17 {
        wish(&mut client, json!({"type": "ping", "payload": n.to_string()})).await;
        assert_eq!(client.frame().await.first, PING);
    }
    client.send_frame(PONG, b"0").await;
    client.send_frame(PONG, b"1").await;
    assert_eq!(told(&mut client).await["payload"], "1");
}

/// Codes on both sides of every border of the table.
fn codes() -> impl Iterator<Item = u16> {
    CloseCode::TABLE.iter().flat_map(|row| [row.first, row.last])
}

fn a_server_may_send(code: u16) -> bool {
    matches!(CloseCode(code).meaning().may_send, MaySend::Either | MaySend::Server)
}

#[tokio::test]
async fn closes_with_every_code_that_a_server_may_send() {
    let server = TestServer::start().await;
    for code in codes().filter(|&code| a_server_may_send(code)) {
        let mut client = open(&server).await;
        wish(&mut client, json!({"type": "close", "code": code, "reason": "Grüße"})).await;
        let payload = [&code.to_be_bytes()[..], "Grüße".as_bytes()].concat();
        let close = [&[CLOSE, 9][..], &payload].concat();
        assert_eq!(client.read(11).await, close, "{code}");
        // The echo must not be answered, not even 1014, which tungstenite takes for an illegal code.
        client.send_frame(CLOSE, &payload).await;
        assert_eq!(client.rest().await, b"", "{code}");
    }
}

#[tokio::test]
async fn refuses_every_code_that_no_server_may_send_and_says_why() {
    let server = TestServer::start().await;
    let mut client = open(&server).await;
    for code in codes().filter(|&code| !a_server_may_send(code)) {
        wish(&mut client, json!({"type": "close", "code": code})).await;
        let told = told(&mut client).await;
        assert_eq!(told["type"], "refused", "{code}");
        let reason = told["reason"].as_str().unwrap();
        assert!(reason.contains(&format!("must not send {code}: ")), "{code}: {reason}");
        assert!(reason.contains(CloseCode(code).meaning().section), "{code}: {reason}");
    }
}

/// The library that the server is made of knows 1014 as a code that must not be sent. It sends it when it is told to;
/// as a client it answers it with 1002. So this is the one code on which a client of that library disagrees with us.
#[tokio::test]
async fn a_client_of_the_same_library_takes_1014_for_a_protocol_error() {
    let server = TestServer::start().await;
    for (code, heard) in [(1013, 1013), (1014, 1002)] {
        let mut client = WsClient::open(&server, CONTROL).await;
        client.send_text(&json!({"type": "close", "code": code}).to_string()).await;
        assert_eq!(client.closed().await.0, heard);
    }
}

#[tokio::test]
async fn the_ranges_in_the_refusal_are_those_of_the_table() {
    let server = TestServer::start().await;
    let mut client = open(&server).await;
    wish(&mut client, json!({"type": "close", "code": 1005})).await;
    let reason = told(&mut client).await["reason"].as_str().unwrap().to_owned();
    let ranges = [1000..=1003, 1007..=1009, 1011..=1014, 3000..=4999];
    for range in &ranges {
        for end in [range.start(), range.end()] {
            assert!(reason.contains(&end.to_string()), "{end}: {reason}");
        }
    }
    for code in 0..=u16::MAX {
        let named = ranges.iter().any(|range| range.contains(&code));
        assert_eq!(a_server_may_send(code), named, "{code}");
    }
}

#[tokio::test]
async fn closes_without_a_code_with_an_empty_close_frame() {
    let server = TestServer::start().await;
    let mut client = open(&server).await;
    wish(&mut client, json!({"type": "close"})).await;
    assert_eq!(client.read(2).await, [CLOSE, 0]);
    client.send_frame(CLOSE, b"").await;
    assert_eq!(client.rest().await, b"");
}

/// `rest` fails on a reset: TCP ends in order, after what was sent.
#[tokio::test]
async fn cuts_tcp_without_a_close_frame_and_without_a_reset() {
    let server = TestServer::start().await;
    let mut client = open(&server).await;
    wish(&mut client, json!({"type": "ping", "payload": "hi"})).await;
    wish(&mut client, json!({"type": "cut"})).await;
    assert_eq!(client.rest().await, [PING, 2, b'h', b'i']);
}

#[tokio::test]
async fn closes_itself_as_every_websocket_does() {
    let server = TestServer::start().await;
    let mut client = WsClient::open(&server, CONTROL).await;
    client.close(1000.into(), "done").await;
    assert_eq!(client.closed().await, (1000, "done".to_owned()));
}

#[tokio::test]
async fn refuses_what_does_not_fit_a_control_frame() {
    let server = TestServer::start().await;
    let mut client = open(&server).await;
    wish(&mut client, json!({"type": "ping", "payload": "é".repeat(63)})).await;
    let ping = told(&mut client).await;
    assert_eq!(
        ping["reason"],
        "A ping's payload is at most 125 bytes of UTF-8, because a control frame carries 125 (RFC 6455 section 5.5). \
         This one has 126."
    );
    wish(&mut client, json!({"type": "close", "code": 1000, "reason": "x".repeat(124)})).await;
    let close = told(&mut client).await;
    assert!(close["reason"].as_str().unwrap().contains("at most 123 bytes"), "{close}");
    wish(&mut client, json!({"type": "close", "reason": "why"})).await;
    let close = told(&mut client).await;
    assert!(close["reason"].as_str().unwrap().starts_with("A reason stands behind a code"));
}

#[tokio::test]
async fn refuses_what_it_does_not_understand_and_shows_what_it_does() {
    let server = TestServer::start().await;
    let mut client = WsClient::open(&server, CONTROL).await;
    for text in [
        "",
        "ping",
        "{}",
        r#"{"type":"ping"}"#,
        r#"{"type":"pong","payload":"hi"}"#,
        r#"{"type":"close","code":65536}"#,
        r#"{"type":"close","code":"1000"}"#,
        r#"{"type":"cut","now":true}"#,
    ] {
        client.send_text(text).await;
        let told = client.json().await;
        assert_eq!(told["type"], "refused", "{text}");
        assert!(told["reason"].as_str().unwrap().starts_with("Not understood. Say "), "{text}");
    }
    client.send_binary(&b"{\"type\":\"cut\"}"[..]).await;
    assert_eq!(client.json().await["type"], "refused");
}
