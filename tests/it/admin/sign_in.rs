//! Who gets in, and who does not.

use std::net::IpAddr;
use std::time::Duration;

use fieldline::store::Store;
use http::{Method, StatusCode, header};

use super::site::{PASSWORD, Site, form_body, form_request, request, sign_in_form};

const PAGES: [&str; 10] = [
    "/admin/log",
    "/admin/messages/in_00000000000000000000000000000001",
    "/admin/review",
    "/admin/people",
    "/admin/lines",
    "/admin/opt-outs",
    "/admin/playground?text=hi",
    "/admin/phone",
    "/admin/settings",
    "/admin/log?q=a%26b&from=%2B1",
];

#[tokio::test]
async fn pages_send_strangers_to_the_sign_in_and_back() {
    let site = Site::new().await;
    for page in PAGES {
        let answer = site.get(page).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{page}");
        let place = answer.header("location").to_owned();
        let next = place.strip_prefix("/admin/sign-in?next=").expect(&place);
        let next = percent_encoding::percent_decode_str(next)
            .decode_utf8()
            .unwrap();
        assert_eq!(next, page);
    }
    let next = "/admin/log?q=a%26b&from=%2B1";
    let answer = site.call(sign_in_form(PASSWORD, next)).await;
    assert_eq!(answer.header("location"), next);
}

#[tokio::test]
async fn nobody_is_sent_elsewhere_after_signing_in() {
    let site = Site::new().await;
    for next in [
        "https://evil.example/",
        "//evil.example",
        "/\\evil",
        "/admin/\r\nx: y",
        "",
        "/api/v1/messages",
    ] {
        let answer = site.call(sign_in_form(PASSWORD, next)).await;
        assert_eq!(answer.header("location"), "/admin/log", "{next:?}");
    }
}

#[tokio::test]
async fn forms_of_strangers_do_nothing() {
    let site = Site::new().await;
    for (path, form) in [
        (
            "/admin/people",
            &[
                ("name", "Eve"),
                ("phone", "+15559990000"),
                ("role", "owner"),
                ("lang", "en"),
                ("tz", "UTC"),
            ][..],
        ),
        ("/admin/people/remove", &[("phone", "+15551230001")]),
        ("/admin/phone", &[("as", "+15551230001"), ("text", "tasks")]),
        (
            "/admin/settings",
            &[("old", PASSWORD), ("new", "new password")],
        ),
    ] {
        let answer = site.post("fieldline=forged", path, form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert_eq!(answer.header("location"), "/admin/sign-in", "{path}");
    }
    assert!(site.store.people().await.unwrap().is_empty());
    assert!(site.intake.taken.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_session_opens_every_page_until_it_is_closed() {
    let site = Site::new().await;
    site.happens(super::samples::entry(1, "done 42")).await;
    let cookie = site.sign_in().await;
    for page in PAGES {
        assert_eq!(
            site.page(&cookie, page).await.status,
            StatusCode::OK,
            "{page}"
        );
    }
    let answer = site.post(&cookie, "/admin/sign-out", &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answer.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(
        site.page(&cookie, "/admin/log").await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a_session_ends_by_itself() {
    let site = Site::new().await;
    let cookie = site.sign_in().await;
    site.clock.advance(Duration::from_hours(11));
    assert_eq!(
        site.page(&cookie, "/admin/log").await.status,
        StatusCode::OK
    );
    site.clock.advance(Duration::from_hours(1));
    assert_eq!(
        site.page(&cookie, "/admin/log").await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn made_up_cookies_open_nothing() {
    let site = Site::new().await;
    let cookie = site.sign_in().await;
    let kept = site.store.setting("admin.sessions").await.unwrap().unwrap();
    let hash = kept.split('"').nth(3).unwrap();
    assert_eq!(hash.len(), 64);
    assert!(
        !kept.contains(cookie.split('=').nth(1).unwrap()),
        "the token itself is nowhere kept"
    );
    for forged in [
        format!("fieldline={hash}"),
        format!("fieldline={}", "0".repeat(64)),
        "fieldline=".to_owned(),
        cookie.to_uppercase(),
    ] {
        assert_eq!(
            site.page(&forged, "/admin/log").await.status,
            StatusCode::SEE_OTHER,
            "{forged}"
        );
    }
}

#[tokio::test]
async fn cookies_are_closed_as_far_as_the_connection_allows() {
    let site = Site::new().await;
    let plain = site.call(sign_in_form(PASSWORD, "")).await;
    let plain = plain.header("set-cookie");
    assert!(
        plain.starts_with("fieldline=") && !plain.contains("Secure"),
        "{plain}"
    );
    assert!(
        plain.contains("HttpOnly") && plain.contains("SameSite=Strict") && plain.contains("Path=/")
    );

    let form = [("password", PASSWORD)];
    let request = request(Method::POST, "/admin/sign-in")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ORIGIN, "https://127.0.0.1:8788")
        .body(form_body(&form));
    let secure = site.call(request.unwrap()).await;
    let secure = secure.header("set-cookie").to_owned();
    assert!(secure.starts_with("__Host-fieldline="), "{secure}");
    for part in ["HttpOnly", "SameSite=Strict", "Secure", "Path=/"] {
        assert!(secure.contains(part), "{secure}");
    }
    assert!(!secure.contains("Domain"));
    let cookie = secure.split(';').next().unwrap();
    assert_eq!(site.page(cookie, "/admin/log").await.status, StatusCode::OK);
}

#[tokio::test]
async fn guessing_locks_the_address_out_even_from_the_right_password() {
    let site = Site::new().await;
    for _ in 0..5 {
        let answer = site.call(sign_in_form("wrong", "")).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert!(answer.body.contains("That is not the password."));
    }
    let answer = site.call(sign_in_form(PASSWORD, "")).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(
        answer.body.contains("Try again in 15 minutes."),
        "{}",
        answer.body
    );
    let elsewhere = IpAddr::from([198, 51, 100, 1]);
    let answer = site.call_from(elsewhere, sign_in_form(PASSWORD, "")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    site.clock.advance(Duration::from_mins(15));
    let answer = site.call(sign_in_form(PASSWORD, "")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn forms_from_other_sites_are_refused() {
    let site = Site::new().await;
    let cookie = site.sign_in().await;
    let form = [("phone", "+15551230001")];
    let foreign = |name: &str, value: &str| {
        request(Method::POST, "/admin/people/remove")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::COOKIE, &cookie)
            .header(name, value)
            .body(form_body(&form))
            .unwrap()
    };
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        let answer = site.call(foreign(name, value)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}: {value}");
        assert!(answer.body.contains("That did not come from here"));
        assert!(
            answer
                .header("content-security-policy")
                .contains("default-src 'none'")
        );
    }
    let own = site.call(foreign("origin", "http://127.0.0.1:8788")).await;
    assert_eq!(own.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_new_password_signs_everybody_out() {
    let site = Site::new().await;
    let (here, there) = (site.sign_in().await, site.sign_in().await);
    let short = site
        .post(
            &here,
            "/admin/settings",
            &[("old", PASSWORD), ("new", "short")],
        )
        .await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.body.contains("at least 8 characters"));
    let wrong = site
        .post(
            &here,
            "/admin/settings",
            &[("old", "wrong"), ("new", "long enough")],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right = site
        .post(
            &here,
            "/admin/settings",
            &[("old", PASSWORD), ("new", "long enough")],
        )
        .await;
    assert_eq!(right.status, StatusCode::SEE_OTHER);
    for cookie in [here, there] {
        assert_eq!(
            site.page(&cookie, "/admin/log").await.status,
            StatusCode::SEE_OTHER
        );
    }
    assert_eq!(
        site.call(sign_in_form(PASSWORD, "")).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        site.call(sign_in_form("long enough", "")).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn without_a_password_nobody_gets_in() {
    let site = Site::without_password();
    for password in ["", "admin", PASSWORD] {
        let answer = site.call(sign_in_form(password, "")).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert!(answer.body.contains("No password has been set yet"));
    }
}

#[tokio::test]
async fn an_oversized_form_is_refused() {
    let site = Site::new().await;
    let form = [("password", "x".repeat(70_000))];
    let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let request = form_request("/admin/sign-in", &form)
        .body(form_body(&form))
        .unwrap();
    assert_eq!(
        site.call(request).await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
}
