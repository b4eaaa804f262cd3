//! A stream on which goes wrong what its recorder says.

mod line;
mod link;
mod plan;
#[cfg(test)]
mod tests;

use std::{
    io::{self, IoSlice},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf},
    runtime::Handle,
    time,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    Peer, Recorder,
    recorder::{Half, Harm},
};

use link::Link;
pub(crate) use plan::{End, FaultPlan, Way};

/// How long a stream that was given up is kept at the most: as long as a plan that nobody changes.
const LONGEST_KEPT: Duration = Duration::from_mins(10);
/// And after its FIN, for what the peer still says: closing with unread bytes would send a reset, which can destroy what is
/// on its way.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// Passes everything on, late, in small pieces, or not at all, as the plan says that the [`Recorder`] has for the current
/// exchange. It lies around what records, so the recorder sees the bytes when they really cross TCP.
///
/// Writes go into a [`Link`], as into a socket's buffer: whoever writes waits only while it is full, and a flush does not
/// wait. Every poll moves what is due, in both directions, and sets a timer for the rest. A link that
/// is mended lets all go at once, in order. Without a plan, and when nothing is under way, there is no link.
///
/// A cut is an end of TCP that nobody announced: the peer gets what was written before, then FIN; whoever reads here gets
/// the end, and whoever writes gets an error. A reset is the same with RST.
#[derive(Debug)]
pub(crate) struct FaultStream<S: AsyncRead + AsyncWrite + Unpin + Send + 'static> {
    /// `None` after a reset.
    inner: Option<S>,
    recorder: Arc<Recorder>,
    /// Makes the end of the inner stream a reset.
    abort: fn(&S),
    link: Option<Box<Link>>,
    /// `None` in a stream that is kept already.
    keeper: Option<Keeper>,
}

/// Holds a stream that was given up while its line is silent: the peer must not hear even of that. The connection keeps its
/// place, so there are no more of them than connections.
#[derive(Debug)]
pub(crate) struct Keeper {
    pub(crate) peer: Peer,
    /// Who ends the server waits for these.
    pub(crate) tasks: TaskTracker,
    /// Cancelled when the server ends; then nothing is kept any more.
    pub(crate) shutdown: CancellationToken,
}

/// What a poll has to do.
enum Course {
    /// Nothing goes wrong: only pass on.
    Clear,
    /// Go by the link; without a plan all of it is let go.
    Slow(Option<FaultPlan>),
    Ended(End),
}

impl<S: AsyncRead + AsyncWrite + Unpin + Send + 'static> FaultStream<S> {
    pub(crate) fn new(inner: S, recorder: Arc<Recorder>, abort: fn(&S), keeper: Keeper) -> Self {
        Self { inner: Some(inner), recorder, abort, link: None, keeper: Some(keeper) }
    }

    #[inline]
    fn course(&mut self, half: Half, cx: &mut Context<'_>) -> Course {
        if self.link.is_none() && self.recorder.is_off() {
            return Course::Clear;
        }
        match self.recorder.harm(half, cx) {
            Harm::End(end) => {
                self.end(end, cx);
                Course::Ended(end)
            }
            Harm::Plan(plan) => {
                self.link.get_or_insert_with(|| Box::new(Link::new()));
                Course::Slow(Some(plan))
            }
            Harm::None => {
                self.link.take_if(|link| link.is_done());
                if self.link.is_some() { Course::Slow(None) } else { Course::Clear }
            }
        }
    }

    /// What is under way is lost. The FIN goes out here, because a socket that is closed while bytes wait to be read says
    /// RST alone; the RST goes out here, before anybody says FIN.
    fn end(&mut self, end: End, cx: &mut Context<'_>) {
        self.link = None;
        match (end, self.inner.as_mut()) {
            (End::Cut, Some(inner)) => drop(Pin::new(inner).poll_shutdown(cx)),
            (End::Reset, Some(inner)) => {
                (self.abort)(inner);
                self.inner = None;
            }
            (_, None) => {}
        }
    }

    /// The inner stream, and the link if something is slow.
    fn parts(&mut self) -> io::Result<(&mut S, Option<&mut Link>)> {
        let inner = self.inner.as_mut().ok_or(io::ErrorKind::ConnectionReset)?;
        Ok((inner, self.link.as_deref_mut()))
    }

    /// Lets go what is under way, as the plan says, then ends.
    async fn outlast(mut self) {
        let end = async {
            let _ = self.shutdown().await;
            let mut unread = [0; 1_024];
            let listen =
                async { while self.read(&mut unread).await.is_ok_and(|count| count > 0) {} };
            let _ = time::timeout(LAST_WORDS, listen).await;
        };
        let _ = time::timeout(LONGEST_KEPT, end).await;
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin + Send + 'static> Drop for FaultStream<S> {
    fn drop(&mut self) {
        let under_way = self.link.as_ref().is_some_and(|link| !link.is_done());
        if !under_way && self.recorder.plan().is_none() {
            return;
        }
        let Some(Keeper { peer, tasks, shutdown }) = self.keeper.take() else { return };
        let kept = Self {
            inner: self.inner.take(),
            recorder: Arc::clone(&self.recorder),
            abort: self.abort,
            link: self.link.take(),
            keeper: None,
        };
        if Handle::try_current().is_ok() {
            tasks.spawn(async move {
                shutdown.run_until_cancelled(kept.outlast()).await;
                drop(peer);
            });
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin + Send + 'static> AsyncRead for FaultStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.course(Half::Read, cx) {
            Course::Ended(End::Cut) => Poll::Ready(Ok(())),
            Course::Ended(End::Reset) => Poll::Ready(Err(io::ErrorKind::ConnectionReset.into())),
            Course::Clear => Pin::new(self.parts()?.0).poll_read(cx, buf),
            Course::Slow(plan) => match self.parts()? {
                (inner, Some(link)) => link.poll_read(inner, plan, cx, buf),
                (inner, None) => Pin::new(inner).poll_read(cx, buf),
            },
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin + Send + 'static> AsyncWrite for FaultStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.link.is_none()
            && self.recorder.is_off()
            && let Some(inner) = &mut self.inner
        {
            return Pin::new(inner).poll_write(cx, bytes);
        }
        self.poll_write_vectored(cx, &[IoSlice::new(bytes)])
    }

    /// hyper writes a response's head and body this way, in one call.
    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let plan = match self.course(Half::Write, cx) {
            Course::Ended(_) => return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into())),
            Course::Clear => None,
            Course::Slow(plan) => plan,
        };
        let recorder = Arc::clone(&self.recorder);
        match self.parts()? {
            (inner, None) => Pin::new(inner).poll_write_vectored(cx, slices),
            (inner, Some(link)) => link.poll_write(inner, plan, cx, slices, &recorder),
        }
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.as_ref().is_some_and(AsyncWrite::is_write_vectored)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        // The HTTP layer flushes whenever it waits for an answer, maybe without reading.
        let plan = match self.course(Half::Write, cx) {
            Course::Ended(_) => return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into())),
            Course::Clear => None,
            Course::Slow(plan) => plan,
        };
        match self.parts()? {
            (inner, None) => Pin::new(inner).poll_flush(cx),
            (inner, Some(link)) => Poll::Ready(link.flush(inner, plan, cx)),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let plan = match self.course(Half::Write, cx) {
            Course::Ended(_) => return Poll::Ready(Ok(())),
            Course::Clear => None,
            Course::Slow(plan) => plan,
        };
        match self.parts()? {
            (inner, None) => Pin::new(inner).poll_shutdown(cx),
            (inner, Some(link)) => link.poll_shutdown(inner, plan, cx),
        }
    }
}
