//! Tests of the preprocessor through its public edge: chapters in, chapters or an error out.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails, with the line")]

mod chapters;
mod command;
mod dump;
mod errors;
mod sandbox;
mod text;
