//! Signed webhooks per second, against a bare axum handler that parses the same form: `cargo bench --bench gateway`.
//!
//! Client and server share the machine and the runtime, so only the ratio of two rows says something. Every request is one of
//! its own, made and signed before the clock starts; rounds of all rows alternate, and the best round of each counts.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement is for a person to read, and ends where it fails"
)]

mod load;
mod servers;
mod webhooks;

use std::sync::Arc;
use std::time::Duration;

use fieldline::clock::{Clock, SystemClock};

/// Requests in a round, and connections they are sent over.
const REQUESTS: usize = 40_000;
const CONNECTIONS: usize = 64;
const ROUNDS: usize = 3;

#[tokio::main]
async fn main() {
    let clock = Arc::new(SystemClock::new());
    let rows = [
        ("bare axum form", servers::bare().await),
        ("verified and read", servers::verified(clock.clone()).await),
    ];
    let mut best = [Duration::MAX; 2];
    for round in 0..ROUNDS {
        for (row, (_, address)) in rows.iter().enumerate() {
            let requests = webhooks::signed(round * rows.len() + row, REQUESTS);
            let began = clock.monotonic();
            load::send(*address, requests, CONNECTIONS).await;
            best[row] = best[row].min(clock.monotonic().saturating_sub(began));
        }
    }
    println!("{:<20} {:>12} {:>8}", "", "requests/s", "ratio");
    for ((name, _), time) in rows.iter().zip(best) {
        let rate = per_second(time);
        println!(
            "{name:<20} {rate:>12.0} {:>8.2}",
            rate / per_second(best[0])
        );
    }
}

#[expect(clippy::cast_precision_loss, reason = "no round has 2^52 requests")]
fn per_second(time: Duration) -> f64 {
    REQUESTS as f64 / time.as_secs_f64()
}
