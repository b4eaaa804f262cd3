mod kept;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use tokio::{
    io::{DuplexStream, duplex, split},
    time::{Instant, timeout},
};

use super::*;
use crate::connection::{
    Allowance, Detail, Places, TapStream, Tape, Track, TrackId, recorder::Recorder,
};

type Near = FaultStream<TapStream<DuplexStream>>;

const SECOND: Duration = Duration::from_secs(1);

/// A server's end of a stream, and all that belongs to it.
struct Harmed {
    recorder: Arc<Recorder>,
    places: Arc<Places>,
    tasks: TaskTracker,
    shutdown: CancellationToken,
}

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// Both ends of a stream whose one exchange, a WebSocket, is watched.
fn watched(room: usize) -> (Near, DuplexStream, Harmed) {
    let (near, far, harmed) = connection(room);
    harmed.recorder.begin(|_| Some(0), Some(track()));
    harmed.recorder.upgraded();
    (near, far, harmed)
}

fn connection(room: usize) -> (Near, DuplexStream, Harmed) {
    let (near, far) = duplex(room);
    let recorder = Arc::new(Recorder::new(1));
    let (tasks, shutdown) = (TaskTracker::new(), CancellationToken::new());
    let places = Places::new(1, 1);
    let peer = Peer { address: SocketAddr::from((HERE, 1)), _place: places.take(HERE).unwrap() };
    let keeper = Keeper { peer, tasks: tasks.clone(), shutdown: shutdown.clone() };
    let near = TapStream::new(near, Arc::clone(&recorder));
    let near = FaultStream::new(near, Arc::clone(&recorder), |_| (), keeper);
    (near, far, Harmed { recorder, places, tasks, shutdown })
}

fn track() -> Track {
    let id = TrackId { owner: 7, watch: 1, connection: 1, exchange: 1 };
    let allowance = Arc::new(Allowance::new(1_000_000, Duration::from_hours(1)));
    Track::new(id, Detail::Counts, Arc::<Tape>::default(), allowance)
}

impl Harmed {
    fn plan(&self, change: impl FnOnce(&mut FaultPlan)) {
        let mut plan = FaultPlan {
            up: Way::default(),
            down: Way::default(),
            silent_until: None,
            until: Instant::now() + Duration::from_mins(10),
        };
        change(&mut plan);
        assert!(self.recorder.set_plan(7, 1, Some(plan)));
    }

    fn half_open(&self) {
        self.plan(|plan| plan.silent_until = Some(plan.until));
    }

    fn mend(&self) {
        assert!(self.recorder.set_plan(7, 1, None));
    }
}

/// Nothing to read, not even the end, for so long.
async fn silent(stream: &mut (impl AsyncRead + Unpin), time: Duration) {
    timeout(time, stream.read(&mut [0])).await.unwrap_err();
}

async fn read<const COUNT: usize>(stream: &mut (impl AsyncRead + Unpin)) -> [u8; COUNT] {
    let mut bytes = [0; COUNT];
    stream.read_exact(&mut bytes).await.unwrap();
    bytes
}

async fn rest(stream: &mut (impl AsyncRead + Unpin)) -> Vec<u8> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    bytes
}

/// What a server does with a connection: echoes, until the end.
fn echo(near: Near) -> tokio::task::JoinHandle<io::Result<u64>> {
    tokio::spawn(async move {
        let (mut reader, mut writer) = split(near);
        let copied = tokio::io::copy(&mut reader, &mut writer).await;
        writer.shutdown().await?;
        copied
    })
}

#[tokio::test]
async fn a_cut_wakes_who_reads_and_who_writes_and_the_peer_gets_what_was_written() {
    let (near, mut far, harmed) = watched(3);
    let (mut reader, mut writer) = split(near);
    let read = tokio::spawn(async move { reader.read(&mut [0; 8]).await });
    let written = tokio::spawn(async move { writer.write_all(b"abcdef").await });
    tokio::task::yield_now().await;
    let recorder = &harmed.recorder;
    assert!(!recorder.end(7, 2, End::Cut), "another watch");
    assert!(!recorder.end(8, 1, End::Cut), "another owner");
    assert!(recorder.end(7, 1, End::Cut));
    assert_eq!(read.await.unwrap().unwrap(), 0);
    assert_eq!(written.await.unwrap().unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    assert_eq!(rest(&mut far).await, b"abc");
}

#[tokio::test]
async fn a_reset_wakes_who_reads_and_ends_the_stream_while_it_is_still_held() {
    let (near, mut far, harmed) = watched(3);
    let (mut reader, mut writer) = split(near);
    let read = tokio::spawn(async move { reader.read(&mut [0; 8]).await });
    tokio::task::yield_now().await;
    assert!(harmed.recorder.end(7, 1, End::Reset));
    assert_eq!(read.await.unwrap().unwrap_err().kind(), io::ErrorKind::ConnectionReset);
    assert_eq!(writer.write(b"a").await.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    assert_eq!(rest(&mut far).await, b"");
}

#[tokio::test]
async fn a_connection_whose_exchange_is_over_cannot_be_harmed() {
    let (mut near, mut far, harmed) = connection(64);
    harmed.recorder.begin(|_| Some(0), Some(track()));
    near.write_all(b"answer").await.unwrap();
    harmed.recorder.response_made();
    near.flush().await.unwrap();
    assert!(!harmed.recorder.end(7, 1, End::Cut));
    assert!(!harmed.recorder.set_plan(7, 1, None));
    near.write_all(b"!").await.unwrap();
    assert_eq!(&read(&mut far).await, b"answer!");
}

#[tokio::test(start_paused = true)]
async fn harm_lasts_until_the_response_has_crossed_and_no_longer() {
    let (mut near, mut far, harmed) = connection(64);
    harmed.recorder.begin(|_| Some(0), Some(track()));
    harmed.plan(|plan| plan.down.latency = SECOND);
    near.write_all(b"answer").await.unwrap();
    harmed.recorder.response_made();
    near.flush().await.unwrap();
    let begin = Instant::now();
    let server = tokio::spawn(async move {
        let request: [u8; 4] = self::read(&mut near).await;
        near.write_all(&request).await.unwrap();
        near
    });
    assert_eq!(&read(&mut far).await, b"answer");
    assert_eq!(begin.elapsed(), SECOND);
    assert!(!harmed.recorder.end(7, 1, End::Cut), "its exchange is over");
    far.write_all(b"next").await.unwrap();
    assert_eq!(&read(&mut far).await, b"next");
    assert_eq!(begin.elapsed(), SECOND, "at once");
    server.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn what_waits_behind_an_exchange_that_is_over_waits_no_longer() {
    let (near, mut far, harmed) = connection(64);
    harmed.recorder.begin(|_| Some(0), Some(track()));
    harmed.plan(|plan| plan.up.latency = 10 * SECOND);
    let (mut reader, mut writer) = split(near);
    far.write_all(b"next").await.unwrap();
    let next = tokio::spawn(async move { read::<4>(&mut reader).await });
    silent(&mut far, SECOND).await;
    let begin = Instant::now();
    writer.write_all(b"answer").await.unwrap();
    harmed.recorder.response_made();
    writer.flush().await.unwrap();
    assert_eq!(&next.await.unwrap(), b"next");
    assert_eq!(begin.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn an_exchange_that_begins_while_a_response_is_under_way_cannot_be_harmed() {
    let (mut near, _far, harmed) = connection(64);
    harmed.recorder.begin(|_| Some(0), Some(track()));
    harmed.plan(|plan| plan.down.latency = SECOND);
    near.write_all(b"answer").await.unwrap();
    near.flush().await.unwrap();
    harmed.recorder.begin(|_| Some(0), Some(track()));
    assert!(!harmed.recorder.end(7, 1, End::Cut), "the border between the two is not known");
}

#[tokio::test(start_paused = true)]
async fn latency_is_added_each_way() {
    let (near, mut far, harmed) = watched(64);
    harmed.plan(|plan| {
        plan.up.latency = 2 * SECOND;
        plan.down.latency = SECOND;
    });
    let server = echo(near);
    let begin = Instant::now();
    far.write_all(b"hi").await.unwrap();
    assert_eq!(&read(&mut far).await, b"hi");
    assert_eq!(begin.elapsed(), 3 * SECOND);
    far.shutdown().await.unwrap();
    assert_eq!(rest(&mut far).await, b"", "FIN");
    assert_eq!(begin.elapsed(), 6 * SECOND, "which is as slow");
    assert_eq!(server.await.unwrap().unwrap(), 2);
}

#[tokio::test(start_paused = true)]
async fn jitter_keeps_the_order() {
    let (near, far, harmed) = watched(64);
    harmed.plan(|plan| {
        plan.up.jitter = SECOND;
        plan.down.jitter = SECOND;
    });
    let _server = echo(near);
    let (mut reader, mut writer) = split(far);
    tokio::spawn(async move {
        for number in 0..100 {
            writer.write_all(&[number]).await.unwrap();
            time::sleep(SECOND / 10).await;
        }
    });
    let (begin, mut late) = (Instant::now(), Vec::new());
    for number in 0..100_u8 {
        assert_eq!(read(&mut reader).await, [number]);
        late.push(begin.elapsed().saturating_sub(u32::from(number) * SECOND / 10));
    }
    let (least, most) = (late.iter().min().unwrap(), late.iter().max().unwrap());
    assert!(
        *most <= 2 * SECOND + Duration::from_millis(2),
        "{most:?}, with a millisecond for each timer"
    );
    assert!(*most > *least + SECOND / 2, "{least:?} to {most:?}");
}

#[tokio::test(start_paused = true)]
async fn a_narrow_line_lets_a_trickle_through() {
    let (near, mut far, harmed) = watched(10_000);
    harmed.plan(|plan| plan.down.bytes_per_second = Some(100));
    let _server = echo(near);
    let begin = Instant::now();
    far.write_all(&[7; 200]).await.unwrap();
    let mut steps = 0;
    let (mut count, mut bytes) = (0, [0; 200]);
    while count < 200 {
        count += far.read(&mut bytes).await.unwrap();
        steps += 1;
        let most = begin.elapsed().as_secs_f64() * 100.0;
        #[expect(clippy::cast_precision_loss, reason = "some hundred")]
        let so_many = count as f64;
        assert!(so_many <= most + 0.5, "{count} bytes after {:?}", begin.elapsed());
    }
    assert!(steps >= 20, "in {steps} steps");
    let took = begin.elapsed().as_secs_f64();
    assert!((2.0..2.1).contains(&took), "{took} s");
}

#[tokio::test(start_paused = true)]
async fn a_stall_loses_nothing() {
    let (near, mut far, harmed) = watched(100_000);
    let _server = echo(near);
    far.write_all(b"before").await.unwrap();
    assert_eq!(&read(&mut far).await, b"before");
    harmed.plan(|plan| plan.silent_until = Some(Instant::now() + 5 * SECOND));
    let sent: Vec<u8> = (0..50_000_u32).map(|number| number.to_le_bytes()[0]).collect();
    far.write_all(&sent).await.unwrap();
    let begin = Instant::now();
    let mut received = vec![0; sent.len()];
    far.read_exact(&mut received).await.unwrap();
    assert_eq!(begin.elapsed(), 5 * SECOND);
    assert!(received == sent);
}

#[tokio::test(start_paused = true)]
async fn a_half_open_line_is_silent_in_both_directions_until_it_is_mended() {
    let (near, mut far, harmed) = watched(64);
    harmed.half_open();
    let (mut reader, mut writer) = split(near);
    let heard = tokio::spawn(async move { self::read::<4>(&mut reader).await });
    far.write_all(b"Ada?").await.unwrap();
    writer.write_all(b"Bo?").await.unwrap();
    writer.flush().await.unwrap();
    silent(&mut far, 60 * SECOND).await;
    assert!(!heard.is_finished());
    harmed.mend();
    let begin = Instant::now();
    assert_eq!(&read(&mut far).await, b"Bo?");
    assert_eq!(&heard.await.unwrap(), b"Ada?");
    assert_eq!(begin.elapsed(), Duration::ZERO, "at once");
}

#[tokio::test(start_paused = true)]
async fn a_plan_that_is_over_lets_all_go() {
    let (near, mut far, harmed) = watched(64);
    harmed.plan(|plan| {
        plan.until = Instant::now() + 3 * SECOND;
        plan.silent_until = Some(plan.until);
        plan.up.latency = 10 * SECOND;
    });
    let _server = echo(near);
    let begin = Instant::now();
    far.write_all(b"hi").await.unwrap();
    assert_eq!(&read(&mut far).await, b"hi");
    assert_eq!(begin.elapsed(), 3 * SECOND);
    far.write_all(b"hi").await.unwrap();
    assert_eq!(&read(&mut far).await, b"hi");
    assert_eq!(begin.elapsed(), 3 * SECOND, "fast again");
}

#[tokio::test(start_paused = true)]
async fn another_plan_holds_for_what_is_under_way() {
    let (near, mut far, harmed) = watched(64);
    harmed.plan(|plan| plan.up.latency = 10 * SECOND);
    let _server = echo(near);
    let begin = Instant::now();
    far.write_all(b"hi").await.unwrap();
    silent(&mut far, SECOND).await;
    harmed.plan(|plan| plan.up.latency = 2 * SECOND);
    assert_eq!(&read(&mut far).await, b"hi");
    assert_eq!(begin.elapsed(), 2 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn a_line_that_is_full_makes_the_writer_wait() {
    let (mut near, mut far, harmed) = watched(1_000_000);
    harmed.half_open();
    let mut accepted = 0;
    let message = [0; 1_000];
    for _ in 0..100 {
        let written = timeout(SECOND, near.write(&message)).await;
        accepted += written.map_or(0, Result::unwrap);
    }
    assert!((50_000..=64 * 1_024).contains(&accepted), "{accepted}");
    let waiting = tokio::spawn(async move {
        near.write_all(b"The end.").await.unwrap();
        near.shutdown().await.unwrap();
    });
    tokio::task::yield_now().await;
    assert!(!waiting.is_finished());
    harmed.mend();
    waiting.await.unwrap();
    let received = rest(&mut far).await;
    assert_eq!(received.len(), accepted + b"The end.".len());
    assert!(received.ends_with(b"The end."));
}

#[tokio::test(start_paused = true)]
async fn a_line_that_is_full_makes_the_peer_wait() {
    let (mut near, mut far, harmed) = watched(1_000);
    harmed.plan(|plan| plan.up.latency = 10 * SECOND);
    let reading = tokio::spawn(async move { read::<1>(&mut near).await });
    let mut sent = 0;
    let message = [0; 1_000];
    for _ in 0..100 {
        let written = timeout(SECOND / 100, far.write(&message)).await;
        sent += written.map_or(0, Result::unwrap);
    }
    assert!((50_000..=66 * 1_024).contains(&sent), "{sent}");
    assert_eq!(reading.await.unwrap(), [0]);
}

#[tokio::test(start_paused = true)]
async fn a_head_waits_for_what_it_should_have_waited_for_on_its_way() {
    let (_near, _far, harmed) = connection(64);
    harmed.recorder.begin(|_| Some(0), Some(track()));
    let begin = Instant::now();
    harmed.recorder.arrival().await;
    assert_eq!(begin.elapsed(), Duration::ZERO);
    harmed.plan(|plan| {
        plan.up.latency = SECOND;
        plan.silent_until = Some(Instant::now() + 3 * SECOND);
    });
    harmed.recorder.arrival().await;
    assert_eq!(begin.elapsed(), 3 * SECOND);
    let recorder = Arc::clone(&harmed.recorder);
    harmed.half_open();
    let waiting = tokio::spawn(async move { recorder.arrival().await });
    tokio::time::sleep(SECOND).await;
    assert!(!waiting.is_finished());
    harmed.mend();
    waiting.await.unwrap();
    assert_eq!(begin.elapsed(), 4 * SECOND);
}
