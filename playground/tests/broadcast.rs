//! `/ws/broadcast/{room}`

use serde_json::{Value, json};

use crate::common::{RawClient, TestServer, WsClient};

async fn refusal(server: &TestServer, path: &str) -> (u16, String) {
    let mut client = RawClient::connect(server.address).await;
    let request = client.handshake(path, &[]);
    client.send(request).await;
    let head = client.head().await;
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap_or("0");
    let body = String::from_utf8(client.read(length.parse().unwrap()).await).unwrap();
    let status = head[9..12].parse().unwrap();
    assert_eq!(status == 503, head.contains("retry-after: 10\r\n"), "{head}");
    (status, body)
}

#[tokio::test]
async fn tells_everyone_who_is_there_who_comes_and_who_leaves() {
    let server = TestServer::start().await;
    let mut bo = WsClient::open(&server, "/ws/broadcast/lobby?name=Bo").await;
    let bo_is = json!({"id": 1, "name": "Bo"});
    assert_eq!(
        bo.json().await,
        json!({"type": "welcome", "room": "lobby", "you": bo_is, "members": [bo_is]})
    );

    let mut ada = WsClient::open(&server, "/ws/broadcast/lobby?name=Ada%20L.").await;
    let ada_is = json!({"id": 2, "name": "Ada L."});
    assert_eq!(
        ada.json().await,
        json!({"type": "welcome", "room": "lobby", "you": ada_is, "members": [bo_is, ada_is]})
    );
    assert_eq!(bo.json().await, json!({"type": "joined", "member": ada_is}));

    drop(ada);
    assert_eq!(bo.json().await, json!({"type": "left", "member": ada_is}));
}

#[tokio::test]
async fn what_one_member_says_every_member_hears_in_the_same_order_with_the_same_bytes() {
    let server = TestServer::start().await;
    let mut ada = WsClient::open(&server, "/ws/broadcast/lobby?name=Ada").await;
    ada.text().await;
    let mut bo = WsClient::open(&server, "/ws/broadcast/lobby?name=Bo").await;
    bo.text().await;
    ada.text().await;

    ada.send_text("hi \"Bo\" <b>").await;
    let said = r#"{"type":"message","seq":1,"from":{"id":1,"name":"Ada"},"text":"hi \"Bo\" <b>"}"#;
    assert_eq!(ada.text().await, said);
    assert_eq!(bo.text().await, said);
    bo.send_text("").await;
    let answered = r#"{"type":"message","seq":2,"from":{"id":2,"name":"Bo"},"text":""}"#;
    assert_eq!(ada.text().await, answered);
    assert_eq!(bo.text().await, answered);
}

#[tokio::test]
async fn a_binary_message_is_relayed_as_it_is() {
    let server = TestServer::start().await;
    let mut ada = WsClient::open(&server, "/ws/broadcast/lobby").await;
    ada.text().await;
    ada.send_binary(vec![0, 255, 1]).await;
    assert_eq!(ada.binary().await, &[0, 255, 1][..]);
}

#[tokio::test]
async fn the_largest_message_arrives_even_if_json_makes_it_six_times_as_long() {
    let server = TestServer::start().await;
    let mut ada = WsClient::open(&server, "/ws/broadcast/lobby").await;
    ada.text().await;
    let text = "\u{1}".repeat(65_536);
    ada.send_text(&text).await;
    assert_eq!(ada.json().await["text"], text);
}

#[tokio::test]
async fn rooms_do_not_hear_each_other() {
    let server = TestServer::start().await;
    let mut ada = WsClient::open(&server, "/ws/broadcast/one").await;
    let mut bo = WsClient::open(&server, "/ws/broadcast/two").await;
    assert_eq!(ada.json().await["you"], json!({"id": 1, "name": "guest-1"}));
    assert_eq!(bo.json().await["you"], json!({"id": 1, "name": "guest-1"}));
    ada.send_text("to one").await;
    bo.send_text("to two").await;
    assert_eq!(ada.json().await["text"], "to one");
    assert_eq!(bo.json().await["text"], "to two");
}

#[tokio::test]
async fn a_room_or_a_name_of_the_wrong_kind_is_refused_with_the_rule() {
    let server = TestServer::start().await;
    for room in ["Lobby", "a_b", "a%20b", "%C3%A4", &"x".repeat(33)] {
        let (status, body) = refusal(&server, &format!("/ws/broadcast/{room}")).await;
        assert_eq!(status, 400, "{room}");
        assert!(body.contains("1 to 32 characters"), "{room}: {body}");
    }
    for name in ["", "%20", "a%0Ab", "%E2%80%AEevil", &"x".repeat(25)] {
        let (status, body) = refusal(&server, &format!("/ws/broadcast/lobby?name={name}")).await;
        assert_eq!(status, 400, "{name}");
        assert!(body.contains("1 to 24 characters"), "{name}: {body}");
    }
}

#[tokio::test]
async fn rooms_and_members_are_bounded() {
    let server =
        TestServer::with_limits(|limits| (limits.rooms, limits.members_per_room) = (1, 1)).await;
    let mut ada = WsClient::open(&server, "/ws/broadcast/one").await;
    ada.text().await;
    let (status, body) = refusal(&server, "/ws/broadcast/one").await;
    assert_eq!((status, body.contains("This room is full")), (503, true), "{body}");
    let (status, body) = refusal(&server, "/ws/broadcast/two").await;
    assert_eq!((status, body.contains("All rooms are taken")), (503, true), "{body}");
}

/// More than the sockets between server and client and the room's own log can hold.
const FLOOD: usize = 250;
const SAID_BYTES: usize = 60_000;

/// A quick member says so much that a slow one, who takes nothing meanwhile, is overtaken. The quick one hears it all.
async fn flood(quick: &mut WsClient) {
    let text = "x".repeat(SAID_BYTES);
    for seq in 1..=FLOOD {
        quick.send_text(&text).await;
        assert_eq!(quick.json().await["seq"], seq, "a quick member misses nothing");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_member_misses_messages_and_is_told_how_many_and_nobody_else_does() {
    let server = TestServer::start().await;
    let mut slow = WsClient::open(&server, "/ws/broadcast/lobby?name=Slow").await;
    assert_eq!(slow.json().await["type"], "welcome");
    let mut quick = WsClient::open(&server, "/ws/broadcast/lobby?name=Quick").await;
    quick.text().await;
    flood(&mut quick).await;

    assert_eq!(slow.json().await["type"], "joined");
    let (mut seq, mut missed) = (0, 0);
    while seq < FLOOD as u64 {
        let event = slow.json().await;
        if event["type"] == "missed" {
            let count = event["count"].as_u64().unwrap();
            assert!(count > 0);
            missed += count;
            seq += count;
        } else {
            seq += 1;
            assert_eq!(event["seq"], seq, "the gap is exactly what was told");
        }
    }
    assert!(missed > 0, "the flood was too small to make anyone slow");
    quick.send_text("still here?").await;
    assert_eq!(slow.json().await["text"], "still here?");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_that_stays_behind_is_closed_with_1013() {
    let tenth = std::time::Duration::from_millis(100);
    let server = TestServer::with_limits(|limits| limits.behind_seconds = tenth).await;
    let mut slow = WsClient::open(&server, "/ws/broadcast/lobby?name=Slow").await;
    slow.text().await;
    let mut quick = WsClient::open(&server, "/ws/broadcast/lobby?name=Quick").await;
    quick.text().await;
    until_left(&mut quick).await;
    let (code, reason) = loop {
        if let Err(closed) = slow.text_or_close().await {
            break closed;
        }
    };
    assert_eq!((code, reason.as_str()), (1013, "You stayed behind the room. Reconnect to go on."));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_that_takes_no_bytes_at_all_is_dropped() {
    let server = TestServer::with_limits(|limits| {
        limits.ping_seconds = std::time::Duration::from_millis(100);
        limits.idle_seconds = std::time::Duration::from_millis(500);
    })
    .await;
    let mut deaf = WsClient::open(&server, "/ws/broadcast/lobby?name=Deaf").await;
    deaf.text().await;
    let mut quick = WsClient::open(&server, "/ws/broadcast/lobby?name=Quick").await;
    quick.text().await;
    until_left(&mut quick).await;
}

/// Talks until the room says that the other member is gone.
async fn until_left(quick: &mut WsClient) -> Value {
    let text = "x".repeat(SAID_BYTES);
    loop {
        quick.send_text(&text).await;
        let event = quick.json().await;
        if event["type"] == "left" {
            return event;
        }
    }
}
