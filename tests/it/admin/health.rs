//! Health and metrics.

use std::time::Duration;

use fieldline::domain::{LineName, MessageState, ReplyState};
use fieldline::telemetry;
use http::StatusCode;

use super::journal;
use super::samples::entry;
use super::site::Site;

#[tokio::test]
async fn live_is_always_and_ready_is_when_messages_can_be_taken() {
    let site = Site::new().await;
    assert_eq!(site.get("/health/live").await.status, StatusCode::OK);
    assert_eq!(site.get("/health/ready").await.body, "ready\n");
    *site.intake.not_ready.lock().unwrap() = Some("the CRM does not take our token".to_owned());
    let answer = site.get("/health/ready").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.body, "the CRM does not take our token\n");
    *site.intake.not_ready.lock().unwrap() = None;
    site.break_down();
    assert_eq!(
        site.get("/health/ready").await.body,
        "the store does not answer\n"
    );
    assert_eq!(site.get("/health/live").await.status, StatusCode::OK);
}

#[tokio::test]
async fn every_metric_of_the_documents_is_there() {
    let site = Site::new().await;
    let line = LineName::from("metrics-test");
    telemetry::message_ended(&line, MessageState::NeedsReview);
    telemetry::acknowledgements().record(Duration::from_micros(700));
    telemetry::command_took(Duration::from_millis(63));
    telemetry::crm_call("task.complete", "ok");
    telemetry::crm_budget(97);
    telemetry::reply_ended(&line, ReplyState::Sent, 2);
    telemetry::parse_took(Duration::from_micros(3));
    telemetry::ambiguous("absent");
    telemetry::stale_fence();
    for number in [53, 54, 55] {
        let mut waiting = entry(number, "tasks");
        waiting.received_at += Duration::from_mins(3);
        journal::arrive(site.store.as_ref(), &waiting).await;
    }
    let answer = site.get("/metrics").await;
    assert!(
        answer
            .header("content-type")
            .starts_with("text/plain; version=0.0.4")
    );
    for sample in [
        "fieldline_messages_total{line=\"metrics-test\",state=\"needs_review\"} 1",
        "fieldline_ack_seconds_bucket{le=\"0.001\"}",
        "fieldline_command_seconds_bucket{le=\"0.1\"}",
        "fieldline_crm_calls_total{op=\"task.complete\",result=\"ok\"} 1",
        "fieldline_crm_budget_remaining 97",
        "fieldline_replies_total{line=\"metrics-test\",state=\"sent\"} 1",
        "fieldline_reply_segments_total 2",
        "fieldline_parse_seconds_bucket{le=\"0.000005\"}",
        "fieldline_backlog 3",
        "fieldline_oldest_unfinished_seconds 12",
        "fieldline_ambiguous_total{verdict=\"absent\"} 1",
        "fieldline_stale_fence_total 1",
    ] {
        assert!(
            answer.body.contains(sample),
            "{sample} is missing in\n{}",
            answer.body
        );
    }
}
