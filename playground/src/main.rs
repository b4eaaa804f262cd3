//! The command line: arguments to [`Config`], signals to shutdown, errors to an exit code.

use std::{io::IsTerminal, net::SocketAddr, path::PathBuf, process::ExitCode};

use anyhow::Context;
use clap::Parser;
use playground::{Config, Host, Limits, Origin, Server, SocketIoSettings};
use tokio::runtime::{Builder, Runtime};
use tracing_subscriber::EnvFilter;

/// Serves the book "Introduction to WebSocket and Socket.IO" and the playground that its live demos talk to.
///
/// Logs go to standard error. The environment variable `RUST_LOG` chooses how much: error, warn, info (the default),
/// debug, trace.
#[derive(Parser)]
#[command(version)]
struct Cli {
    /// Where to listen. 127.0.0.1 is this machine only; 0.0.0.0:4000 is everyone on the network
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:4000")]
    listen: SocketAddr,
    /// An origin whose pages may connect, such as `https://book.example`. Allowed without it: programs that send no
    /// Origin, pages of the same host on any port, and pages of this machine (loopback). May be repeated
    #[arg(long, value_name = "ORIGIN")]
    allow_origin: Vec<Origin>,
    /// A host name under which this server may be asked, such as `classroom.example`. Allowed without it: localhost,
    /// IP addresses and the hosts of --allow-origin. May be repeated
    #[arg(long, value_name = "HOST")]
    allow_host: Vec<Host>,
    /// Serve the book from this folder instead of the one built in
    #[arg(long, value_name = "DIR")]
    book: Option<PathBuf>,
    /// Open the book in the browser of this machine
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    limits: Limits,
    #[command(flatten)]
    socketio: SocketIoSettings,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = runtime(&cli).context("Cannot start the runtime");
    match runtime.and_then(|runtime| runtime.block_on(run(cli))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The suites send two requests on two connections and expect that the first is handled first, as one thread does it.
fn runtime(cli: &Cli) -> std::io::Result<Runtime> {
    let mut builder = if cli.socketio.suite {
        Builder::new_current_thread()
    } else {
        Builder::new_multi_thread()
    };
    builder.enable_all().build()
}

async fn run(cli: Cli) -> anyhow::Result<()> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    // At `trace` it would log every message, and those of a tap hold its tokens.
    let filter = filter.add_directive("tungstenite=info".parse()?);
    let colors = std::io::stderr().is_terminal();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(colors)
        .init();

    let server = Server::bind(Config {
        listen: cli.listen,
        allow_origins: cli.allow_origin,
        allow_hosts: cli.allow_host,
        book: cli.book,
        limits: cli.limits,
        socketio: cli.socketio,
    })
    .await?;
    let address = server.local_addr();
    println!("Playground listening on http://{address}/");
    if cli.open {
        let url = format!("http://localhost:{}/", address.port());
        if let Err(error) = open::that_detached(&url) {
            tracing::warn!(%error, "cannot open a browser: open {url} yourself");
        }
    }
    server.serve(stop_signal().context("Cannot watch for signals")?).await;
    Ok(())
}

/// Completes on Ctrl-C, or on SIGTERM where that exists.
fn stop_signal() -> anyhow::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
    })
}
