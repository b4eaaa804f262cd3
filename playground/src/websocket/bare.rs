//! The bytes below a WebSocket, for a server that breaks a rule on purpose.

use std::io;

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    time,
};

use super::{CLOSE_GRACE, session::hang_up};

/// What a peer may say in answer, as long as we listen: a Close frame, and whatever was under way.
const MOST_ANSWER_BYTES: usize = 64 * 1_024;

/// Writes `bytes` as they are. Then takes what the peer answers, until it ends TCP, it has said too much, or
/// [`CLOSE_GRACE`] is over; only then ends TCP, in order (FIN): a reset could destroy `bytes` on their way.
pub(super) async fn say<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S, bytes: &[u8]) {
    let _ = time::timeout(CLOSE_GRACE, write_and_listen(&mut stream, bytes)).await;
    let _ = time::timeout(CLOSE_GRACE, hang_up(stream)).await;
}

async fn write_and_listen<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut S,
    bytes: &[u8],
) -> io::Result<()> {
    stream.write_all(bytes).await?;
    stream.flush().await?;
    let mut answer = [0; 1_024];
    let mut heard = 0;
    while heard < MOST_ANSWER_BYTES {
        match stream.read(&mut answer).await? {
            0 => break,
            count => heard += count,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use tokio::{io::duplex, time::Instant};

    use super::*;

    /// Says "Hi"; what else the peer reads up to the end, and after how long it comes.
    async fn end_after(answer: &[u8], hangs_up: bool) -> time::Duration {
        let (near, mut far) = duplex(1_024);
        let said = tokio::spawn(async move { say(near, b"Hi").await });
        let begin = Instant::now();
        far.read_exact(&mut [0; 2]).await.unwrap();
        far.write_all(answer).await.unwrap();
        if hangs_up {
            far.shutdown().await.unwrap();
        }
        assert_eq!(far.read(&mut [0; 1]).await.unwrap(), 0);
        drop(far);
        said.await.unwrap();
        begin.elapsed()
    }

    #[tokio::test(start_paused = true)]
    async fn the_peer_has_time_to_answer_and_to_end() {
        assert_eq!(end_after(b"answer", true).await, time::Duration::ZERO);
        assert!(end_after(b"answer", false).await >= CLOSE_GRACE);
    }

    #[tokio::test(start_paused = true)]
    async fn a_peer_that_says_too_much_is_left_at_once() {
        assert_eq!(end_after(&vec![0; 2 * MOST_ANSWER_BYTES], false).await, time::Duration::ZERO);
    }
}
