//! Starts every listing as the program that it is, and talks to it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod chat;
mod client;
mod echo;
mod origin;
mod support;
