//! `/rooms`: a room in the auth, for those whose client speaks before their page can.

use super::opened;
use crate::common::{TestServer, WsClient};

async fn connecting(server: &TestServer, auth: &str) -> WsClient {
    let mut client = WsClient::open(server, "/socket.io/?EIO=4&transport=websocket").await;
    opened(&client.text().await);
    client.send_text(&format!("40/rooms,{auth}")).await;
    client
}

#[tokio::test]
async fn who_joins_by_auth_is_in_the_room_before_the_first_event() {
    let server = TestServer::start().await;
    let mut client = connecting(&server, r#"{"join":"tea"}"#).await;
    client.send_text(r#"42/rooms,["to-room","tea",1]"#).await;
    assert!(client.text().await.starts_with("40/rooms,{\"sid\":"));
    let said = client.text().await;
    assert!(said.starts_with(r#"42/rooms,["said",{"room":"tea","from":"guest-"#), "{said}");
}

#[tokio::test]
async fn a_room_in_the_auth_that_is_no_room_refuses_the_connection() {
    let server = TestServer::start().await;
    for auth in [r#"{"join":"No Such"}"#, r#"{"join":7}"#, r#"{"join":null}"#] {
        let mut client = connecting(&server, auth).await;
        let refused = client.text().await;
        assert!(refused.starts_with(r#"44/rooms,{"message":"A room"#), "{auth}: {refused}");
    }
    let mut client = connecting(&server, r#"{"other":1}"#).await;
    assert!(client.text().await.starts_with("40/rooms,{\"sid\":"));
}
