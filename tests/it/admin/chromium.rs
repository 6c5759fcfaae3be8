//! A headless Chromium behind chromedriver, where there is one.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

/// A running chromedriver.
pub(crate) struct Driver {
    child: Child,
    url: String,
    profiles: tempfile::TempDir,
}

/// How the browser presents itself.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    pub(crate) dark: bool,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

impl Driver {
    /// `None` where there is no chromedriver and none is required.
    pub(crate) fn start() -> Option<Self> {
        let Some(program) = found("chromedriver") else {
            let required = variable("FIELDLINE_REQUIRE") == "all";
            assert!(!required, "chromedriver is required and not there");
            eprintln!("skipped: no chromedriver");
            return None;
        };
        let mut child = Command::new(program)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines.by_ref().find_map(|line| {
            let line = line.unwrap();
            let (_, port) = line.split_once("successfully on port ")?;
            Some(port.trim_end_matches('.').to_owned())
        });
        let port = port.expect("the port it listens on");
        std::thread::spawn(move || lines.for_each(drop));
        Some(Self {
            child,
            url: format!("http://127.0.0.1:{port}"),
            profiles: tempfile::tempdir().unwrap(),
        })
    }

    pub(crate) async fn browser(&self, look: Look) -> Client {
        let name = format!("{}-{}", look.dark, look.width);
        let profile = self.profiles.path().join(name);
        let scheme = u8::from(!look.dark);
        let options = json!({
            "args": [
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--hide-scrollbars",
                format!("--blink-settings=preferredColorScheme={scheme}"),
                format!("--user-data-dir={}", profile.display()),
            ],
            // A window cannot be narrower than 500 pixels; an emulated screen can.
            "mobileEmulation": {"deviceMetrics": {
                "width": look.width, "height": look.height, "pixelRatio": 1.0, "mobile": false, "touch": false
            }}
        });
        let wanted = [
            ("goog:chromeOptions".to_owned(), options),
            ("browserName".to_owned(), json!("chrome")),
        ];
        ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted.into_iter().collect())
            .connect(&self.url)
            .await
            .expect("a browser")
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn found(program: &str) -> Option<PathBuf> {
    let path = variable("PATH");
    let mut places = path.split(':').map(|place| Path::new(place).join(program));
    places.find(|place| place.is_file())
}

#[expect(
    clippy::disallowed_methods,
    reason = "what this machine has is the environment's business"
)]
fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}
