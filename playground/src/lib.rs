//! The playground: the server that the book's live demos talk to. It serves the book too.
//!
//! # Layout, lowest layer first
//!
//! - `connection`: who may hold a TCP connection, and a recorder of what crosses it. Bytes, no protocol.
//! - `backlog`, `message`, `number`, `text`, `book`: small values that the features share.
//! - `feed`, `broadcast::room`, `firehose::hose`, `restaurant::kitchen`: what the demos are about. No HTTP.
//! - `state`: owns the above for the life of the server.
//! - `websocket`: the one way a WebSocket lives here. `origin`: who may talk to us. `error`: how we refuse.
//! - `echo`, `hello`, `control`, `violation`, `broadcast`, `race`, `firehose`, `raw`, `restaurant`, `about`, `assets`: one feature each.
//!   They never name each other.
//! - `watch`: which page watches which token, and what it wishes to go wrong there. `tap`: whose an exchange is, and
//!   `GET /tap`, which tells it. `faults`: takes those wishes. No other feature knows that it is watched or harmed.
//! - `app`: every route and layer in one table.
//! - `server`: a listener, its connections, and their end. `config`: what may be set.

mod about;
mod app;
mod assets;
mod backlog;
mod book;
mod broadcast;
mod config;
mod connection;
mod control;
mod echo;
mod error;
mod faults;
mod feed;
mod firehose;
mod hello;
mod message;
mod number;
mod origin;
mod race;
mod raw;
mod restaurant;
mod server;
mod socketio;
mod state;
mod tap;
mod text;
mod violation;
mod watch;
mod websocket;

pub use config::{Config, Limits};
pub use origin::{Host, Origin};
pub use server::{BindError, Server};
pub use socketio::{SocketIoPath, SocketIoSettings, Transport};
