//! What the pages show, and that what people text cannot become part of them.

use fieldline::domain::{MessageState, ReplyState};
use fieldline::store::Store;
use http::StatusCode;

use super::journal;
use super::samples::{SPITE, entry, id, spiteful};
use super::site::Site;

#[tokio::test]
async fn what_people_text_is_text_on_every_page() {
    let site = Site::new().await;
    site.happens(spiteful(1)).await;
    let mut to_review = spiteful(2);
    to_review.state = MessageState::NeedsReview;
    site.happens(to_review).await;
    let mut on_the_phone = spiteful(3);
    on_the_phone.from = "+15551230001".to_owned();
    on_the_phone.line = "main".into();
    site.happens(on_the_phone).await;
    let cookie = site.sign_in().await;
    let quoted: String = form_urlencoded::byte_serialize(SPITE.as_bytes()).collect();
    for page in [
        "/admin/log".to_owned(),
        format!("/admin/messages/{}", id(1)),
        "/admin/review".to_owned(),
        "/admin/phone?as=%2B15551230001".to_owned(),
        format!("/admin/phone?as={quoted}"),
        format!("/admin/playground?text={quoted}&as={quoted}"),
        format!(
            "/admin/log?q={quoted}&from={quoted}&outcome={quoted}&state={quoted}&after={quoted}"
        ),
        format!("/admin/sign-in?next={quoted}"),
    ] {
        let answer = site.page(&cookie, &page).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        assert!(!answer.body.contains("<script>"), "{page}: {}", answer.body);
        assert!(
            !answer.body.contains("\" onmouseover"),
            "{page}: {}",
            answer.body
        );
        assert!(
            answer.body.contains("&#60;script&#62;") || page.contains("as=%3C"),
            "{page} shows it"
        );
    }
}

#[tokio::test]
async fn names_typed_into_forms_are_text_too() {
    let site = Site::new().await;
    let cookie = site.sign_in().await;
    let form = [
        ("name", SPITE),
        ("phone", "+15551230005"),
        ("role", "staff"),
        ("user_id", SPITE),
        ("lang", "en"),
        ("tz", "UTC"),
    ];
    assert_eq!(
        site.post(&cookie, "/admin/people", &form).await.status,
        StatusCode::SEE_OTHER
    );
    let form = [
        ("name", SPITE),
        ("phone", SPITE),
        ("role", SPITE),
        ("lang", SPITE),
        ("tz", SPITE),
    ];
    let refused = site.post(&cookie, "/admin/people", &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for body in [refused.body, site.page(&cookie, "/admin/people").await.body] {
        assert!(
            !body.contains("<script>") && !body.contains("\" onmouseover"),
            "{body}"
        );
        assert!(body.contains("&#60;script&#62;"));
    }
}

#[tokio::test]
async fn every_answer_tells_the_browser_to_run_nothing_and_keep_nothing() {
    let site = Site::new().await;
    let cookie = site.sign_in().await;
    for path in [
        "/admin/log",
        "/admin/nowhere",
        "/admin/sign-in",
        "/api/v1/messages",
        "/api/nowhere",
        "/health/live",
        "/metrics",
    ] {
        let answer = site.page(&cookie, path).await;
        let policy = answer.header("content-security-policy");
        assert_eq!(
            policy,
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
             form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
            "{path}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn pages_keep_to_their_own_policy() {
    let site = Site::new().await;
    site.happens(entry(1, "done 42")).await;
    let cookie = site.sign_in().await;
    let message = format!("/admin/messages/{}", id(1));
    for page in [
        "/admin/log",
        &message,
        "/admin/people",
        "/admin/playground?text=done+42",
        "/admin/phone",
        "/admin/settings",
        "/admin/sign-in",
        "/admin/nowhere",
    ] {
        let body = site.page(&cookie, page).await.body;
        for banned in [
            " style=",
            "<style",
            " onclick",
            " onload",
            "javascript:",
            "<script>",
            "http://",
            "https://",
        ] {
            assert!(!body.contains(banned), "{page} has {banned}");
        }
        for url in body.split("=\"/admin/assets/").skip(1) {
            let url = url.split('"').next().unwrap();
            let asset = site.get(&format!("/admin/assets/{url}")).await;
            assert_eq!(asset.status, StatusCode::OK, "{page}: {url}");
            assert!(asset.header("cache-control").contains("immutable"));
        }
    }
}

#[tokio::test]
async fn the_log_is_read_page_by_page_and_keeps_its_filters() {
    let site = Site::new().await;
    for number in 1..=10 {
        site.happens(entry(number, "done 41")).await;
    }
    for number in 11..=130 {
        journal::arrive(site.store.as_ref(), &entry(number, "done 42")).await;
    }
    let cookie = site.sign_in().await;
    let mut path = "/admin/log?state=received&q=done".to_owned();
    let mut seen = Vec::new();
    loop {
        let body = site.page(&cookie, &path).await.body;
        seen.extend(
            body.split("data-key=\"")
                .skip(1)
                .map(|row| row[..35].to_owned()),
        );
        let Some(older) = body.split("rel=\"next\" href=\"").nth(1) else {
            break;
        };
        path = older.split('"').next().unwrap().replace("&#38;", "&");
        assert!(
            path.contains("q=done") && path.contains("state=received"),
            "{path}"
        );
    }
    let wanted: Vec<String> = (11..=130).rev().map(|it| id(it).to_string()).collect();
    assert_eq!(seen, wanted);
}

#[tokio::test]
async fn a_number_is_found_however_it_is_typed() {
    let site = Site::new().await;
    let mut other = entry(1, "tasks");
    other.from = "+14155550132".to_owned();
    site.happens(other).await;
    site.happens(entry(2, "done 42")).await;
    let cookie = site.sign_in().await;
    for typed in ["%2B14155550132", "%28415%29+555-0132", "415.555.0132"] {
        let body = site
            .page(&cookie, &format!("/admin/log?from={typed}"))
            .await
            .body;
        assert!(
            body.contains("tasks") && !body.contains("done 42"),
            "{typed}"
        );
    }
}

#[tokio::test]
async fn one_message_shows_all_that_is_known_of_it() {
    let site = Site::new().await;
    site.happens(entry(1, "done 42")).await;
    let cookie = site.sign_in().await;
    let body = site
        .page(&cookie, &format!("/admin/messages/{}", id(1)))
        .await
        .body;
    for part in [
        "Bob Ray",
        "(555) 123-0001",
        "<mark>done<sup>1</sup></mark> <mark>42<sup>2</sup></mark>",
        "head alias",
        "task.complete",
        "PUT /contacts/k1/tasks/t9/completed",
        "Confirmed",
        "41 ms",
        "Done: #42 Call Jane Doe back",
        "1 segment",
        "Delivered",
        "63 ms",
        "2026-11-22T09:00:01-06:00",
        "Sun 22 Nov 2026, 09:00:01",
        "<dt>Outcome</dt><dd>completed</dd>",
        "SM1",
        "SMout1",
        "en-1",
    ] {
        assert!(body.contains(part), "{part} is missing in {body}");
    }
    assert!(!body.contains("data-live"), "nothing will change any more");
    let mut waiting = entry(2, "tag Jon vip");
    waiting.state = MessageState::Waiting;
    waiting.replies[0].state = ReplyState::Sent;
    site.happens(waiting).await;
    let body = site
        .page(&cookie, &format!("/admin/messages/{}", id(2)))
        .await
        .body;
    assert!(body.contains("data-live"));
}

#[tokio::test]
async fn what_is_not_there_is_said_kindly() {
    let site = Site::new().await;
    let cookie = site.sign_in().await;
    for path in [
        "/admin/messages/in_00000000000000000000000000000009",
        "/admin/messages/7",
        "/admin/x/y",
    ] {
        let answer = site.page(&cookie, path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.body.contains("There is nothing here"));
    }
}

#[tokio::test]
async fn a_broken_store_tells_nobody_anything() {
    let site = Site::new().await;
    let cookie = site.sign_in().await;
    site.break_down();
    let page = site.page(&cookie, "/admin/log").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.body.contains("The store does not answer"));
    let api = site.api("/api/v1/messages").await;
    assert_eq!(api.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(api.body, r#"{"error":"the store does not answer"}"#);
    for body in [page.body, api.body] {
        assert!(!body.contains("disk full") && !body.contains("1555"));
    }
}

#[tokio::test]
async fn people_are_added_changed_and_removed() {
    let site = Site::new().await;
    let cookie = site.sign_in().await;
    let form = |name| {
        [
            ("name", name),
            ("phone", "(415) 555-0132"),
            ("role", "manager"),
            ("user_id", "u7"),
            ("lang", "ES"),
            ("tz", "America/Chicago"),
        ]
    };
    for name in ["Ana", "Ana Ortiz"] {
        let saved = site.post(&cookie, "/admin/people", &form(name)).await;
        assert_eq!(saved.header("location"), "/admin/people");
    }
    let people = site.store.people().await.unwrap();
    assert_eq!(people.len(), 1);
    assert_eq!(
        (
            people[0].name.as_str(),
            people[0].phone.as_str(),
            people[0].lang.as_str()
        ),
        ("Ana Ortiz", "+14155550132", "es")
    );
    for (slot, wrong, told) in [
        (1, "12", "not a phone number"),
        (2, "king", "Choose a role"),
        (4, "english", "code of two letters"),
        (5, "Mars/North", "America/Chicago"),
    ] {
        let mut form = form("Ana");
        form[slot].1 = wrong;
        let refused = site.post(&cookie, "/admin/people", &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(refused.body.contains(told), "{wrong}");
    }
    site.post(
        &cookie,
        "/admin/people/remove",
        &[("phone", "+14155550132")],
    )
    .await;
    assert!(site.store.people().await.unwrap().is_empty());
}

#[tokio::test]
async fn the_playground_explains_and_offers_what_would_work() {
    let site = Site::new().await;
    let cookie = site.sign_in().await;
    let body = site
        .page(&cookie, "/admin/playground?text=done+42&as=manager")
        .await
        .body;
    assert!(
        body.contains("Would run")
            && body.contains("read as manager")
            && body.contains("<mark>done<sup>1</sup></mark>")
    );
    let body = site
        .page(&cookie, "/admin/playground?text=taks&as=staff")
        .await
        .body;
    assert!(
        body.contains("Not understood") && body.contains("text=tasks%20today"),
        "{body}"
    );
    assert!(site.intake.taken.lock().unwrap().is_empty());
}

#[tokio::test]
async fn lines_opt_outs_and_the_review_page_show_theirs() {
    let site = Site::new().await;
    let cookie = site.sign_in().await;
    assert!(
        site.page(&cookie, "/admin/review")
            .await
            .body
            .contains("Nothing to review")
    );
    for (number, state) in [
        (1, MessageState::Dead),
        (2, MessageState::Failed),
        (3, MessageState::NeedsReview),
        (4, MessageState::Done),
    ] {
        let mut entry = entry(number, &format!("text {number}"));
        entry.state = state;
        site.happens(entry).await;
    }
    let body = site.page(&cookie, "/admin/review").await.body;
    assert!(
        ["text 1", "text 2", "text 3"]
            .iter()
            .all(|text| body.contains(text))
            && !body.contains("text 4")
    );
    let mut stop = entry(5, "STOP");
    stop.from = "+15551230009".to_owned();
    journal::arrive(site.store.as_ref(), &stop).await;
    assert!(
        site.page(&cookie, "/admin/opt-outs")
            .await
            .body
            .contains("(555) 123-0009")
    );
    let body = site.page(&cookie, "/admin/lines").await.body;
    assert!(
        body.contains("(555) 000-1000")
            && body.contains("simulated")
            && body.contains("/hooks/main")
    );
}
