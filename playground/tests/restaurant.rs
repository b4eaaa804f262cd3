//! The restaurant, by waiter and by walkie-talkie.

use std::time::Duration;

use serde_json::json;

use crate::common::{TestServer, WsClient};

/// A kitchen that takes 50 to 100 ms, so that a test can wait for the dish.
async fn quick_kitchen() -> TestServer {
    TestServer::with_limits(|limits| limits.cooking_seconds = Duration::from_millis(50)).await
}

#[tokio::test]
async fn the_waiter_is_asked_until_the_dish_is_ready() {
    let server = quick_kitchen().await;
    let taken = server.post("/restaurant/orders", r#"{"dish":"soup"}"#).await;
    let id = taken.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(taken.status, 201);
    assert_eq!(taken.json(), json!({"id": id, "dish": "soup", "status": "cooking"}));
    loop {
        let order = server.get(&format!("/restaurant/orders/{id}")).await.json();
        if order["status"] != "cooking" {
            assert_eq!(order, json!({"id": id, "dish": "soup", "status": "ready"}));
            break;
        }
    }
}

#[tokio::test]
async fn the_walkie_talkie_speaks_when_the_dish_is_ready() {
    let server = quick_kitchen().await;
    let mut client = WsClient::open(&server, "/ws/restaurant").await;
    client.send_text(r#"{"type":"order","dish":"soup"}"#).await;
    let heard = client.json().await;
    let id = heard["order"]["id"].clone();
    assert_eq!(
        heard,
        json!({"type": "heard", "order": {"id": id, "dish": "soup", "status": "cooking"}})
    );
    assert_eq!(
        client.json().await,
        json!({"type": "ready", "order": {"id": id, "dish": "soup", "status": "ready"}})
    );
    // One kitchen, whichever way the order came.
    let order = server.get(&format!("/restaurant/orders/{}", id.as_str().unwrap())).await;
    assert_eq!(order.json()["status"], "ready");
}

#[tokio::test]
async fn the_guest_can_talk_while_the_kitchen_cooks() {
    let server = TestServer::start().await;
    let mut client = WsClient::open(&server, "/ws/restaurant").await;
    for dish in ["soup", "salad"] {
        client.send_text(&json!({"type": "order", "dish": dish}).to_string()).await;
        let heard = client.json().await;
        assert_eq!((&heard["type"], &heard["order"]["dish"]), (&json!("heard"), &json!(dish)));
    }
}

#[tokio::test]
async fn what_the_kitchen_cannot_read_is_refused_with_the_rule() {
    let server = TestServer::start().await;
    let mut client = WsClient::open(&server, "/ws/restaurant").await;
    for (said, reason) in [
        ("soup", "The kitchen did not understand."),
        (r#"{"type":"bill"}"#, "The kitchen did not understand."),
        (r#"{"type":"order"}"#, "The kitchen did not understand."),
        (r#"{"type":"order","dish":"  "}"#, "A dish has a name of 1 to 40 characters"),
    ] {
        client.send_text(said).await;
        let refused = client.json().await;
        assert_eq!(refused["type"], "refused");
        assert!(refused["reason"].as_str().unwrap().starts_with(reason), "{said}: {refused}");
    }
    client.send_binary(b"soup".to_vec()).await;
    assert_eq!(client.json().await["type"], "refused");

    for body in [
        r#"{"dish":""}"#.to_owned(),
        json!({"dish": "x".repeat(41)}).to_string(),
        r#"{"dish":7}"#.to_owned(),
    ] {
        let refused = server.post("/restaurant/orders", &body).await;
        assert_eq!(refused.status, 400, "{body}");
        assert!(!refused.error().is_empty(), "{body}");
    }
    let unknown = server.get("/restaurant/orders/0123456789abcdef").await;
    assert_eq!(
        (unknown.status.as_u16(), unknown.error().starts_with("There is no such order.")),
        (404, true)
    );
}

#[tokio::test]
async fn orders_are_bounded() {
    let server = TestServer::with_limits(|limits| limits.orders = 30).await;
    let mut client = WsClient::open(&server, "/ws/restaurant").await;
    for number in 0..21 {
        client.send_text(r#"{"type":"order","dish":"soup"}"#).await;
        let expected = if number < 20 { "heard" } else { "refused" };
        assert_eq!(
            client.json().await["type"],
            expected,
            "one guest waits for 20 dishes at the most"
        );
    }
    for _ in 20..30 {
        assert_eq!(server.post("/restaurant/orders", r#"{"dish":"soup"}"#).await.status, 201);
    }
    let refused = server.post("/restaurant/orders", r#"{"dish":"soup"}"#).await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (503, "10"));
}
