//! `/ws/hello`, the source document's first server.

use crate::common::{TestServer, WsClient};

#[tokio::test]
async fn greets_and_answers_what_you_said() {
    let server = TestServer::start().await;
    let mut client = WsClient::open(&server, "/ws/hello").await;
    assert_eq!(client.text().await, "Hello from the server!");
    client.send_text("Hi").await;
    assert_eq!(client.text().await, "You said: Hi");
    client.send_text("").await;
    assert_eq!(client.text().await, "You said: ");
}

#[tokio::test]
async fn answers_the_largest_message_of_binary_that_is_not_text() {
    let server = TestServer::start().await;
    let mut client = WsClient::open(&server, "/ws/hello").await;
    client.text().await;
    // Each byte becomes U+FFFD, as in Node.
    client.send_binary(vec![0xff; 65_536]).await;
    assert_eq!(client.text().await, format!("You said: {}", "\u{fffd}".repeat(65_536)));
}
