//! The published limit.

use std::time::Duration;

use fieldline::sandbox::{RateLimits, SandboxConfig};
use http::StatusCode;

use super::account::{Account, Said};

fn header(said: &Said, name: &str) -> u64 {
    said.headers[name].to_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn the_hundred_and_first_request_within_ten_seconds_is_429() {
    let account = Account::sample().await;
    let path = format!("/locations/{}", SandboxConfig::LOCATION);
    let first = account.get(&path).await;
    assert_eq!(header(&first, "x-ratelimit-max"), 100);
    assert_eq!(header(&first, "x-ratelimit-remaining"), 99);
    assert_eq!(header(&first, "x-ratelimit-interval-milliseconds"), 10_000);
    assert_eq!(header(&first, "x-ratelimit-limit-daily"), 200_000);
    assert_eq!(header(&first, "x-ratelimit-daily-remaining"), 199_999);
    account.clock.advance(Duration::from_secs(9));
    for _ in 0..99 {
        assert_eq!(account.get(&path).await.status, StatusCode::OK);
    }
    let refused = account.get(&path).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(header(&refused, "x-ratelimit-remaining"), 0);
    assert!(!refused.headers.contains_key("retry-after"));
    account.clock.advance(Duration::from_secs(1));
    assert_eq!(account.get(&path).await.status, StatusCode::OK);
    assert_eq!(
        account.get(&path).await.status,
        StatusCode::TOO_MANY_REQUESTS,
        "the window slides: only the first request has left it"
    );
    account.clock.advance(Duration::from_secs(10));
    assert_eq!(account.get(&path).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_day_has_its_own_limit() {
    let account = Account::with(SandboxConfig {
        limits: RateLimits {
            daily: 2,
            ..RateLimits::PRIVATE_TOKEN
        },
        ..SandboxConfig::default()
    })
    .await;
    let path = format!("/locations/{}", SandboxConfig::LOCATION);
    account.get(&path).await;
    account.get(&path).await;
    account.clock.advance(Duration::from_hours(23));
    let refused = account.get(&path).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(header(&refused, "x-ratelimit-daily-remaining"), 0);
    assert_eq!(header(&refused, "x-ratelimit-daily-reset"), 3_600_000);
    account.clock.advance(Duration::from_hours(1));
    assert_eq!(account.get(&path).await.status, StatusCode::OK);
}

#[tokio::test]
async fn without_a_limit_there_are_no_headers() {
    let account = Account::with(SandboxConfig {
        limits: RateLimits::NONE,
        ..SandboxConfig::default()
    })
    .await;
    let said = account.get("/users/?locationId=FieldlineSandbox0001").await;
    assert_eq!(said.status, StatusCode::OK);
    assert!(!said.headers.contains_key("x-ratelimit-max"));
}
