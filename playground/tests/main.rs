//! The playground through its public edge: a real server on port 0, and clients that speak the protocols.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should fail there, in helpers too"
)]

mod common;

mod assets;
mod broadcast;
mod connections;
mod control;
mod echo;
mod faults;
mod firehose;
mod handshake;
mod heartbeat;
mod hello;
mod origins;
mod pages;
mod race;
mod raw;
mod restaurant;
mod shutdown;
mod socketio;
mod tap;
mod violation;
