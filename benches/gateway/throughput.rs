//! Webhooks per second.
//!
//! Client and server share the machine and the runtime, so only the ratio of two rows says something. Every request is one of
//! its own, made and signed before its round's clock starts. Rows alternate within a round, and each is compared with the bare
//! handler of the same round, so that what else the machine does moves both.

use fieldline::clock::SharedClock;

use crate::servers::{self, Gateway};
use crate::{load, median, webhooks};

/// Requests in a round, whatever the number of connections.
const REQUESTS: usize = 10_000;
const ROUNDS: usize = 7;
const CONNECTIONS: [usize; 2] = [64, 256];

/// Prints the table and returns the gateway's smaller ratio.
pub(crate) async fn measure(clock: &SharedClock) -> f64 {
    let gateway = Gateway::start(clock.clone()).await;
    let rows = [
        ("bare axum form", servers::bare().await),
        ("verified and read", servers::verified(clock.clone()).await),
        ("gateway, stored", gateway.address()),
    ];
    println!(
        "signed webhooks, {REQUESTS} a round, median of {ROUNDS} rounds; commands are not run"
    );
    println!(
        "{:<20} {:>11} {:>11} {:>6}",
        "", "connections", "requests/s", "ratio"
    );
    let mut batch = 0;
    let mut ratios = Vec::new();
    for connections in CONNECTIONS {
        let mut rates = rows.map(|_| Vec::with_capacity(ROUNDS));
        for _ in 0..ROUNDS {
            for ((_, address), rates) in rows.iter().zip(&mut rates) {
                let requests = webhooks::signed(batch, REQUESTS);
                batch += 1;
                let open = load::connect(*address, connections).await;
                let began = clock.monotonic();
                load::send(open, requests).await;
                let took = clock.monotonic().saturating_sub(began);
                rates.push(webhooks_per_second(took));
            }
        }
        for ((name, _), own) in rows.iter().zip(&rates) {
            let ratio = median(
                own.iter()
                    .zip(&rates[0])
                    .map(|(own, bare)| own / bare)
                    .collect(),
            );
            let rate = median(own.clone());
            println!("{name:<20} {connections:>11} {rate:>11.0} {ratio:>6.2}");
            if *name == rows[2].0 {
                ratios.push(ratio);
            }
        }
    }
    gateway.stop(CONNECTIONS.len() * ROUNDS * REQUESTS).await;
    ratios.into_iter().fold(f64::INFINITY, f64::min)
}

#[expect(clippy::cast_precision_loss, reason = "no round has 2^52 requests")]
fn webhooks_per_second(took: std::time::Duration) -> f64 {
    REQUESTS as f64 / took.as_secs_f64()
}
