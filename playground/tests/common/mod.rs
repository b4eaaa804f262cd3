//! What every test needs: a server, and four ways to talk to it.

mod http_client;
mod polling_session;
mod raw_client;
mod ws_client;

use std::{net::SocketAddr, time::Duration};

use playground::{Config, Limits, Server};
use tokio::{sync::oneshot, task::JoinHandle};

pub(crate) use http_client::{Answer, Request};
pub(crate) use polling_session::PollingSession;
pub(crate) use raw_client::{Frame, RawClient, masked};
pub(crate) use ws_client::WsClient;

/// A test that waits this long for something has failed. No test expects it to pass.
const HANGS: Duration = Duration::from_secs(20);

/// Waits for `future`, and fails the test if nothing ever comes.
pub(crate) async fn soon<T>(what: &str, future: impl Future<Output = T>) -> T {
    let waited = tokio::time::timeout(HANGS, future).await;
    waited.unwrap_or_else(|_| panic!("waited {HANGS:?} in vain for {what}"))
}

/// A server of its own for one test. Dropping it stops it.
pub(crate) struct TestServer {
    pub(crate) address: SocketAddr,
    stop: oneshot::Sender<()>,
    end: JoinHandle<()>,
}

impl TestServer {
    pub(crate) async fn start() -> Self {
        Self::with(|_| {}).await
    }

    pub(crate) async fn with_limits(change: impl FnOnce(&mut Limits)) -> Self {
        Self::with(|config| change(&mut config.limits)).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let mut config =
            Config { listen: SocketAddr::from(([127, 0, 0, 1], 0)), ..Config::default() };
        change(&mut config);
        let server = Server::bind(config).await.unwrap();
        let address = server.local_addr();
        let (stop, stopped) = oneshot::channel::<()>();
        // A dropped sender stops it too.
        let end = tokio::spawn(server.serve(async { drop(stopped.await) }));
        Self { address, stop, end }
    }

    /// Begins the shutdown; the handle completes when `serve` has returned.
    pub(crate) fn stop(self) -> JoinHandle<()> {
        let _ = self.stop.send(());
        self.end
    }

    /// `GET path`
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.request("GET", path).send().await
    }

    /// `POST path` with JSON
    pub(crate) async fn post(&self, path: &str, body: &str) -> Answer {
        self.request("POST", path).json(body).send().await
    }

    pub(crate) fn request(&self, method: &str, path: &str) -> Request {
        Request::new(self.address, method, path)
    }
}
