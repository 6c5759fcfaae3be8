//! The metrics of the gateway: one function each, so that names and labels stand in one place.

use std::sync::OnceLock;
use std::time::Duration;

use metrics::{
    Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::domain::{LineName, MessageState, ReplyState};

const MESSAGES: &str = "fieldline_messages_total";
const ACK: &str = "fieldline_ack_seconds";
const COMMAND: &str = "fieldline_command_seconds";
const CRM_CALLS: &str = "fieldline_crm_calls_total";
const CRM_BUDGET: &str = "fieldline_crm_budget_remaining";
const REPLIES: &str = "fieldline_replies_total";
const SEGMENTS: &str = "fieldline_reply_segments_total";
const PARSE: &str = "fieldline_parse_seconds";
const BACKLOG: &str = "fieldline_backlog";
const OLDEST: &str = "fieldline_oldest_unfinished_seconds";
const AMBIGUOUS: &str = "fieldline_ambiguous_total";
const STALE_FENCE: &str = "fieldline_stale_fence_total";

/// Upper bounds in seconds.
const ACK_BUCKETS: &[f64] = &[
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0,
];
const COMMAND_BUCKETS: &[f64] = &[
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0, 600.0,
];
const PARSE_BUCKETS: &[f64] = &[
    0.000_001, 0.000_002, 0.000_005, 0.000_01, 0.000_025, 0.000_1, 0.001, 0.01,
];

/// The collected figures.
#[derive(Clone)]
pub struct Metrics {
    handle: PrometheusHandle,
}

/// Starts collecting, for the whole process; called again it hands out the same.
pub fn metrics() -> Metrics {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    let handle = HANDLE.get_or_init(|| {
        let recorder = with_buckets(PrometheusBuilder::new()).build_recorder();
        let handle = recorder.handle();
        // Another recorder can only stand here if an embedding program put its own: then that one collects.
        let _ = metrics::set_global_recorder(recorder);
        describe();
        keep_up(handle.clone());
        handle
    });
    Metrics {
        handle: handle.clone(),
    }
}

impl Metrics {
    /// Everything as Prometheus text.
    #[must_use]
    pub fn render(&self) -> String {
        self.handle.render()
    }
}

/// A message reached a terminal state.
pub fn message_ended(line: &LineName, state: MessageState) {
    counter!(MESSAGES, "line" => line.0.clone(), "state" => state.name()).increment(1);
}

/// Takes how long after its head had arrived each webhook was answered. To be kept: finding it costs more than recording.
pub fn acknowledgements() -> metrics::Histogram {
    histogram!(ACK)
}

/// A message was worked on from acceptance to its end.
pub fn command_took(time: Duration) {
    histogram!(COMMAND).record(time);
}

/// One exchange with the CRM. `op` as [`crate::domain::CrmCall::op`] names it, `result` one of a few words.
pub fn crm_call(op: &'static str, result: &'static str) {
    counter!(CRM_CALLS, "op" => op, "result" => result).increment(1);
}

/// Requests the CRM still takes in its present window.
pub fn crm_budget(remaining: u32) {
    gauge!(CRM_BUDGET).set(remaining);
}

/// A reply of that many segments reached this state. Segments count once, when it was sent.
pub fn reply_ended(line: &LineName, state: ReplyState, segments: u8) {
    counter!(REPLIES, "line" => line.0.clone(), "state" => state.name()).increment(1);
    if state == ReplyState::Sent {
        counter!(SEGMENTS).increment(segments.into());
    }
}

/// A message was parsed.
pub fn parse_took(time: Duration) {
    histogram!(PARSE).record(time);
}

/// Unfinished messages and replies, and the age of the oldest.
pub fn backlog(unfinished: u64, oldest: Option<Duration>) {
    #[expect(clippy::cast_precision_loss, reason = "a backlog stays far below 2^52")]
    gauge!(BACKLOG).set(unfinished as f64);
    gauge!(OLDEST).set(oldest.unwrap_or_default().as_secs_f64());
}

/// A call of unknown outcome was looked up: `confirmed`, `absent` or `unknown`.
pub fn ambiguous(verdict: &'static str) {
    counter!(AMBIGUOUS, "verdict" => verdict).increment(1);
}

/// Work was dropped because its lane belonged to somebody else by then.
pub fn stale_fence() {
    counter!(STALE_FENCE).increment(1);
}

/// Folds collected samples together every few seconds, so that they do not pile up while nobody asks for them.
fn keep_up(handle: PrometheusHandle) {
    let fold = move || {
        loop {
            std::thread::sleep(Duration::from_secs(5));
            handle.run_upkeep();
        }
    };
    let thread = std::thread::Builder::new().name("metrics".to_owned());
    if let Err(error) = thread.spawn(fold) {
        tracing::error!(%error, "metrics will use more and more memory until they are fetched");
    }
}

fn with_buckets(builder: PrometheusBuilder) -> PrometheusBuilder {
    let wanted = [
        (ACK, ACK_BUCKETS),
        (COMMAND, COMMAND_BUCKETS),
        (PARSE, PARSE_BUCKETS),
    ];
    wanted
        .into_iter()
        .fold(builder, |builder, (name, buckets)| {
            // Only an empty list of buckets is refused, and these are not.
            builder
                .set_buckets_for_metric(Matcher::Full(name.to_owned()), buckets)
                .unwrap_or_default()
        })
}

fn describe() {
    describe_counter!(MESSAGES, "Messages by the terminal state they reached");
    describe_histogram!(ACK, Unit::Seconds, "Webhook in to answer out");
    describe_histogram!(COMMAND, Unit::Seconds, "Message accepted to message ended");
    describe_counter!(CRM_CALLS, "Exchanges with the CRM");
    describe_gauge!(CRM_BUDGET, "Requests left in the CRM's present window");
    describe_counter!(REPLIES, "Replies by the state they reached");
    describe_counter!(SEGMENTS, "SMS segments sent");
    describe_histogram!(PARSE, Unit::Seconds, "Time to parse a message");
    describe_gauge!(BACKLOG, "Unfinished messages and replies");
    describe_gauge!(
        OLDEST,
        Unit::Seconds,
        "Age of the oldest unfinished message"
    );
    describe_counter!(
        AMBIGUOUS,
        "Calls of unknown outcome, by what looking showed"
    );
    describe_counter!(STALE_FENCE, "Work dropped because its lane had a new owner");
}
