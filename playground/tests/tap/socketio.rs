//! A Socket.IO session moves from connection to connection; its token goes with it.

use serde_json::Value;

use super::{ADA, Shown, Tap, from_hex};
use crate::common::{RawClient, TestServer};

/// The Engine.IO packets that were shown, each with an arrow, in the order in which they crossed.
fn packets(shown: &[Shown], kind: &str) -> Vec<String> {
    let units = shown.iter().flat_map(Shown::units).filter(|unit| unit["kind"] == kind);
    let told = units.map(|unit| {
        let bytes = from_hex(unit["bytes"].as_str().unwrap());
        let arrow = if unit["direction"] == "client_to_server" { ">" } else { "<" };
        format!("{arrow} {}", String::from_utf8(bytes).unwrap())
    });
    told.collect()
}

#[tokio::test]
async fn polling_probe_and_upgrade_are_shown_under_one_token() {
    let server = TestServer::start().await;
    let mut tap = Tap::on(&server, ADA).await;
    let mut shown = Vec::new();
    let address = format!("/socket.io/?EIO=4&transport=polling&tap={ADA}");

    let mut client = RawClient::connect(server.address).await;
    let open: Value = serde_json::from_slice(&client.get(&address).await[1..]).unwrap();
    shown.push(tap.exchange_when(client).await);
    let address = format!("{address}&sid={}", open["sid"].as_str().unwrap());

    let mut client = RawClient::connect(server.address).await;
    client
        .send(format!("POST {address} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n40"))
        .await;
    client.body().await;
    shown.push(tap.exchange_when(client).await);

    let mut client = RawClient::connect(server.address).await;
    assert!(client.get(&address).await.starts_with(b"40{"));
    shown.push(tap.exchange_when(client).await);

    let websocket = address.replace("=polling", "=websocket");
    let mut client = RawClient::open(server.address, &websocket).await;
    client.send_frame(0x81, b"2probe").await;
    assert_eq!(client.frame().await.payload, b"3probe");
    client.send_frame(0x81, b"5").await;
    client.send_frame(0x81, b"420[\"chat message\",\"hello\"]").await;
    for _ in 0..2 {
        client.frame().await;
    }
    client.send_frame(0x88, b"").await;
    client.rest().await;
    shown.push(tap.exchange_when(client).await);

    let (open, sid) = (open.to_string(), open["sid"].as_str().unwrap());
    let engine = packets(&shown, "engine_io");
    let opened = engine[0].strip_prefix("< 0").unwrap();
    assert_eq!(serde_json::from_str::<Value>(opened).unwrap().to_string(), open);
    assert_eq!(
        engine[1..],
        [
            "> 40",
            &format!("< 40{{\"sid\":\"{sid}\"}}"),
            "> 2probe",
            "< 3probe",
            "> 5",
            "> 420[\"chat message\",\"hello\"]",
            "< 42[\"chat message\",\"hello\"]",
            "< 430[{\"ok\":true}]",
        ]
    );
    let socket = packets(&shown, "socket_io");
    let inner: Vec<String> = engine
        .iter()
        .filter(|it| it[2..].starts_with('4'))
        .map(|it| it.replacen('4', "", 1))
        .collect();
    assert_eq!(socket, inner, "each message of Engine.IO is a packet of Socket.IO");
}
