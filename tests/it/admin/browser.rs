//! The pages in a real browser. Screenshots of all of them are left in `target/screens/`.

use std::fs;
use std::future::Future;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use fantoccini::error::CmdError;
use fantoccini::{Client, Locator};
use fieldline::store::Store;
use fieldline::web::{Limits, serve};
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::chromium::{Driver, Look};
use super::samples::{SPITE, entry, id, morning, people, spiteful};
use super::site::{PASSWORD, Site, eventually};

const DESK: Look = Look {
    dark: false,
    width: 1360,
    height: 850,
};

#[tokio::test]
async fn an_administrator_signs_in_reads_and_texts() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let site = Site::new().await;
    let (address, _running) = listen(&site).await;
    site.happens(entry(1, "done 42")).await;
    site.happens(spiteful(2)).await;

    let browser = driver.browser(DESK).await;
    let tour = async {
        browser.goto(&format!("http://{address}/")).await?;
        type_into(&browser, "#password", "not it\n").await?;
        text(&browser, ".wrong").await?;
        sign_in(&browser).await?;
        assert!(text(&browser, "#messages").await?.contains(SPITE));
        assert_eq!(browser.title().await?, "Messages · Fieldline");
        assert_eq!(beyond_the_window(&browser).await?, 0);

        // A message that comes in appears by itself.
        site.happens(entry(3, "tasks for tomorrow")).await;
        let new = format!("[data-key=\"{}\"]", id(3));
        browser.wait().for_element(Locator::Css(&new)).await?;

        let page = format!("http://{address}/admin/messages/{}", id(2));
        browser.goto(&page).await?;
        assert!(text(&browser, "main").await?.contains(SPITE));
        assert_eq!(browser.title().await?, format!("{SPITE} · Fieldline"));

        browser
            .goto(&format!("http://{address}/admin/phone"))
            .await?;
        type_into(&browser, "#text", "done 42\n").await?;
        eventually(|| site.intake.taken.lock().unwrap().len() == 1).await;

        let sign_out = Locator::Css("form[action='/admin/sign-out'] button");
        browser.wait().for_element(sign_out).await?.click().await?;
        text(&browser, "label[for=password]").await?;
        Ok::<_, CmdError>(())
    };
    let toured = bounded(tour).await;
    browser.close().await.unwrap();
    toured.unwrap();
}

#[tokio::test]
async fn pages_fit_every_screen_light_and_dark() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let site = Site::new().await;
    let (address, _running) = listen(&site).await;
    for entry in morning() {
        site.happens(entry).await;
    }
    for person in people() {
        site.store.put_person(person).await.unwrap();
    }
    let hand = Look {
        width: 390,
        height: 844,
        ..DESK
    };
    for look in [DESK, hand] {
        for dark in [false, true] {
            let browser = driver.browser(Look { dark, ..look }).await;
            let toured = bounded(pictures(&browser, address, look, dark)).await;
            browser.close().await.unwrap();
            toured.unwrap();
        }
    }
}

async fn pictures(
    browser: &Client,
    address: SocketAddr,
    look: Look,
    dark: bool,
) -> Result<(), CmdError> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/screens");
    fs::create_dir_all(&folder).unwrap();
    let message = format!("messages/{}", id(3));
    let pages = [
        ("sign-in", "sign-in"),
        ("log", "log"),
        ("message", &message),
        ("review", "review"),
        ("phone", "phone"),
        ("playground", "playground?text=done+42"),
        ("problem", "playground?text=taks"),
        ("people", "people"),
        ("lines", "lines"),
        ("opt-outs", "opt-outs"),
        ("settings", "settings"),
        ("nothing", "nothing"),
    ];
    for (name, page) in pages {
        browser
            .goto(&format!("http://{address}/admin/{page}"))
            .await?;
        let colours = if dark { "dark" } else { "light" };
        let picture = format!("{name}-{colours}-{}.png", look.width);
        fs::write(folder.join(picture), browser.screenshot().await?).unwrap();
        let beyond = beyond_the_window(browser).await?;
        assert_eq!(beyond, 0, "{name} at {} is too wide", look.width);
        if name == "sign-in" {
            sign_in(browser).await?;
        }
    }
    Ok(())
}

/// By how many pixels the page is wider than the window.
async fn beyond_the_window(browser: &Client) -> Result<i64, CmdError> {
    let script =
        "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    Ok(browser.execute(script, vec![]).await?.as_i64().unwrap())
}

async fn sign_in(browser: &Client) -> Result<(), CmdError> {
    type_into(browser, "#password", &format!("{PASSWORD}\n")).await?;
    text(browser, "#messages").await.map(drop)
}

async fn type_into(browser: &Client, field: &str, keys: &str) -> Result<(), CmdError> {
    let field = browser.wait().for_element(Locator::Css(field)).await?;
    field.send_keys(keys).await
}

async fn text(browser: &Client, of: &str) -> Result<String, CmdError> {
    let element = browser.wait().for_element(Locator::Css(of)).await?;
    element.text().await
}

async fn bounded<T>(work: impl Future<Output = T>) -> T {
    let limit = Duration::from_mins(2);
    let done = tokio::time::timeout(limit, work).await;
    done.expect("the browser answers in time")
}

async fn listen(site: &Site) -> (SocketAddr, DropGuard) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stop = CancellationToken::new();
    let router = site.router.clone();
    tokio::spawn(serve(listener, router, stop.clone(), Limits::default()));
    (address, stop.drop_guard())
}
