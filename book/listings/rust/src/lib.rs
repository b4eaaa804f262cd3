//! What the book's Rust listings share: the doors that a client has to pass.
//! The programs themselves are in `src/bin`, one file each.
//!
//! - [`log`]: what was said, numbered, for those who come back.
//! - [`origin`]: which web pages may connect.
//! - [`on_axum`]: lets a client in, with axum.
//! - [`on_tungstenite`]: lets a client in and says goodbye, with bare
//!   tokio-tungstenite.
//!
//! Only `lasting_axum` has a heartbeat.

pub mod log;
pub mod on_axum;
pub mod on_tungstenite;
pub mod origin;

use std::{env, io};

use tokio::net::TcpListener;
use tokio::sync::{Semaphore, SemaphorePermit};

/// Longest message taken from a client, in bytes. The libraries' default is
/// 64 MiB, which each client could make the server hold.
pub const MAX_MESSAGE: usize = 64 * 1024;

/// Bytes that a connection's read buffer takes from the start. The default is
/// 128 KiB, also for a client that never says a word.
pub const READ_BUFFER: usize = 4096;

/// A slot for each client that may be connected at the same time.
static SLOTS: Semaphore = Semaphore::const_new(100);

/// A client's place among those connected; free again when dropped.
pub type Slot = SemaphorePermit<'static>;

/// Listens on the address in the first argument, else on port 8080 of this
/// computer only, and prints where.
pub async fn listen() -> io::Result<TcpListener> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    let listener = TcpListener::bind(&address).await.map_err(|error| {
        io::Error::new(error.kind(), format!("cannot listen on {address}: {error}"))
    })?;
    println!("Listening on ws://{}", listener.local_addr()?);
    Ok(listener)
}
