//! `/ws/echo`, byte by byte where the bytes are the point.

use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use crate::common::{Frame, RawClient, TestServer, WsClient, masked};

const ECHO: &str = "/ws/echo";
const TEXT: u8 = 0x81;
const BINARY: u8 = 0x82;
const CLOSE: u8 = 0x88;
const PING: u8 = 0x89;
const PONG: u8 = 0x8a;

#[tokio::test]
async fn echoes_text_and_binary() {
    let server = TestServer::start().await;
    let mut client = WsClient::open(&server, ECHO).await;
    for text in ["Hello", "", "Zoë 李 🙂", "null\0byte"] {
        client.send_text(text).await;
        assert_eq!(client.text().await, text);
    }
    for bytes in [&b"\x00\xff\x80"[..], b"", b"text as bytes"] {
        client.send_binary(bytes.to_vec()).await;
        assert_eq!(client.binary().await, bytes);
    }
}

#[tokio::test]
async fn echoes_the_rfc_example_byte_for_byte() {
    let server = TestServer::start().await;
    let mut client = RawClient::open(server.address, ECHO).await;
    // "Hello", masked: RFC 6455 section 5.7.
    client.send(b"\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58").await;
    assert_eq!(client.read(7).await, b"\x81\x05Hello");
}

#[tokio::test]
async fn echoes_every_length_form_up_to_the_largest_message() {
    let server = TestServer::start().await;
    let mut client = RawClient::open(server.address, ECHO).await;
    for length in [0, 1, 125, 126, 127, 65_535, 65_536] {
        let payload: Vec<u8> = (0..=255).cycle().take(length).collect();
        client.send_frame(BINARY, &payload).await;
        assert_eq!(client.frame().await, Frame { first: BINARY, payload }, "{length} bytes");
    }
    let text = "x".repeat(65_536);
    client.send_frame(TEXT, text.as_bytes()).await;
    assert_eq!(client.frame().await, Frame { first: TEXT, payload: text.into_bytes() });
}

#[tokio::test]
async fn echoes_a_burst_in_order() {
    let server = TestServer::start().await;
    let mut client = RawClient::open(server.address, ECHO).await;
    let burst: Vec<u8> =
        (0..500).flat_map(|n| masked(TEXT, format!("message {n}").as_bytes())).collect();
    client.send(burst).await;
    for n in 0..500 {
        assert_eq!(
            client.frame().await,
            Frame { first: TEXT, payload: format!("message {n}").into_bytes() }
        );
    }
}

#[tokio::test]
async fn echoes_a_fragmented_message_as_one_and_answers_a_ping_in_between() {
    let server = TestServer::start().await;
    let mut client = RawClient::open(server.address, ECHO).await;
    client.send_frame(0x01, "Gr\u{fc}".as_bytes().split_last().unwrap().1).await;
    client.send_frame(PING, b"still there?").await;
    assert_eq!(client.frame().await, Frame { first: PONG, payload: b"still there?".to_vec() });
    client.send_frame(0x00, &"Gr\u{fc}".as_bytes()[3..]).await;
    client.send_frame(0x80, b"n").await;
    assert_eq!(client.frame().await, Frame { first: TEXT, payload: "Grün".as_bytes().to_vec() });
}

#[tokio::test]
async fn answers_a_ping_with_a_pong_of_the_same_payload_and_ignores_a_pong() {
    let server = TestServer::start().await;
    let mut client = RawClient::open(server.address, ECHO).await;
    for payload in [&b""[..], b"hi", &[0xfe; 125]] {
        client.send_frame(PONG, payload).await;
        client.send_frame(PING, payload).await;
        assert_eq!(client.frame().await, Frame { first: PONG, payload: payload.to_vec() });
    }
}

#[tokio::test]
async fn answers_a_close_once_with_the_same_code_and_ends_tcp() {
    let server = TestServer::start().await;
    for code in [1000_u16, 1001, 1003, 1011, 3000, 4999] {
        let mut client = RawClient::open(server.address, ECHO).await;
        let payload = [&code.to_be_bytes()[..], b"bye"].concat();
        client.send_frame(CLOSE, &payload).await;
        assert_eq!(client.rest().await, [&[CLOSE, 5][..], &payload].concat(), "{code}");
    }
}

#[tokio::test]
async fn answers_a_close_without_a_code_with_one_without_a_code() {
    let server = TestServer::start().await;
    let mut client = RawClient::open(server.address, ECHO).await;
    client.send_frame(CLOSE, b"").await;
    assert_eq!(client.rest().await, [CLOSE, 0]);
}

#[tokio::test]
async fn echoes_what_came_before_the_close() {
    let server = TestServer::start().await;
    let mut client = WsClient::open(&server, ECHO).await;
    client.send_text("last words").await;
    client.close(CloseCode::Normal, "done").await;
    assert_eq!(client.text().await, "last words");
    assert_eq!(client.closed().await, (1000, "done".to_owned()));
}

/// Sends `bytes` on a fresh connection; the code and the reason of the one close frame that comes back before TCP ends.
async fn closes_with(server: &TestServer, bytes: &[u8]) -> (u16, String) {
    let mut client = RawClient::open(server.address, ECHO).await;
    client.send(bytes).await;
    let answer = client.rest().await;
    assert_eq!(answer[0], CLOSE, "{answer:?}");
    assert_eq!(
        usize::from(answer[1]),
        answer.len() - 2,
        "one frame and nothing after it: {answer:?}"
    );
    (u16::from_be_bytes([answer[2], answer[3]]), String::from_utf8(answer[4..].to_vec()).unwrap())
}

#[tokio::test]
async fn closes_with_1002_when_the_protocol_is_broken() {
    let server = TestServer::start().await;
    for (what, bytes) in [
        ("an unmasked frame", b"\x81\x02hi".to_vec()),
        ("a reserved bit", masked(0xc1, b"hi")),
        ("a reserved data opcode", masked(0x83, b"hi")),
        ("a reserved control opcode", masked(0x8b, b"hi")),
        ("a continuation of nothing", masked(0x80, b"hi")),
        ("a new message inside a message", [masked(0x01, b"a"), masked(0x81, b"b")].concat()),
        ("a fragmented ping", masked(0x09, b"hi")),
        ("a ping of 126 bytes", masked(PING, &[0; 126])),
        ("a close of one byte", masked(CLOSE, b"x")),
        ("a close code that must not be sent", masked(CLOSE, &1005_u16.to_be_bytes())),
        ("a close code below 1000", masked(CLOSE, &999_u16.to_be_bytes())),
    ] {
        let (code, reason) = closes_with(&server, &bytes).await;
        assert_eq!(code, 1002, "{what}");
        assert!(!reason.is_empty(), "{what}");
    }
}

#[tokio::test]
async fn closes_with_1007_when_text_is_not_utf8() {
    let server = TestServer::start().await;
    for bytes in [
        masked(TEXT, b"\xff"),
        masked(TEXT, "Grün".as_bytes().split_at(3).0),
        [masked(0x01, b"ok"), masked(0x80, b"\xc0\xaf")].concat(),
        masked(CLOSE, b"\x03\xe8\xff"),
    ] {
        assert_eq!(
            closes_with(&server, &bytes).await,
            (1007, "A text message must be UTF-8.".to_owned())
        );
    }
}

#[tokio::test]
async fn closes_with_1009_when_a_message_is_too_large() {
    let server = TestServer::start().await;
    let too_large = (1009, "A message may have 65536 bytes at the most.".to_owned());
    assert_eq!(closes_with(&server, &masked(BINARY, &vec![0; 65_537])).await, too_large);
    let half = vec![0; 40_000];
    let fragments = [masked(0x02, &half), masked(0x80, &half)].concat();
    assert_eq!(closes_with(&server, &fragments).await, too_large);
    // Announced only: the server must not wait for 2^63 - 1 bytes.
    let announced = b"\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00";
    assert_eq!(closes_with(&server, announced).await, too_large);
}

#[tokio::test]
async fn the_message_limit_can_be_set() {
    let server = TestServer::with_limits(|limits| limits.message_bytes = 200).await;
    let mut client = WsClient::open(&server, ECHO).await;
    client.send_binary(vec![7; 200]).await;
    assert_eq!(client.binary().await, vec![7; 200]);
    client.send_binary(vec![7; 201]).await;
    assert_eq!(client.closed().await.0, 1009);
}
