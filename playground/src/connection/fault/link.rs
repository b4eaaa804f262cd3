//! Both directions of a connection that is not as fast as it could be.

use std::{
    io::{self, IoSlice},
    pin::Pin,
    task::{Context, Poll, Waker, ready},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{self, Instant, Sleep},
};

use super::{
    FaultPlan, Recorder, Way,
    line::{Line, Next},
};

/// What is read from the inner stream at one time.
const READ_BYTES: usize = 4 * 1_024;

/// What is under way in each direction. Who polls gives the inner stream and the plan as it is; without a plan all that is
/// under way is due.
#[derive(Debug)]
pub(super) struct Link {
    up: Line,
    down: Line,
    /// Reading and writing can be the work of two tasks, and each is woken when it can go on.
    read_timer: Pin<Box<Sleep>>,
    write_timer: Pin<Box<Sleep>>,
    /// Waits for room on the way down, or for its end.
    writer: Option<Waker>,
    /// What reading ended with.
    failure: Option<io::Error>,
    /// The layer above has flushed all that it wrote, and the inner stream is not flushed yet.
    to_flush: bool,
    /// The layer above has ended its side of TCP.
    shut: bool,
}

impl Link {
    pub(super) fn new() -> Self {
        let timer = || Box::pin(time::sleep_until(Instant::now()));
        Self {
            up: Line::new(),
            down: Line::new(),
            read_timer: timer(),
            write_timer: timer(),
            writer: None,
            failure: None,
            to_flush: false,
            shut: false,
        }
    }

    /// Whether nothing is under way.
    pub(super) fn is_done(&self) -> bool {
        self.up.is_empty() && self.down.is_empty() && !self.to_flush
    }

    pub(super) fn poll_read<S: AsyncRead + AsyncWrite + Unpin>(
        &mut self,
        inner: &mut S,
        plan: Option<FaultPlan>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        loop {
            let now = Instant::now();
            // Whoever writes is told of errors, and this side sees the end of TCP by itself.
            let plan = plan.filter(|plan| now < plan.until);
            let mut next = self.advance(inner, plan, now, cx).unwrap_or_default();
            if plan.and_then(|plan| plan.silence(now)).is_none() {
                let way = plan.map(|plan| plan.up).unwrap_or_default();
                self.fill(inner, now, cx);
                if let Some(delivered) = self.deliver(&way, now, buf) {
                    return Poll::Ready(delivered);
                }
                if let Next::At(at) = self.up.next(&way, now) {
                    next = earlier(next, Some(at));
                }
            }
            ready!(wake_at(&mut self.read_timer, next, plan, cx));
        }
    }

    /// Takes what the peer has sent, as far as there is room.
    fn fill<S: AsyncRead + Unpin>(&mut self, inner: &mut S, now: Instant, cx: &mut Context<'_>) {
        while self.up.room() > 0 {
            let mut bytes = [0; READ_BYTES];
            let most = self.up.room().min(READ_BYTES);
            let mut read = ReadBuf::new(&mut bytes[..most]);
            match Pin::new(&mut *inner).poll_read(cx, &mut read) {
                Poll::Pending => return,
                Poll::Ready(result) => {
                    self.failure = result.err();
                    if self.failure.is_some() || read.filled().is_empty() {
                        self.up.end(now);
                    } else {
                        self.up.send(&[IoSlice::new(read.filled())], now);
                    }
                }
            }
        }
    }

    /// Hands over what has arrived; `None` if nothing has.
    fn deliver(
        &mut self,
        way: &Way,
        now: Instant,
        buf: &mut ReadBuf<'_>,
    ) -> Option<io::Result<()>> {
        let mut delivered = None;
        while buf.remaining() > 0 {
            match self.up.next(way, now) {
                Next::Bytes(bytes) => {
                    let count = bytes.len().min(buf.remaining());
                    buf.put_slice(&bytes[..count]);
                    self.up.took(count, way, now);
                    delivered = Some(Ok(()));
                }
                Next::End if delivered.is_none() => {
                    self.up.took(0, way, now);
                    return Some(self.failure.take().map_or(Ok(()), Err));
                }
                Next::End | Next::At(_) | Next::Nothing => break,
            }
        }
        delivered
    }

    pub(super) fn poll_write<S: AsyncRead + AsyncWrite + Unpin>(
        &mut self,
        inner: &mut S,
        plan: Option<FaultPlan>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
        recorder: &Recorder,
    ) -> Poll<io::Result<usize>> {
        self.move_down(inner, plan, cx)?;
        let count = self.down.send(slices, Instant::now());
        if count == 0 && slices.iter().any(|slice| !slice.is_empty()) {
            self.writer = Some(cx.waker().clone());
            return Poll::Pending;
        }
        self.to_flush = false;
        recorder.accepted();
        // What has to wait for nothing goes at once.
        self.move_down(inner, plan, cx)?;
        Poll::Ready(Ok(count))
    }

    /// As on a socket, a flush does not wait for what is under way.
    pub(super) fn flush<S: AsyncWrite + Unpin>(
        &mut self,
        inner: &mut S,
        plan: Option<FaultPlan>,
        cx: &mut Context<'_>,
    ) -> io::Result<()> {
        self.to_flush = true;
        self.move_down(inner, plan, cx)
    }

    /// The end of TCP comes after all that is under way.
    pub(super) fn poll_shutdown<S: AsyncWrite + Unpin>(
        &mut self,
        inner: &mut S,
        plan: Option<FaultPlan>,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        if !self.shut {
            self.shut = true;
            self.down.end(Instant::now());
        }
        self.move_down(inner, plan, cx)?;
        if self.down.is_empty() {
            return Poll::Ready(Ok(()));
        }
        self.writer = Some(cx.waker().clone());
        Poll::Pending
    }

    /// Writes what is due, and sees to it that the task is woken for the rest.
    fn move_down<S: AsyncWrite + Unpin>(
        &mut self,
        inner: &mut S,
        plan: Option<FaultPlan>,
        cx: &mut Context<'_>,
    ) -> io::Result<()> {
        loop {
            let now = Instant::now();
            let plan = plan.filter(|plan| now < plan.until);
            let next = self.advance(inner, plan, now, cx)?;
            if wake_at(&mut self.write_timer, next, plan, cx).is_pending() {
                return Ok(());
            }
        }
    }

    /// Writes what is due; when the next is.
    fn advance<S: AsyncWrite + Unpin>(
        &mut self,
        mut inner: &mut S,
        plan: Option<FaultPlan>,
        now: Instant,
        cx: &mut Context<'_>,
    ) -> io::Result<Option<Instant>> {
        if let Some(end) = plan.and_then(|plan| plan.silence(now)) {
            return Ok(Some(end));
        }
        let way = plan.map(|plan| plan.down).unwrap_or_default();
        loop {
            let moved = match self.down.next(&way, now) {
                Next::At(at) => return Ok(Some(at)),
                Next::Bytes(bytes) => Pin::new(&mut inner).poll_write(cx, &bytes).map_ok(Some),
                Next::End => Pin::new(&mut inner).poll_shutdown(cx).map_ok(|()| None),
                Next::Nothing => {
                    if self.to_flush && Pin::new(&mut inner).poll_flush(cx)?.is_ready() {
                        self.to_flush = false;
                    }
                    return Ok(None);
                }
            };
            let Poll::Ready(moved) = moved else { return Ok(None) };
            if let Some(writer) = self.writer.take() {
                writer.wake();
            }
            match moved {
                Ok(Some(0)) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => self.down.took(count.unwrap_or_default(), &way, now),
                Err(error) => {
                    // Nothing of it can arrive any more.
                    self.down = Line::new();
                    return Err(error);
                }
            }
        }
    }
}

/// `Ready` at that time, or when the plan is over. Until then the task is woken at that time.
fn wake_at(
    timer: &mut Pin<Box<Sleep>>,
    at: Option<Instant>,
    plan: Option<FaultPlan>,
    cx: &mut Context<'_>,
) -> Poll<()> {
    let Some(at) = earlier(at, plan.map(|plan| plan.until)) else { return Poll::Pending };
    if timer.deadline() != at {
        timer.as_mut().reset(at);
    }
    timer.as_mut().poll(cx)
}

fn earlier(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    one.into_iter().chain(other).min()
}
