//! The opening handshake, byte by byte.

use crate::common::{RawClient, TestServer};

/// The answer to a handshake with `changes`: its head and its body.
async fn answer(server: &TestServer, changes: &[(&str, &str)]) -> (String, String) {
    let mut client = RawClient::connect(server.address).await;
    let request = client.handshake("/ws/echo", changes);
    client.send(request).await;
    let head = client.head().await;
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap_or("0");
    let body = client.read(length.parse().unwrap()).await;
    (head, String::from_utf8(body).unwrap())
}

#[tokio::test]
async fn answers_101_with_what_the_rfc_asks_for_and_nothing_more() {
    let server = TestServer::start().await;
    let (head, _) = answer(&server, &[]).await;
    let without_date: Vec<&str> = head.lines().filter(|line| !line.starts_with("date: ")).collect();
    assert_eq!(
        without_date,
        [
            "HTTP/1.1 101 Switching Protocols",
            "connection: Upgrade",
            "upgrade: websocket",
            "sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
            "x-content-type-options: nosniff",
            "",
        ]
    );
}

#[tokio::test]
async fn takes_tokens_in_any_case_and_in_lists() {
    let server = TestServer::start().await;
    let (head, _) =
        answer(&server, &[("Connection", "keep-alive, UPGRADE"), ("Upgrade", "WebSocket")]).await;
    assert!(head.starts_with("HTTP/1.1 101 "), "{head}");
}

#[tokio::test]
async fn frames_that_come_with_the_handshake_are_not_lost() {
    let server = TestServer::start().await;
    let mut client = RawClient::connect(server.address).await;
    let request = client.handshake("/ws/echo", &[]);
    client
        .send([request.as_bytes(), b"\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"].concat())
        .await;
    client.head().await;
    assert_eq!(client.read(7).await, b"\x81\x05Hello");
}

#[tokio::test]
async fn answers_426_with_the_version_it_speaks() {
    let server = TestServer::start().await;
    for version in ["12", "14", "13, 8", "thirteen", ""] {
        let (head, body) = answer(&server, &[("Sec-WebSocket-Version", version)]).await;
        assert!(head.starts_with("HTTP/1.1 426 Upgrade Required\r\n"), "{version}: {head}");
        assert!(head.contains("sec-websocket-version: 13\r\n"), "{version}: {head}");
        assert!(head.contains("upgrade: websocket\r\n"), "{version}: {head}");
        assert!(body.contains("WebSocket version 13 only"), "{version}: {body}");
    }
}

#[tokio::test]
async fn answers_400_without_a_valid_key() {
    let server = TestServer::start().await;
    let (head, body) = answer(&server, &[("Sec-WebSocket-Key", "")]).await;
    assert!(head.starts_with("HTTP/1.1 400 Bad Request\r\n"), "{head}");
    assert!(body.contains("needs exactly one `Sec-WebSocket-Key`"), "{body}");
    for key in ["c2hvcnQ=", "not base64 at all!", "dGhlIHNhbXBsZSBub25jZQ"] {
        let (head, body) = answer(&server, &[("Sec-WebSocket-Key", key)]).await;
        assert!(head.starts_with("HTTP/1.1 400 Bad Request\r\n"), "{key}: {head}");
        assert!(body.contains("expected 16 random bytes in base64"), "{key}: {body}");
    }
}

#[tokio::test]
async fn answers_426_and_a_link_to_a_request_that_is_no_handshake() {
    let server = TestServer::start().await;
    for path in ["/ws/echo", "/ws/hello", "/ws/broadcast/lobby", "/ws/restaurant"] {
        let answer = server.get(path).await;
        assert_eq!(answer.status, 426, "{path}");
        assert_eq!(answer.header("upgrade"), "websocket", "{path}");
        assert!(answer.text().contains("is a WebSocket endpoint"), "{path}: {}", answer.text());
        assert!(answer.text().contains("/how-it-works.html"), "{path}: {}", answer.text());
    }
    for changes in [("Upgrade", "h2c"), ("Upgrade", ""), ("Connection", "close")] {
        let (head, body) = answer(&server, &[changes]).await;
        assert!(head.starts_with("HTTP/1.1 426 "), "{changes:?}: {head}");
        assert!(body.contains("is a WebSocket endpoint"), "{changes:?}: {body}");
    }
}

#[tokio::test]
async fn shows_a_page_to_a_browser_that_opens_a_websocket_address() {
    let server = TestServer::start().await;
    let page = server.request("GET", "/ws/echo").header("accept", "text/html,*/*").send().await;
    assert_eq!(
        (page.status.as_u16(), page.header("content-type")),
        (426, "text/html; charset=utf-8")
    );
    assert!(page.text().contains(r#"<a href="/how-it-works.html">"#), "{}", page.text());
}

#[tokio::test]
async fn a_websocket_address_takes_get_only() {
    let server = TestServer::start().await;
    let answer = server.request("POST", "/ws/echo").send().await;
    assert_eq!((answer.status.as_u16(), answer.header("allow")), (405, "GET,HEAD"));
}
