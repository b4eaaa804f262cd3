//! Streams that were given up while bytes are under way, or the line is silent.

use std::time::Duration;

use tokio::{
    io::AsyncWriteExt,
    time::{Instant, timeout},
};

use super::{HERE, SECOND, rest, silent, watched};
use crate::connection::fault::LONGEST_KEPT;

#[tokio::test(start_paused = true)]
async fn a_peer_hears_nothing_when_a_half_open_connection_is_given_up_and_its_place_stays_taken() {
    let (mut near, mut far, harmed) = watched(64);
    harmed.half_open();
    near.write_all(b"I give up.").await.unwrap();
    timeout(SECOND, near.shutdown()).await.unwrap_err();
    drop(near);
    silent(&mut far, 60 * SECOND).await;
    assert!(harmed.places.take(HERE).is_err());
    harmed.mend();
    assert_eq!(rest(&mut far).await, b"I give up.");
    drop(far);
    harmed.tasks.close();
    harmed.tasks.wait().await;
    assert!(harmed.places.take(HERE).is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_is_dropped_before_it_was_polled_again_is_kept_too() {
    let (near, mut far, harmed) = watched(64);
    harmed.half_open();
    drop(near);
    silent(&mut far, SECOND).await;
    harmed.mend();
    assert_eq!(rest(&mut far).await, b"");
}

#[tokio::test(start_paused = true)]
async fn what_is_under_way_arrives_although_the_stream_was_dropped() {
    let (mut near, mut far, harmed) = watched(64);
    harmed.plan(|plan| plan.down.latency = 10 * SECOND);
    near.write_all(b"Bye.").await.unwrap();
    drop(near);
    silent(&mut far, 9 * SECOND).await;
    assert_eq!(rest(&mut far).await, b"Bye.");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_ends_keeps_nothing() {
    let (near, mut far, harmed) = watched(64);
    harmed.half_open();
    drop(near);
    silent(&mut far, SECOND).await;
    harmed.shutdown.cancel();
    harmed.tasks.close();
    harmed.tasks.wait().await;
    assert_eq!(rest(&mut far).await, b"");
}

#[tokio::test(start_paused = true)]
async fn nothing_is_kept_for_longer_than_a_plan_lives() {
    let (near, mut far, harmed) = watched(64);
    harmed.plan(|plan| {
        plan.until = Instant::now() + Duration::from_hours(1);
        plan.silent_until = Some(plan.until);
    });
    drop(near);
    silent(&mut far, LONGEST_KEPT.saturating_sub(SECOND)).await;
    assert_eq!(rest(&mut far).await, b"");
    harmed.tasks.close();
    harmed.tasks.wait().await;
}
