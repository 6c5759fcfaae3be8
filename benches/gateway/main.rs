//! The gateway's two figures in one run, about a minute: `cargo bench --bench gateway [throughput|parse]`.
//!
//! How many signed webhooks a second it stores durably, as a share of what a bare axum handler does with the same form; and how
//! long a message takes to parse.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement is for a person to read, and ends where it fails"
)]

mod load;
mod parse;
mod servers;
mod texts;
mod throughput;
mod webhooks;

use std::sync::Arc;

use fieldline::clock::{SharedClock, SystemClock};
use mimalloc::MiMalloc;

// As in the binary, and for the bare handler too.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() {
    let clock: SharedClock = Arc::new(SystemClock::new());
    let only = std::env::args()
        .nth(1)
        .filter(|part| !part.starts_with('-'));
    let wanted = |part: &str| only.as_deref().is_none_or(|only| only == part);
    if wanted("throughput") {
        let ratio = throughput::measure(&clock).await;
        println!("ratio {ratio:.2}");
    }
    if wanted("parse") {
        let micros = parse::measure(clock.as_ref());
        println!("parse {micros:.1} µs");
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}
