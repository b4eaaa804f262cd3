//! RST, Close frames with a code, restarts, and one connection at a time.

use serde_json::json;

use super::{ask, delete, echo, echo_event, order, paused_race, put, session};
use crate::{
    common::{Frame, RawClient, TestServer, WsClient},
    tap::{ADA, BO, Tap},
};

fn close(code: u16, reason: &str) -> Frame {
    let payload = [&code.to_be_bytes()[..], reason.as_bytes()].concat();
    Frame { first: 0x88, payload }
}

/// Takes a Close frame and answers it; then TCP ends.
async fn closed(client: &mut RawClient, code: u16, reason: &str) {
    let frame = client.frame().await;
    assert_eq!(frame, close(code, reason));
    client.send_frame(frame.first, &frame.payload).await;
    assert_eq!(client.rest().await, b"", "FIN");
}

async fn socket_io(server: &TestServer) -> WsClient {
    let path = format!("/socket.io/?EIO=4&transport=websocket&tap={ADA}");
    let mut socket = WsClient::open(server, &path).await;
    assert!(socket.text().await.starts_with('0'));
    socket
}

#[tokio::test]
async fn a_reset_is_rst_without_a_byte_before_it_for_a_websocket_and_for_a_long_poll() {
    let server = TestServer::start().await;
    let race = paused_race(&server).await;
    let (mut page, _bo) = (Tap::on(&server, ADA).await, Tap::on(&server, BO).await);
    let mut poll = RawClient::connect(server.address).await;
    ask(&mut poll, &race, ADA, &mut page).await;
    let mut mine = RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await;
    let mut other = RawClient::open(server.address, &format!("/ws/echo?tap={BO}")).await;
    let mut unwatched = RawClient::open(server.address, "/ws/echo").await;
    echo(&mut mine).await;
    let answer = order(&server, ADA, "reset", r#"{"seconds":0}"#).await;
    assert_eq!(answer.json(), json!({ "connections": 2 }));
    mine.reset().await;
    poll.reset().await;
    echo(&mut other).await;
    echo(&mut unwatched).await;
    echo(&mut RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await).await;
}

#[tokio::test]
async fn for_so_long_every_new_exchange_is_reset_unless_the_wish_is_taken_back() {
    let server = TestServer::start().await;
    let _page = Tap::on(&server, ADA).await;
    order(&server, ADA, "reset", r#"{"seconds":30}"#).await;
    let mut client = RawClient::connect(server.address).await;
    client.send(client.handshake(&format!("/ws/echo?tap={ADA}"), &[])).await;
    client.reset().await;
    delete(&server, ADA).await;
    echo(&mut RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await).await;
}

#[tokio::test]
async fn a_half_open_line_can_be_reset() {
    let server = TestServer::start().await;
    let _page = Tap::on(&server, ADA).await;
    let mut client = RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await;
    put(&server, ADA, r#"{"half_open":true}"#).await;
    client.send_frame(0x81, b"hi").await;
    order(&server, ADA, "reset", "{}").await;
    client.reset().await;
}

#[tokio::test]
async fn every_websocket_is_closed_with_the_code_that_was_wished() {
    let server = TestServer::start().await;
    let race = paused_race(&server).await;
    let (mut page, _bo) = (Tap::on(&server, ADA).await, Tap::on(&server, BO).await);
    let mut poll = RawClient::connect(server.address).await;
    ask(&mut poll, &race, ADA, &mut page).await;
    let mut mine = RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await;
    let mut lane = RawClient::open(server.address, &format!("{race}/ws?tap={ADA}")).await;
    let mut other = RawClient::open(server.address, &format!("/ws/echo?tap={BO}")).await;
    let body = r#"{"code":1012,"reason":"Back soon."}"#;
    let answer = order(&server, ADA, "close", body).await;
    assert_eq!(answer.json(), json!({ "connections": 2 }), "a long poll knows no codes");
    closed(&mut mine, 1012, "Back soon.").await;
    closed(&mut lane, 1012, "Back soon.").await;
    echo(&mut other).await;
    server.request("PATCH", &race).json(r#"{"paused":false,"rate":100}"#).send().await;
    assert!(poll.body().await.starts_with(b"[{\"seq\":1,"));
}

#[tokio::test]
async fn a_websocket_that_knows_no_codes_ends_with_fin() {
    let server = TestServer::start().await;
    let _page = Tap::on(&server, ADA).await;
    for what in ["close", "restart"] {
        let mut socket = socket_io(&server).await;
        let body = if what == "close" { r#"{"code":1012}"# } else { "{}" };
        let answer = order(&server, ADA, what, body).await;
        assert_eq!(answer.json(), json!({ "connections": 1 }), "{what}");
        assert!(socket.ended().await, "{what}");
    }
}

#[tokio::test]
async fn a_restart_says_1012_and_then_resets_whoever_comes_back_too_soon() {
    let server = TestServer::start().await;
    let race = paused_race(&server).await;
    let mut page = Tap::on(&server, ADA).await;
    let mut poll = RawClient::connect(server.address).await;
    ask(&mut poll, &race, ADA, &mut page).await;
    let mut mine = RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await;
    let mut unwatched = RawClient::open(server.address, "/ws/echo").await;
    let answer = order(&server, ADA, "restart", r#"{"seconds":30}"#).await;
    assert_eq!(answer.json(), json!({ "connections": 2 }));
    closed(&mut mine, 1012, "The server restarts.").await;
    assert_eq!(poll.rest().await, b"");
    echo(&mut unwatched).await;
    let mut early = RawClient::connect(server.address).await;
    early.send(early.handshake(&format!("/ws/echo?tap={ADA}"), &[])).await;
    early.reset().await;
    delete(&server, ADA).await;
    echo(&mut RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await).await;
    echo_event(&mut session(&server).await).await;
}

#[tokio::test]
async fn a_new_websocket_takes_the_place_of_the_older_one() {
    let server = TestServer::start().await;
    let (_ada, _bo) = (Tap::on(&server, ADA).await, Tap::on(&server, BO).await);
    let mut other = RawClient::open(server.address, &format!("/ws/echo?tap={BO}")).await;
    let mut first = RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await;
    let mut second = RawClient::open(server.address, &format!("/ws/hello?tap={ADA}")).await;
    second.frame().await;
    put(&server, ADA, r#"{"one_connection":true}"#).await;
    echo(&mut first).await;
    let mut third = RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await;
    let reason = "Another connection of yours took this place.";
    closed(&mut first, 4001, reason).await;
    closed(&mut second, 4001, reason).await;
    echo(&mut third).await;
    echo(&mut other).await;
    let mut fourth = RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await;
    closed(&mut third, 4001, reason).await;
    echo(&mut fourth).await;
}
