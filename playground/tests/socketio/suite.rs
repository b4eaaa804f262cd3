//! `--socketio-suite`: what the public suites of both protocols ask, told by their packets.

use super::{Session, WEBSOCKET, opened};
use crate::common::{TestServer, WsClient};

async fn serve() -> TestServer {
    TestServer::with(|config| config.socketio.suite = true).await
}

#[tokio::test]
async fn has_the_times_and_the_payload_that_the_suites_expect() {
    let server = serve().await;
    for path in ["/socket.io/", "/engine.io/"] {
        let answer = server.get(&format!("{path}?EIO=4&transport=polling")).await;
        let open = opened(answer.text());
        assert_eq!((&open["pingInterval"], &open["pingTimeout"]), (&300.into(), &200.into()));
        assert_eq!(open["maxPayload"], 1_000_000);
    }
}

#[tokio::test]
async fn has_two_namespaces_and_no_others() {
    let server = serve().await;
    let mut client = WsClient::open(&server, WEBSOCKET).await;
    opened(&client.text().await);
    client.send_text("40").await;
    assert!(client.text().await.starts_with("40{\"sid\":"));
    assert_eq!(client.text().await, "42[\"auth\",{}]");
    client.send_text("40/custom,{\"token\":123}").await;
    assert!(client.text().await.starts_with("40/custom,{\"sid\":"));
    assert_eq!(client.text().await, "42/custom,[\"auth\",{\"token\":123}]");
    for namespace in ["/random", "/echo", "/rooms"] {
        client.send_text(&format!("40{namespace},")).await;
        let refused = format!("44{namespace},{{\"message\":\"Invalid namespace\"}}");
        assert_eq!(client.text().await, refused);
    }
}

#[tokio::test]
async fn socketio_echoes_any_number_of_arguments_and_binary() {
    let server = serve().await;
    let mut client = WsClient::open(&server, WEBSOCKET).await;
    opened(&client.text().await);
    client.send_text("40").await;
    assert!(client.text().await.starts_with("40{"));
    assert_eq!(client.text().await, "42[\"auth\",{}]");
    client.send_text("42[\"message\",1,\"2\",{\"3\":[true]}]").await;
    assert_eq!(client.text().await, "42[\"message-back\",1,\"2\",{\"3\":[true]}]");
    client.send_text("42[\"message\"]").await;
    assert_eq!(client.text().await, "42[\"message-back\"]");
    client.send_text("42456[\"message-with-ack\",1,[]]").await;
    assert_eq!(client.text().await, "43456[1,[]]");
    client
        .send_text(
            "452-[\"message\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]",
        )
        .await;
    client.send_binary(vec![1, 2, 3]).await;
    client.send_binary(vec![4]).await;
    let back = "452-[\"message-back\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]";
    assert_eq!(client.text().await, back);
    assert_eq!(
        (&client.binary().await[..], &client.binary().await[..]),
        (&[1, 2, 3][..], &[4][..])
    );
}

#[tokio::test]
async fn engine_io_echoes_text_and_binary() {
    let server = serve().await;
    let session = Session::open_at(&server, "/engine.io/").await;
    assert_eq!(session.send("4hello\x1ebAQIDBA==\x1e4").await.text(), "ok");
    assert_eq!(session.packets().await, ["4hello", "bAQIDBA==", "4"]);
    let mut client = WsClient::open(&server, "/engine.io/?EIO=4&transport=websocket").await;
    opened(&client.text().await);
    client.send_text("4hello").await;
    assert_eq!(client.text().await, "4hello");
    client.send_binary(vec![1, 2]).await;
    assert_eq!(&client.binary().await[..], [1, 2]);
}

#[tokio::test]
async fn without_the_flag_there_is_no_engine_io_echo() {
    let server = TestServer::start().await;
    assert_eq!(server.get("/engine.io/?EIO=4&transport=polling").await.status, 404);
}
