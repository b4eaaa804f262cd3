//! Who may tap, and what is never shown.

use std::{
    io::{BufRead, BufReader, Read},
    process::Stdio,
};

use super::{ADA, Tap};
use crate::common::{RawClient, TestServer};

#[tokio::test]
async fn secrets_are_stars_of_the_same_length_and_their_names_are_told() {
    let server = TestServer::start().await;
    let mut tap = Tap::on(&server, ADA).await;
    let mut client = RawClient::connect(server.address).await;
    let request = format!(
        "GET /healthz?tap={ADA} HTTP/1.1\r\nHost: localhost\r\nCookie: session=SECRET\r\nAuthorization: Basic SECRET\r\n\
         Proxy-Authorization: SECRET\r\nX-Shown: yes\r\n\r\n"
    );
    client.send(&request).await;
    client.body().await;
    let shown = tap.exchange().await;
    let stars =
        request.replace("session=SECRET", &"*".repeat(14)).replace("Basic SECRET", &"*".repeat(12));
    shown.assert_is(stars.replace("SECRET", "******").as_bytes(), &client.received);
    let head = shown.of_type("unit").next().unwrap();
    assert_eq!(
        head["redacted"],
        serde_json::json!(["cookie", "authorization", "proxy-authorization"])
    );
    assert!(!format!("{:?}", shown.events).contains("SECRET"));
    let body = shown.of_type("unit").last().unwrap();
    assert!(body.get("redacted").is_none());
}

#[tokio::test]
async fn an_unknown_token_changes_nothing_and_an_invalid_one_is_refused() {
    let server = TestServer::start().await;
    assert_eq!(server.get(&format!("/healthz?tap={ADA}")).await.text(), "ok");
    for query in [
        "tap=",
        "tap",
        "tap=short",
        &format!("tap={}", ADA.to_uppercase()),
        &format!("tap={ADA}&tap={ADA}"),
    ] {
        let answer = server.get(&format!("/healthz?{query}")).await;
        assert_eq!(answer.status, 400, "{query}");
        assert!(
            answer.text().starts_with("A tap token is exactly 32 lowercase hexadecimal digits")
        );
    }
}

#[tokio::test]
async fn handlers_do_not_see_the_token() {
    let server = TestServer::start().await;
    let page = server.get(&format!("/ws/echo?tap={ADA}")).await;
    assert_eq!(page.status, 426);
    assert!(!page.text().contains(ADA));
}

#[tokio::test]
async fn a_tap_does_not_tap_itself() {
    let server = TestServer::start().await;
    let _tap = Tap::on(&server, ADA).await;
    let mut client = RawClient::connect(server.address).await;
    let handshake = client.handshake(&format!("/tap?tap={ADA}"), &[]);
    client.send(handshake).await;
    assert!(client.head().await.starts_with("HTTP/1.1 400 "));
}

#[tokio::test]
async fn pages_of_unknown_origin_neither_watch_nor_are_watched() {
    let server = TestServer::start().await;
    for (path, origin) in [
        ("/tap", "null"),
        ("/tap", "https://evil.example"),
        (&format!("/ws/echo?tap={ADA}"), "null"),
        (&format!("/ws/echo?tap={ADA}"), "https://evil.example"),
    ] {
        let mut client = RawClient::connect(server.address).await;
        let handshake = client.handshake(path, &[("Origin", origin)]);
        client.send(handshake).await;
        let head = client.head().await;
        assert!(head.starts_with("HTTP/1.1 403 "), "{path} {origin}: {head}");
    }
    let mut client = RawClient::connect(server.address).await;
    let origin = format!("http://{}", server.address);
    let handshake = client.handshake("/tap", &[("Origin", &origin)]);
    client.send(handshake).await;
    assert!(client.head().await.starts_with("HTTP/1.1 101 "));
}

#[tokio::test]
async fn a_plain_request_for_the_tap_is_told_to_upgrade() {
    let server = TestServer::start().await;
    assert_eq!(server.get("/tap").await.status, 426);
}

#[tokio::test]
async fn no_log_holds_a_token() {
    let mut playground = std::process::Command::new(env!("CARGO_BIN_EXE_playground"))
        .args(["--listen", "127.0.0.1:0"])
        .env("RUST_LOG", "trace")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(playground.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let mut log = playground.stderr.take().unwrap();
    // It is read while the server runs, because a pipe that is full would stop the server.
    let log = std::thread::spawn(move || {
        let mut text = String::new();
        log.read_to_string(&mut text).unwrap();
        text
    });
    let address = line.trim().strip_prefix("Playground listening on http://").unwrap();
    let address = address.trim_end_matches('/').parse().unwrap();

    let mut tap = RawClient::open(address, "/tap").await;
    tap.send_frame(0x81, format!(r#"{{"type":"watch","token":"{ADA}"}}"#).as_bytes()).await;
    assert!(tap.frame().await.payload.starts_with(br#"[{"type":"watching""#));
    let mut client = RawClient::connect(address).await;
    for path in ["/about.json", "/nowhere", "/assets/nothing.js", "/ws/echo"] {
        client.get(&format!("{path}?tap={ADA}")).await;
    }
    client.get(&format!("/healthz?tap={ADA}0")).await;
    let handshake = client.handshake(&format!("/ws/echo?tap={ADA}"), &[]);
    client.send(handshake).await;
    client.head().await;
    while !String::from_utf8_lossy(&tap.frame().await.payload).contains("101 Switching") {}
    playground.kill().unwrap();
    playground.wait().unwrap();
    let log = log.join().unwrap();
    assert!(log.contains("TRACE") && log.contains("/nowhere"), "it did log: {log}");
    assert!(!log.contains(ADA), "{log}");
}
