//! FIN without a Close frame or a response.

use serde_json::json;

use super::{ask, cut, delete, echo, echo_event, paused_race, session};
use crate::{
    common::{RawClient, TestServer},
    tap::{ADA, BO, Tap},
};

#[tokio::test]
async fn a_cut_websocket_ends_without_a_close_frame_and_others_go_on() {
    let server = TestServer::start().await;
    let (_ada, _bo) = (Tap::on(&server, ADA).await, Tap::on(&server, BO).await);
    let mut mine = RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await;
    let mut second = RawClient::open(server.address, &format!("/ws/hello?tap={ADA}")).await;
    let mut other = RawClient::open(server.address, &format!("/ws/echo?tap={BO}")).await;
    let mut unwatched = RawClient::open(server.address, "/ws/echo").await;
    second.frame().await;
    for client in [&mut mine, &mut other, &mut unwatched] {
        echo(client).await;
    }
    assert_eq!(cut(&server, ADA, 0).await.json(), json!({ "connections": 2 }));
    assert_eq!(mine.rest().await, b"", "FIN, and not a byte before it");
    assert_eq!(second.rest().await, b"");
    echo(&mut other).await;
    echo(&mut unwatched).await;
    // It lasted for 0 seconds.
    echo(&mut RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await).await;
}

#[tokio::test]
async fn a_long_poll_is_cut_without_a_response() {
    let server = TestServer::start().await;
    let race = paused_race(&server).await;
    let mut tap = Tap::on(&server, ADA).await;
    let mut client = RawClient::connect(server.address).await;
    ask(&mut client, &race, ADA, &mut tap).await;
    assert_eq!(cut(&server, ADA, 0).await.json(), json!({ "connections": 1 }));
    assert_eq!(client.rest().await, b"");
}

#[tokio::test]
async fn a_connection_that_another_reader_uses_now_is_not_harmed() {
    let server = TestServer::start().await;
    let race = paused_race(&server).await;
    let (mut ada, mut bo) = (Tap::on(&server, ADA).await, Tap::on(&server, BO).await);
    let mut client = RawClient::connect(server.address).await;
    client.get(&format!("/healthz?tap={ADA}")).await;
    while ada.event().await["type"] != "ended" {}
    assert_eq!(cut(&server, ADA, 0).await.json(), json!({ "connections": 0 }), "idle");
    ask(&mut client, &race, BO, &mut bo).await;
    assert_eq!(cut(&server, ADA, 30).await.json(), json!({ "connections": 0 }), "somebody else's");
    server.request("PATCH", &race).json(r#"{"paused":false,"rate":100}"#).send().await;
    assert!(client.body().await.starts_with(b"[{\"seq\":1,"));
    assert_eq!(client.get("/healthz").await, b"ok", "nobody's");
}

#[tokio::test]
async fn for_so_long_every_new_exchange_is_cut_unless_the_wish_is_taken_back() {
    let server = TestServer::start().await;
    let _page = Tap::on(&server, ADA).await;
    assert_eq!(cut(&server, ADA, 30).await.json(), json!({ "connections": 0 }));
    for request in [
        format!("GET /healthz?tap={ADA} HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        // Its body comes never.
        format!(
            "POST /restaurant/orders?tap={ADA} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"
        ),
    ] {
        let mut client = RawClient::connect(server.address).await;
        assert_eq!(client.get("/healthz").await, b"ok");
        client.send(request).await;
        assert_eq!(client.rest().await, b"");
    }
    let mut client = RawClient::connect(server.address).await;
    client.send(client.handshake(&format!("/ws/echo?tap={ADA}"), &[])).await;
    assert_eq!(client.rest().await, b"");
    assert_eq!(delete(&server, ADA).await.status, 204);
    echo(&mut RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await).await;
}

#[tokio::test]
async fn what_is_cut_before_its_answer_does_nothing() {
    let server = TestServer::with_limits(|limits| limits.races = 1).await;
    let _page = Tap::on(&server, ADA).await;
    cut(&server, ADA, 30).await;
    let mut client = RawClient::connect(server.address).await;
    let head = format!(
        "POST /race?tap={ADA} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    );
    client.send(head + "Content-Length: 2\r\n\r\n{}").await;
    assert_eq!(client.rest().await, b"");
    assert_eq!(server.post("/race", "{}").await.status, 201, "the one place is free");
}

#[tokio::test]
async fn a_session_over_polling_is_cut_in_the_middle_of_a_poll_and_a_new_one_opens() {
    let server = TestServer::start().await;
    let _page = Tap::on(&server, ADA).await;
    let mut session = session(&server).await;
    echo_event(&mut session).await;
    session.ask().await;
    while cut(&server, ADA, 0).await.json()["connections"] != 1 {}
    assert_eq!(session.client.rest().await, b"");
    echo_event(&mut super::session(&server).await).await;
}
