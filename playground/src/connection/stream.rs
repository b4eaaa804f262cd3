//! A stream that shows its recorder what crosses it.

use std::{
    io::{self, IoSlice},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::Recorder;

/// Passes everything on, and what was really read or written to a [`Recorder`] too.
#[derive(Debug)]
pub(crate) struct TapStream<S> {
    inner: S,
    recorder: Arc<Recorder>,
}

impl<S> TapStream<S> {
    pub(crate) const fn new(inner: S, recorder: Arc<Recorder>) -> Self {
        Self { inner, recorder }
    }

    pub(crate) const fn get_ref(&self) -> &S {
        &self.inner
    }
}

impl<S> Drop for TapStream<S> {
    fn drop(&mut self) {
        self.recorder.hung_up();
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for TapStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.recorder.is_off() {
            return Pin::new(&mut self.inner).poll_read(cx, buf);
        }
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.inner).poll_read(cx, buf))?;
        self.recorder.read(&buf.filled()[before..]);
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for TapStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.recorder.is_off() {
            return Pin::new(&mut self.inner).poll_write(cx, bytes);
        }
        let count = ready!(Pin::new(&mut self.inner).poll_write(cx, bytes))?;
        self.recorder.wrote(&[IoSlice::new(bytes)], count);
        Poll::Ready(Ok(count))
    }

    /// hyper writes a response's head and body this way, in one call.
    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if self.recorder.is_off() {
            return Pin::new(&mut self.inner).poll_write_vectored(cx, slices);
        }
        let count = ready!(Pin::new(&mut self.inner).poll_write_vectored(cx, slices))?;
        self.recorder.wrote(slices, count);
        Poll::Ready(Ok(count))
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.recorder.flushed();
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
    use wire::Direction::{self, ClientToServer, ServerToClient};

    use super::*;
    use crate::connection::{Allowance, Batch, Cut, Detail, Entry, Tape, Track, TrackId};

    /// Both ends of a stream that carries `room` bytes at a time, and the tape of its one exchange.
    fn watched(
        room: usize,
    ) -> (TapStream<tokio::io::DuplexStream>, tokio::io::DuplexStream, Arc<Tape>) {
        let (near, far) = duplex(room);
        let recorder = Arc::new(Recorder::new(1));
        let tape = Arc::<Tape>::default();
        recorder.begin(|_| Some(0), Some(track(&tape, 1)));
        recorder.upgraded();
        (TapStream::new(near, recorder), far, tape)
    }

    fn track(tape: &Arc<Tape>, exchange: u64) -> Track {
        let id = TrackId { owner: 7, watch: 1, connection: 1, exchange };
        let allowance = Arc::new(Allowance::new(1_000, Duration::from_mins(1)));
        Track::new(id, Detail::Units, Arc::clone(tape), allowance)
    }

    fn take(tape: &Tape) -> Batch {
        let mut batch = Batch::default();
        tape.swap(&mut batch);
        batch
    }

    fn bytes(batch: &Batch, wanted: Direction) -> Vec<u8> {
        let (mut all, mut at) = (Vec::new(), 0);
        for entry in &batch.entries {
            let Entry::Bytes { direction, count, .. } = entry else { continue };
            if *direction == wanted {
                all.extend_from_slice(&batch.bytes[at..at + count]);
            }
            at += count;
        }
        assert_eq!(at, batch.bytes.len());
        all
    }

    #[tokio::test]
    async fn a_vectored_write_is_recorded_as_far_as_it_was_taken() {
        let (mut near, mut far, tape) = watched(8);
        assert!(near.is_write_vectored());
        let slices = [IoSlice::new(b"abc"), IoSlice::new(b""), IoSlice::new(b"defghijkl")];
        assert_eq!(near.write_vectored(&slices).await.unwrap(), 8);
        let mut read = [0; 8];
        far.read_exact(&mut read).await.unwrap();
        drop(near);
        let batch = take(&tape);
        assert_eq!((&read, &bytes(&batch, ServerToClient)[..]), (b"abcdefgh", &b"abcdefgh"[..]));
        assert!(matches!(batch.entries.last(), Some(Entry::Ended { dropped: 0, .. })));
    }

    #[tokio::test]
    async fn reads_and_writes_in_any_sizes_are_recorded_exactly() {
        let (mut near, mut far, tape) = watched(5);
        let sent: Vec<u8> = (0..=255).collect();
        let (there, back) = (sent.clone(), sent.clone());
        let peer = tokio::spawn(async move {
            let mut echoed = vec![0; back.len()];
            far.write_all(&back).await.unwrap();
            far.read_exact(&mut echoed).await.unwrap();
            echoed
        });
        let mut read = vec![0; sent.len()];
        near.read_exact(&mut read).await.unwrap();
        near.write_all(&there).await.unwrap();
        assert_eq!((peer.await.unwrap(), read), (sent.clone(), sent.clone()));
        let batch = take(&tape);
        assert_eq!(bytes(&batch, ClientToServer), sent);
        assert_eq!(bytes(&batch, ServerToClient), sent);
        assert!(
            batch.entries.len() >= 2 * 256 / 5,
            "each read and write by itself: {}",
            batch.entries.len()
        );
    }

    #[tokio::test]
    async fn an_allowance_that_is_used_up_cuts_once_and_counts_on() {
        let (mut near, mut far, tape) = watched(4_096);
        for _ in 0..3 {
            near.write_all(&[0; 600]).await.unwrap();
            far.read_exact(&mut [0; 600]).await.unwrap();
        }
        drop(near);
        let batch = take(&tape);
        let [
            Entry::Bytes { .. },
            Entry::Cut { why: Cut::Bytes, bytes: 600, .. },
            Entry::Ended { dropped: 1_200, .. },
        ] = &batch.entries[..]
        else {
            panic!("{batch:?}")
        };
    }

    #[tokio::test]
    async fn an_exchange_that_begins_before_the_last_response_is_flushed_is_not_recorded() {
        let (near, mut far) = duplex(64);
        let recorder = Arc::new(Recorder::new(1));
        let mut near = TapStream::new(near, Arc::clone(&recorder));
        let (ada, bo) = (Arc::<Tape>::default(), Arc::<Tape>::default());
        far.write_all(b"onetwo").await.unwrap();
        near.read_exact(&mut [0; 6]).await.unwrap();
        recorder.begin(|bytes| (bytes == b"onetwo").then_some(3), Some(track(&ada, 1)));
        near.write_all(b"half of the answ").await.unwrap();
        recorder.begin(|bytes| (bytes == b"two").then_some(3), Some(track(&bo, 1)));
        near.write_all(b"er, and the next one").await.unwrap();
        near.flush().await.unwrap();
        far.write_all(b"three").await.unwrap();
        near.read_exact(&mut [0; 5]).await.unwrap();
        recorder.begin(|bytes| (bytes == b"three").then_some(5), Some(track(&bo, 2)));
        near.write_all(b"drei").await.unwrap();
        drop(near);
        let (ada, bo) = (take(&ada), take(&bo));
        assert_eq!(bytes(&ada, ServerToClient), b"half of the answ");
        assert!(
            ada.entries.iter().any(|entry| matches!(entry, Entry::Cut { why: Cut::Blurred, .. }))
        );
        assert!(matches!(bo.entries[0], Entry::Cut { why: Cut::Blurred, .. }), "{bo:?}");
        assert_eq!(
            (bytes(&bo, ClientToServer), bytes(&bo, ServerToClient)),
            (b"three".to_vec(), b"drei".to_vec())
        );
    }

    #[tokio::test]
    async fn more_than_can_wait_switches_the_recorder_off() {
        let (near, mut far) = duplex(64 * 1_024);
        let recorder = Arc::new(Recorder::new(1));
        let mut near = TapStream::new(near, Arc::clone(&recorder));
        far.write_all(&vec![b'x'; 40_000]).await.unwrap();
        near.read_exact(&mut vec![0; 40_000]).await.unwrap();
        let tape = Arc::<Tape>::default();
        recorder.begin(|_| Some(40_000), Some(track(&tape, 1)));
        near.write_all(b"answer").await.unwrap();
        let batch = take(&tape);
        assert!(
            matches!(
                batch.entries[..],
                [Entry::Cut { why: Cut::Blurred, .. }, Entry::Ended { .. }]
            ),
            "{batch:?}"
        );
    }
}
