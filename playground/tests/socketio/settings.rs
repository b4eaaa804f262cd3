//! What the flags change.

use playground::{BindError, Config, Server, SocketIoSettings, Transport};
use serde_json::json;

use super::{POLLING, Session, WEBSOCKET, echoing_websocket, opened, there_is_a_place, websocket};
use crate::common::{RawClient, TestServer};

async fn serve(change: impl FnOnce(&mut SocketIoSettings)) -> TestServer {
    TestServer::with(|config| change(&mut config.socketio)).await
}

#[tokio::test]
async fn one_session_too_many_is_told_503_over_both_transports() {
    let server = serve(|it| it.sessions = 2).await;
    let polling = Session::echoing(&server).await;
    let held = echoing_websocket(&server).await;
    let refused = server.get(POLLING).await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (503, "10"));
    assert!(refused.text().contains("--socketio-sessions."), "{}", refused.text());
    let mut client = RawClient::connect(server.address).await;
    let request = client.handshake(WEBSOCKET, &[]);
    client.send(request).await;
    assert!(client.head().await.starts_with("HTTP/1.1 503 "));

    // A session that polls has no connection, and its place all the same, until it ends.
    polling.send("1").await;
    there_is_a_place(&server).await;
    drop(held);
    there_is_a_place(&server).await;
}

#[tokio::test]
async fn one_address_has_its_share_of_sessions_only() {
    let server = serve(|it| it.sessions_per_address = 1).await;
    let _only = Session::open(&server).await;
    let refused = server.get(POLLING).await;
    assert_eq!(refused.status, 503);
    assert!(refused.text().contains("--socketio-sessions-per-address"), "{}", refused.text());
}

#[tokio::test]
async fn a_transport_that_is_not_allowed_is_neither_offered_nor_taken() {
    let server = serve(|it| it.transports = vec![Transport::Polling]).await;
    assert_eq!(opened(server.get(POLLING).await.text())["upgrades"], json!([]));
    let refused = server.get(WEBSOCKET).await;
    assert_eq!(refused.text(), r#"{"code":0,"message":"Transport unknown"}"#);

    let server = serve(|it| it.transports = vec![Transport::Websocket]).await;
    assert_eq!(server.get(POLLING).await.text(), r#"{"code":0,"message":"Transport unknown"}"#);
    websocket(&server).await;
}

#[tokio::test]
async fn the_server_is_where_its_path_says_and_nowhere_else() {
    let server = serve(|it| it.path = "/deep/down/".parse().unwrap()).await;
    Session::open_at(&server, "/deep/down/").await;
    assert_eq!(server.get(POLLING).await.status, 404);
    assert!(server.get("/deep/down/no.js").await.text().contains("There is no client file"));
    assert_eq!(server.get("/about.json").await.json()["socketio"]["path"], "/deep/down");
}

#[tokio::test]
async fn a_path_that_is_ours_is_refused() {
    for path in ["/ws", "/ws/echo", "/race", "/assets", "/tap/x", "/healthz"] {
        let mut config = Config { listen: "127.0.0.1:0".parse().unwrap(), ..Config::default() };
        config.socketio.path = path.parse().unwrap();
        let error = Server::bind(config).await.err().unwrap();
        assert!(matches!(error, BindError::Settings(_)));
        assert!(error.to_string().starts_with(&format!("--socketio-path {path}: ")), "{error}");
    }
}

#[tokio::test]
async fn what_cannot_work_is_told_at_the_start() {
    let mut config = Config { listen: "127.0.0.1:0".parse().unwrap(), ..Config::default() };
    config.socketio.transports.clear();
    let error = Server::bind(config).await.err().unwrap();
    assert_eq!(error.to_string(), "--socketio-transports needs polling, websocket, or both.");
}

#[tokio::test]
async fn about_says_how_to_reach_it() {
    let server = serve(|it| it.max_payload = 1_000).await;
    let about = server.get("/about.json").await.json();
    assert_eq!(
        about["socketio"],
        json!({
            "path": "/socket.io",
            "transports": ["polling", "websocket"],
            "ping_interval_ms": 25_000,
            "ping_timeout_ms": 20_000,
            "connect_timeout_ms": 45_000,
            "max_payload": 1_000,
        })
    );
}
