//! The end of the server.

use super::{Session, echoing_websocket, websocket};
use crate::common::{RawClient, TestServer, WsClient, soon};

/// A poll that the server has begun to answer.
async fn waiting(session: &Session<'_>) -> RawClient {
    let mut client = RawClient::connect(session.server.address).await;
    client.send(format!("GET {} HTTP/1.1\r\nHost: localhost\r\n\r\n", session.address)).await;
    // Whoever comes later is answered: this one was read before.
    session.server.get("/healthz").await;
    client
}

#[tokio::test]
async fn every_session_is_told_and_every_poll_is_answered() {
    let server = TestServer::start().await;
    let mut member = waiting(&Session::echoing(&server).await).await;
    let mut nobody = waiting(&Session::open(&server).await).await;
    let mut connected = echoing_websocket(&server).await;
    let mut alone = websocket(&server).await;
    let end = server.stop();
    assert_eq!(member.body().await, b"1");
    assert_eq!(nobody.body().await, b"6");
    assert_eq!(connected.text().await, "1");
    assert!(connected.ended().await && alone.ended().await);
    drop((connected, alone));
    soon("the server to end", end).await.unwrap();
}

#[tokio::test]
async fn the_engine_io_echo_of_the_suite_ends_too() {
    let server = TestServer::with(|config| config.socketio.suite = true).await;
    let mut client = WsClient::open(&server, "/engine.io/?EIO=4&transport=websocket").await;
    client.text().await;
    let end = server.stop();
    assert!(client.ended().await);
    soon("the server to end", end).await.unwrap();
}
