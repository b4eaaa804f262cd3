//! The bytes below a WebSocket, for a server that breaks a rule on purpose.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    time,
};

use super::{
    CLOSE_GRACE,
    session::{Io, hang_up},
};

/// What a peer may say in answer, as long as we listen: a Close frame, and whatever was under way.
const MOST_ANSWER_BYTES: usize = 64 * 1_024;

/// An upgraded connection on which no frame is made or understood for us.
pub(crate) struct Bare(pub(super) Io);

impl Bare {
    /// Writes `bytes` as they are. Then takes what the peer answers, until it ends TCP, it has said too much, or
    /// [`CLOSE_GRACE`] is over; then ends TCP in order (FIN): a reset could destroy `bytes` on their way.
    pub(crate) async fn say(mut self, bytes: &[u8]) {
        let _ = time::timeout(CLOSE_GRACE, async {
            self.0.write_all(bytes).await?;
            self.0.flush().await?;
            let mut answer = [0; 1_024];
            let mut heard = 0;
            while heard < MOST_ANSWER_BYTES {
                match self.0.read(&mut answer).await? {
                    0 => break,
                    count => heard += count,
                }
            }
            std::io::Result::Ok(())
        })
        .await;
        let _ = time::timeout(CLOSE_GRACE, hang_up(self.0)).await;
    }
}
