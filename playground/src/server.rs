//! A server: a listener, the connections that it admits, and their end.

use std::{fmt, io, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::{Router, body::Body, response::IntoResponse};
use http::{Request, Response};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time,
};
use tokio_io_timeout::TimeoutStream;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt;

use crate::{
    app::{OWN_FIRST_PARTS, app},
    config::{Config, Limits},
    connection::{FaultStream, Keeper, NoPlace, Peer, Places, Recorder, TapStream},
    error::Refusal,
    state::AppState,
};

/// A request head may have this size. hyper reads into a buffer of up to this size for each connection.
const HEAD_BYTES: usize = 16 * 1_024;
/// Ending takes at most this long: long enough for closing handshakes (2 s for the answer, 2 s for TCP), and under the 5 s
/// after which people lose patience.
const SHUTDOWN_GRACE: Duration = Duration::from_millis(4_500);
/// When no connection can be accepted, mostly for want of file descriptors, trying again at once would only burn time.
const ACCEPT_PAUSE: Duration = Duration::from_millis(200);
/// Connections that are being told 503 at one time. More are dropped without a word.
const MOST_REFUSALS: usize = 32;

/// A server that listens already.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    app: Router,
    limits: Limits,
    shutdown: CancellationToken,
    tasks: TaskTracker,
    recorded: bool,
}

/// Why a server cannot start, for a person.
#[derive(Debug)]
pub enum BindError {
    /// The address cannot be listened on.
    Listen(SocketAddr, io::Error),
    /// Some settings do not go together.
    Settings(String),
}

impl fmt::Display for BindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listen(address, error) => {
                write!(f, "Cannot listen on {address}: {error}.")?;
                if error.kind() == io::ErrorKind::AddrInUse {
                    write!(
                        f,
                        " Perhaps a playground runs already. Stop it, or choose another port with --listen."
                    )?;
                }
                Ok(())
            }
            Self::Settings(sentence) => f.write_str(sentence),
        }
    }
}

impl std::error::Error for BindError {}

impl Server {
    /// Starts to listen. Connections wait until [`serve`](Self::serve).
    pub async fn bind(config: Config) -> Result<Self, BindError> {
        let contradiction = config.limits.contradiction().or(config.socketio.contradiction());
        if let Some(sentence) = contradiction {
            return Err(BindError::Settings(sentence.to_owned()));
        }
        let path = &config.socketio.path;
        if OWN_FIRST_PARTS.contains(&path.first_part()) {
            return Err(BindError::Settings(format!(
                "--socketio-path {path}: the playground has other things there. Choose another path, such as /socket.io."
            )));
        }
        if let Some(folder) = config.book.as_deref().filter(|folder| !folder.is_dir()) {
            return Err(BindError::Settings(format!(
                "--book {}: there is no such folder.",
                folder.display()
            )));
        }
        let failed = |error| BindError::Listen(config.listen, error);
        let listener = TcpListener::bind(config.listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let (shutdown, tasks) = (CancellationToken::new(), TaskTracker::new());
        let app = app(AppState::new(&config, address, &shutdown, &tasks));
        Ok(Self { listener, address, app, limits: config.limits, shutdown, tasks, recorded: true })
    }

    /// The same server on bare TCP streams: what the benchmark compares the tap with.
    #[doc(hidden)]
    #[must_use]
    pub fn without_tap(mut self) -> Self {
        self.recorded = false;
        self
    }

    /// Where this server listens, with the real port.
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `shutdown` completes, then closes every WebSocket with 1001, lets running requests end, and returns
    /// within five seconds.
    pub async fn serve(self, shutdown: impl Future<Output = ()>) {
        tracing::info!(address = %self.address, "listening");
        tokio::select! {
            () = self.accept_all() => {}
            () = shutdown => {}
        }
        let Self { listener, shutdown, tasks, .. } = self;
        drop(listener);
        tracing::info!("shutting down");
        shutdown.cancel();
        tasks.close();
        let ended = time::timeout(SHUTDOWN_GRACE, tasks.wait()).await;
        tracing::info!(
            dropped = tasks.len(),
            in_time = ended.is_ok(),
            "all connections are closed"
        );
    }

    async fn accept_all(&self) {
        let places = Places::new(self.limits.connections, self.limits.connections_per_address);
        let refusals = Arc::new(Semaphore::new(MOST_REFUSALS));
        let mut numbers = 1..;
        loop {
            let (stream, address) = match self.listener.accept().await {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(%error, "cannot accept a connection");
                    time::sleep(ACCEPT_PAUSE).await;
                    continue;
                }
            };
            // Small frames must not wait for each other. A socket that is closed already fails here, and soon elsewhere.
            let _ = stream.set_nodelay(true);
            match places.take(address.ip()).map(|place| Peer { address, _place: place }) {
                Ok(peer) if self.recorded => {
                    let recorder = Arc::new(Recorder::new(numbers.next().unwrap_or_default()));
                    let keeper = Keeper {
                        peer: peer.clone(),
                        tasks: self.tasks.clone(),
                        shutdown: self.shutdown.clone(),
                    };
                    let stream = TapStream::new(stream, Arc::clone(&recorder));
                    let stream = FaultStream::new(stream, Arc::clone(&recorder), abort, keeper);
                    self.serve_connection(stream, peer, Some(recorder));
                }
                Ok(peer) => self.serve_connection(stream, peer, None),
                Err(reason) => {
                    tracing::warn!(peer = %address, ?reason, "too many connections");
                    if let Ok(permit) = Arc::clone(&refusals).try_acquire_owned() {
                        let refuse = refuse(stream, reason);
                        self.tasks.spawn(async move {
                            let _ = time::timeout(Duration::from_secs(2), refuse).await;
                            drop(permit);
                        });
                    }
                }
            }
        }
    }

    fn serve_connection<S>(&self, stream: S, peer: Peer, recorder: Option<Arc<Recorder>>)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let address = peer.address;
        let app = self.app.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(peer.clone());
            if let Some(recorder) = &recorder {
                request.extensions_mut().insert(Arc::clone(recorder));
            }
            app.clone().oneshot(request)
        });
        let mut stream = TimeoutStream::new(stream);
        // A peer that takes nothing for so long is gone, or wants us to hold what it does not take.
        stream.set_write_timeout(Some(self.limits.idle_seconds));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.limits.header_seconds)
            .max_buf_size(HEAD_BYTES)
            .serve_connection(TokioIo::new(Box::pin(stream)), service)
            .with_upgrades();
        let shutdown = self.shutdown.clone();
        self.tasks.spawn(async move {
            let mut connection = pin!(connection);
            let outcome = tokio::select! {
                outcome = connection.as_mut() => outcome,
                () = shutdown.cancelled() => {
                    // The request that runs is answered, and then it is over.
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(error) = outcome {
                tracing::debug!(peer = %address, %error, "connection ended");
            }
        });
    }
}

/// Lets TCP end with RST when `stream` is dropped, and what has not been sent is lost. A socket that is closed already fails
/// here, and needs no reset.
fn abort(stream: &TapStream<TcpStream>) {
    let _ = stream.get_ref().set_zero_linger();
}

/// Answers one request with 503.
async fn refuse(stream: TcpStream, reason: NoPlace) -> hyper::Result<()> {
    let sentence = match reason {
        NoPlace::Full => {
            "This playground has as many connections as it may hold. Try again in a moment."
        }
        NoPlace::AddressFull => {
            "Your address has as many connections to this playground as it may hold. Close some tabs, or try again in a \
             moment. Whoever started it can allow more with --connections-per-address."
        }
    };
    let service = service_fn(async |_: Request<Incoming>| {
        let response: Response<Body> = Refusal::busy(sentence).into_response();
        Ok::<_, std::convert::Infallible>(response)
    });
    http1::Builder::new().keep_alive(false).serve_connection(TokioIo::new(stream), service).await
}
